import { Command, Option } from 'commander';
import { formatTime } from '../../core/time.ts';
import { counted } from '../../report/counted.ts';
import { terminalSafe } from '../../report/escape.ts';
import { isServerLake } from '../../store/clickhouse/address.ts';
import { type ServerStats, serverStats } from '../../store/clickhouse/server-stats.ts';
import { type LakeStats, lakeStats, type ProviderStats } from '../../store/stats.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { lakeFailure, lakeOption, writerNote } from '../lake-options.ts';
import { printData, type Terminal } from '../terminal.ts';
import { oneOf } from '../values.ts';

interface StatsOptions {
  readonly lake: string;
  readonly format: 'text' | 'json';
}

export function lakeStatsCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  return new Command('stats')
    .description('Tell what is in a lake.')
    .addOption(lakeOption())
    .addOption(
      new Option('-f, --format <format>', 'text, json').argParser(oneOf(['text', 'json'])).default('text'),
    )
    .action(async (options: StatsOptions) => finish(await stats(options, terminal)));
}

async function stats({ lake, format }: StatsOptions, terminal: Terminal): Promise<ExitCode> {
  if (isServerLake(lake)) return statsOfServer(lake, format, terminal);
  const found = await lakeStats(lake).catch((error: unknown) => {
    throw lakeFailure(error);
  });
  if (format === 'json') await printData(terminal, `${JSON.stringify(found, null, 2)}\n`);
  else await terminal.out(textOf(found));
  const { writer } = found;
  writerNote(writer ? { ...writer, alive: writer.alive ?? undefined } : undefined, terminal);
  return exitCodes.done;
}

async function statsOfServer(
  lake: string,
  format: StatsOptions['format'],
  terminal: Terminal,
): Promise<ExitCode> {
  const found = await serverStats(lake).catch((error: unknown) => {
    throw lakeFailure(error);
  });
  if (format === 'json') await printData(terminal, `${JSON.stringify(found, null, 2)}\n`);
  else await terminal.out(serverText(found));
  return exitCodes.done;
}

function serverText({
  place,
  lake,
  head,
  pushed,
  pushes,
  sealedFiles,
  state,
  providers,
}: ServerStats): string {
  const last = state.lastImport === null ? '' : `, the last at ${formatTime(state.lastImport)}`;
  const lines: [string, string][] = [
    ['Lake', `${place}, ${counted(sealedFiles, 'sealed file')}`],
    ...providers.map((one): [string, string] => [one.provider, providerText(one)]),
    ['Imports', `${counted(state.imports, 'import')} of ${counted(state.inputs, 'input')}${last}`],
    ['Pushed', `${formatTime(pushed)}, ${counted(pushes, 'change')} in all; the journal was at ${head}`],
    ['Id', lake],
  ];
  return linesOf(lines);
}

function linesOf(lines: readonly [string, string][]): string {
  return lines.map(([label, value]) => `${label.padEnd(11)}${terminalSafe(value)}\n`).join('');
}

function textOf({ file, fileBytes, sealedFiles, toCompact, state, providers }: LakeStats): string {
  const { imports, lastImport, inputs, operationRecords, unsealed } = state;
  const bytes = providers.reduce((sum, one) => sum + one.bytes, 0);
  const last = lastImport === null ? '' : `, the last at ${formatTime(lastImport)}`;
  const lines: [string, string][] = [
    [
      'Lake',
      `${file} (${megabytes(fileBytes)}), ${counted(sealedFiles, 'sealed file')} (${megabytes(bytes)})`,
    ],
    ...providers.map((one): [string, string] => [one.provider, providerText(one)]),
    ['Imports', `${counted(imports, 'import')} of ${counted(inputs, 'input')}${last}`],
    [
      'Operations',
      `${counted(operationRecords, 'record')} kept, so that later imports can complete operations`,
    ],
  ];
  if (unsealed > 0) {
    lines.push([
      'Unsealed',
      `${counted(unsealed, 'row')}: an import has not been finished; run it again, or lake compact`,
    ]);
  }
  if (toCompact > 0) {
    lines.push([
      'Advice',
      `${counted(toCompact, 'day')} in several files: nephoscope lake compact --lake ${file}`,
    ]);
  }
  return linesOf(lines);
}

function providerText({ activities, withRecords, days, bytes, first, last }: ProviderStats): string {
  const period = first === null || last === null ? '' : `, ${formatTime(first)} to ${formatTime(last)}`;
  return (
    `${activities.toLocaleString('en-US')} activities on ${counted(days, 'day')} (${megabytes(bytes)})${period}; ` +
    `${withRecords.toLocaleString('en-US')} with their records`
  );
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toLocaleString('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 })} MB`;
}
