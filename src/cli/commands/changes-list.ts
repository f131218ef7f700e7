import Table from 'cli-table3';
import { Command, Option } from 'commander';
import type { ChangeRecord } from '../../changes/index.ts';
import { formatTime } from '../../core/time.ts';
import { counted } from '../../report/counted.ts';
import { csvLine } from '../../report/csv.ts';
import { terminalSafe } from '../../report/escape.ts';
import {
  type ChangesOptions,
  changesOptions,
  loadChangesFiles,
  printChangesDiagnostics,
} from '../changes-content.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { printData, type Terminal } from '../terminal.ts';
import { oneOf } from '../values.ts';

interface ListOptions extends ChangesOptions {
  readonly format?: 'table' | 'csv' | 'json';
}

const headings = [
  'Id',
  'Kind',
  'Status',
  'Now',
  'When',
  'Principals',
  'Title',
  'Owner',
  'Reviewed',
  'Path',
] as const;
/** What fits on a terminal. */
const SHOWN = 7;

export function changesListCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  const command = new Command('list')
    .description('List what is authorised, by id: who, when, and whether it holds now.')
    .argument('<file...>', 'changes.yml, JSON, CSV, or exports of ServiceNow and Jira; told by content');
  changesOptions(command);
  return command
    .addOption(
      new Option(
        '-f, --format <format>',
        'table, csv, json (default: table on a terminal, else csv)',
      ).argParser(oneOf(['table', 'csv', 'json'])),
    )
    .action(async (paths: string[], options: ListOptions) => {
      const content = loadChangesFiles(paths, options);
      printChangesDiagnostics(content, ['error'], terminal.err);
      const records = content.changes.toSorted((a, b) => (a.id < b.id ? -1 : 1));
      const format = options.format ?? (terminal.outIsTerminal ? 'table' : 'csv');
      await printData(terminal, render(records, format, terminal));
      terminal.err(`${counted(records.length, 'record')}, ${content.refused} refused\n`);
      finish(content.refused > 0 ? exitCodes.rulesRefused : exitCodes.done);
    });
}

function render(
  records: readonly ChangeRecord[],
  format: 'table' | 'csv' | 'json',
  terminal: Terminal,
): string {
  if (format === 'json') return `${JSON.stringify(records.map(plain), null, 2)}\n`;
  const rows = records.map((record) => cells(record, terminal.now()));
  if (format === 'csv') return [[...headings], ...rows].map(csvLine).join('');
  const free = Math.max(40, terminal.width - 95);
  const table = new Table({
    head: headings.slice(0, SHOWN),
    style: { head: [], border: [], compact: true },
    colWidths: [16, 19, 11, 8, 38, Math.ceil(free * 0.6), Math.floor(free * 0.4)],
  });
  for (const row of rows) table.push(row.slice(0, SHOWN).map(terminalSafe));
  return `${table.toString()}\n`;
}

function cells(record: ChangeRecord, now: number): string[] {
  const { id, kind, family, status, scope, title, owner = '', reviewed, windows, expires, source } = record;
  const spans = windows.map(({ start, end }) => `${shown(start)}/${shown(end)}`);
  const until = expires === undefined ? [] : [`until ${shown(expires)}`];
  return [
    id,
    family ?? kind,
    status,
    stateAt(record, now),
    [...spans, ...until].join(' '),
    scope.principals.join(' '),
    title,
    owner,
    reviewed === undefined ? '' : formatTime(reviewed).slice(0, 10),
    `${source.path}:${source.line}`,
  ];
}

/** Whether it authorises now, not yet, not any more, or never did. */
function stateAt({ status, windows, expires = Number.POSITIVE_INFINITY }: ChangeRecord, now: number): string {
  if (status !== 'approved' && status !== 'closed') return '-';
  if (now >= expires || (windows.length > 0 && windows.every(({ end }) => now >= end))) return 'ended';
  return windows.length === 0 || windows.some(({ start, end }) => now >= start && now < end)
    ? 'holds'
    : 'later';
}

function shown(time: number): string {
  return formatTime(time).replace(/:00\.000Z$/, 'Z');
}

function plain({ reviewed, expires, windows, ...rest }: ChangeRecord): object {
  return {
    ...rest,
    ...(reviewed !== undefined && { reviewed: formatTime(reviewed) }),
    ...(expires !== undefined && { expires: formatTime(expires) }),
    windows: windows.map(({ start, end }) => ({ start: formatTime(start), end: formatTime(end) })),
  };
}
