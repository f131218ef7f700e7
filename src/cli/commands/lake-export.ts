import { existsSync, renameSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import type { Json } from '../../core/json.ts';
import { redact } from '../../report/redact.ts';
import { LakeReader } from '../../store/lake-reader.ts';
import { isPartOfLake } from '../../store/places.ts';
import { CommandError, type ExitCode, exitCodes } from '../exit-codes.ts';
import { lakeFailure, lakeOption, refuseServer, writerNote } from '../lake-options.ts';
import { openOutput, refuseExisting } from '../output-file.ts';
import { type TimeOptions, timeOptions, timeRange } from '../shared-options.ts';
import type { Terminal } from '../terminal.ts';
import { oneOf } from '../values.ts';

interface ExportOptions extends TimeOptions {
  readonly lake: string;
  readonly format?: 'ndjson' | 'parquet';
  readonly records?: boolean;
  readonly output?: string;
  readonly force?: boolean;
  readonly quiet?: boolean;
}

const examples = `
Examples:
  nephoscope lake export --lake history.lake --last 7d > week.ndjson     Activities, as normalize prints them
  nephoscope lake export --lake history.lake -o history.parquet          with a column for each field that is asked for often
  nephoscope lake export --lake history.lake --records                   native records, without secrets`;

export function lakeExportCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  const command = new Command('export')
    .description('Write what is in a lake, in the order of time, as NDJSON or Parquet.')
    .addOption(lakeOption());
  timeOptions(command);
  return command
    .addOption(
      new Option(
        '-f, --format <format>',
        'ndjson, parquet (default: parquet for a file called .parquet)',
      ).argParser(oneOf(['ndjson', 'parquet'])),
    )
    .option('--records', 'the native records instead, as far as they were imported (ndjson)')
    .option('-o, --output <file>', 'write to a file')
    .option('--force', 'overwrite an existing output file')
    .option('-q, --quiet', 'print no notes')
    .addHelpText('after', examples)
    .action(async (options: ExportOptions) =>
      finish(
        await runExport(options, terminal).catch((error: unknown) => {
          throw lakeFailure(error);
        }),
      ),
    );
}

async function runExport(options: ExportOptions, terminal: Terminal): Promise<ExitCode> {
  refuseServer(options.lake, 'export the file that was pushed, or ask with query --lake');
  const range = timeRange(options, terminal.now());
  const { output, records } = options;
  if (output !== undefined && output !== '-' && isPartOfLake(options.lake, resolve(output))) {
    throw new CommandError(`${output} is a part of the lake: it would be written over. Choose another name.`);
  }
  const format = options.format ?? (output?.endsWith('.parquet') ? 'parquet' : 'ndjson');
  if (format === 'parquet') {
    if (records)
      throw new CommandError('--records is for NDJSON: leave out -f parquet, or leave out --records.');
    if (output === undefined || output === '-') throw new CommandError('Parquet needs a file: give -o FILE.');
    return exportParquet(options, resolve(output), range, terminal);
  }
  return exportLines(options, range, terminal);
}

type Range = ReturnType<typeof timeRange>;

async function exportLines(options: ExportOptions, range: Range, terminal: Terminal): Promise<ExitCode> {
  const reader = await LakeReader.open(options.lake, { range, signal: terminal.interrupt });
  try {
    if (!options.quiet) writerNote(reader.writer, terminal);
    const output = await openOutput(options.output, options.force ?? false, terminal);
    for await (const text of reader.inOrder(options.records ? 'records' : 'activities')) {
      if (terminal.interrupt.aborted) break;
      await output.writeData(`${options.records ? withoutSecrets(text) : text}\n`);
    }
    await output.close();
  } finally {
    reader.close();
  }
  return terminal.interrupt.aborted ? exitCodes.interrupted : exitCodes.done;
}

function withoutSecrets(text: string): string {
  return JSON.stringify(redact(JSON.parse(text) as Json));
}

async function exportParquet(
  options: ExportOptions,
  path: string,
  range: Range,
  terminal: Terminal,
): Promise<ExitCode> {
  refuseExisting(options.output ?? path, options.force ?? false);
  const part = `${path}.part`;
  const reader = await LakeReader.open(options.lake, { range, mayWrite: part, signal: terminal.interrupt });
  try {
    if (!options.quiet) writerNote(reader.writer, terminal);
    await reader.writeParquet(part);
    renameSync(part, path);
  } catch (error) {
    if (existsSync(part)) rmSync(part, { force: true });
    if (terminal.interrupt.aborted) return exitCodes.interrupted;
    throw error;
  } finally {
    reader.close();
  }
  return exitCodes.done;
}
