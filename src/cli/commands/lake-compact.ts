import { Command } from 'commander';
import { compactLake } from '../../engine/lake-compact.ts';
import { counted } from '../../report/counted.ts';
import { terminalSafe } from '../../report/escape.ts';
import { holderText } from '../../store/lock.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { lakeFailure, lakeOption, refuseServer } from '../lake-options.ts';
import { program } from '../program.ts';
import type { Terminal } from '../terminal.ts';

interface CompactOptions {
  readonly lake: string;
  readonly quiet?: boolean;
}

const notes = `
Each import adds a file to every provider and day that it has Activities of; many small files make queries slow. Files
that are replaced are removed by an import or lake compact an hour later, since somebody may still read them.`;

export function lakeCompactCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  return new Command('compact')
    .description('Put the sealed files of a lake together, one for each provider and day.')
    .addOption(lakeOption())
    .option('-q, --quiet', 'print nothing')
    .addHelpText('after', notes)
    .action(async (options: CompactOptions) => finish(await compact(options, terminal)));
}

async function compact({ lake, quiet }: CompactOptions, terminal: Terminal): Promise<ExitCode> {
  refuseServer(lake, 'compact the file that was pushed, and push it again');
  const result = await compactLake(lake, { program, now: () => terminal.now() }).catch((error: unknown) => {
    throw lakeFailure(error);
  });
  if (quiet) return exitCodes.done;
  const { replaced, written, sealed, tookOver } = result;
  if (tookOver) terminal.err(`note: ${terminalSafe(holderText(tookOver))} had died on the way.\n`);
  const rest = sealed.added + sealed.completed;
  if (rest > 0)
    terminal.err(`${rest.toLocaleString('en-US')} activities of an import that died were sealed\n`);
  terminal.err(
    replaced === 0
      ? 'nothing to put together\n'
      : `${counted(replaced, 'file')} put together in ${counted(written, 'file')}\n`,
  );
  return exitCodes.done;
}
