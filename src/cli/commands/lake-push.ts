import { Command } from 'commander';
import { counted } from '../../report/counted.ts';
import { safeLines } from '../../report/escape.ts';
import { isServerLake, PASSWORD_VARIABLE, shownAddress } from '../../store/clickhouse/address.ts';
import { type LakePushResult, pushLake } from '../../store/clickhouse/push.ts';
import { LakeError } from '../../store/lake-error.ts';
import { CommandError, type ExitCode, exitCodes } from '../exit-codes.ts';
import { lakeFailure, lakeOption, refuseServer } from '../lake-options.ts';
import { program } from '../program.ts';
import { ProgressLine } from '../progress-line.ts';
import type { Terminal } from '../terminal.ts';

interface PushCommandOptions {
  readonly lake: string;
  readonly to: string;
  readonly quiet?: boolean;
}

const notes = `
What is sealed in the lake and not there yet is copied; files that the lake replaced are taken away; whoever asks meanwhile sees
what was there before, or all of it. A push that was killed is gone on with by the next one. A server holds one lake in a
database; what it was pushed from goes on to be where imports go.

The address is clickhouse://user@host:8123/database, or clickhouses:// for TLS (port 8443). The password is read from
${PASSWORD_VARIABLE}. It needs @clickhouse/client (npm install @clickhouse/client).

Examples:
  nephoscope lake push --lake history.lake --to clickhouse://writer@db.example:8123/history
  nephoscope query -q hunt.aql --lake clickhouse://reader@db.example:8123/history
  nephoscope hunt --last 90d --lake clickhouse://reader@db.example:8123/history`;

export function lakePushCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  return new Command('push')
    .description('Publish a lake to a ClickHouse server, where many can ask it.')
    .addOption(lakeOption())
    .requiredOption('--to <address>', 'the database: clickhouse://user@host:8123/database')
    .option('-q, --quiet', 'print neither progress nor what was done')
    .addHelpText('after', notes)
    .action(async (options: PushCommandOptions) => finish(await push(options, terminal)));
}

async function push({ lake, to, quiet }: PushCommandOptions, terminal: Terminal): Promise<ExitCode> {
  refuseServer(lake, 'give the file that is imported into, and the server with --to');
  if (!isServerLake(to)) {
    throw new CommandError(`--to ${shownAddress(to)}: expected clickhouse://user@host:8123/database.`);
  }
  const progress = new ProgressLine(terminal);
  const result = await pushLake(lake, to, {
    program,
    now: () => terminal.now(),
    signal: terminal.interrupt,
    onProgress: (done, all) => {
      if (!quiet) progress.say(`${done.toLocaleString('en-US')} of ${all.toLocaleString('en-US')} rows …`);
    },
  })
    .finally(() => progress.clear())
    .catch((error: unknown) => {
      throw pushFailure(error);
    });
  if (!quiet) terminal.err(safeLines(textOf(result)));
  return result.interrupted ? exitCodes.interrupted : exitCodes.done;
}

/** Of these the server is where output goes, and not where input comes from. */
function pushFailure(error: unknown): unknown {
  const failure = lakeFailure(error);
  const isOutput =
    error instanceof LakeError && ['unreachable', 'denied', 'other-lake', 'newer'].includes(error.code);
  return isOutput && failure instanceof CommandError
    ? new CommandError(failure.message, { code: exitCodes.outputFailed, cause: error })
    : failure;
}

function textOf({ place, ...result }: LakePushResult): string {
  const { files, activities, records, present, replaced, removed, unsealed, interrupted } = result;
  const lines = [
    `${place}: ${counted(files, 'file')} pushed (${counted(activities, 'row')} of activities, ${counted(records, 'row')} of records), ` +
      `${present.toLocaleString('en-US')} there already, ${replaced.toLocaleString('en-US')} replaced`,
  ];
  if (removed > 0) lines.push(`rows of ${counted(removed, 'file')} removed that nobody reads any more`);
  if (unsealed > 0) {
    lines.push(
      `note: ${counted(unsealed, 'row')} of the lake are not sealed and were not pushed; lake compact seals them`,
    );
  }
  if (interrupted) lines.push('interrupted: readers see what they saw before; the next push goes on');
  return lines.map((line) => `${line}\n`).join('');
}
