import Table from 'cli-table3';
import { providerNames } from '../../activity/vocabulary.ts';
import { paint } from '../../report/colour.ts';
import { counted } from '../../report/counted.ts';
import { terminalSafe } from '../../report/escape.ts';
import type { CoverageRow, Verdict } from '../matrix.ts';
import type { CoverageReport } from '../report.ts';
import { blindSpots, cellText, errorsOf, nameErrorText, techniqueLines } from '../summary.ts';

export interface TableOptions {
  readonly width: number;
  readonly colour: boolean;
  /** Every data component instead of a line a technique. */
  readonly details: boolean;
}

const colours = {
  tested: 'green',
  untested: 'yellow',
  recorded: 'yellow',
  'no rule': 'red',
  'not logged': 'gray',
} as const satisfies Record<Verdict, string>;

/** For a terminal: the matrix, what is not covered, what cannot be seen, and the errors in ATT&CK's names. */
export function coverageTable(report: CoverageReport, options: TableOptions): string {
  const { rows, sight } = report;
  if (rows.length === 0) return 'no technique to cover\n';
  const errors = errorsOf(report);
  const gaps = rows.filter(({ verdict }) => verdict === 'no rule' || verdict === 'untested');
  return [
    options.details ? details(rows, options) : matrix(report, options),
    'n/m: of the data components that a log can show, how many have a tested detection of level low or above.',
    ...(options.details ? [] : section(`Not covered (${gaps.length})`, gapLines(gaps), options)),
    ...section('Cannot be seen', blindSpots(report), options),
    ...section(`Names in ATT&CK that mislead (${errors.length})`, errors.map(nameErrorText), options),
    ...(sight
      ? ['', `${counted(sight.activities, 'Activity').replace('Activitys', 'Activities')} in the given logs.`]
      : []),
    '',
  ].join('\n');
}

function matrix({ rows }: CoverageReport, { width }: TableOptions): string {
  const cell = Math.max(19, Math.floor((width - 46) / 3));
  const table = new Table({
    head: ['Technique', ...Object.values(providerNames)],
    style: { head: [], border: [], compact: true },
    colWidths: [Math.max(24, Math.min(50, width - 3 * cell - 5)), cell, cell, cell],
    wordWrap: true,
  });
  for (const { technique, name, cells } of techniqueLines(rows))
    table.push([`${technique} ${name}`, ...cells.map(cellText)]);
  return table.toString();
}

function details(rows: readonly CoverageRow[], { width, colour }: TableOptions): string {
  const free = Math.max(40, width - 70);
  const table = new Table({
    head: ['Technique', 'Cloud', 'Data component', 'Verdict', 'Said by', 'Rules, tests, log'],
    style: { head: [], border: [], compact: true },
    colWidths: [11, 8, 22, 12, 15, free],
    wordWrap: true,
  });
  for (const { technique, cloud, component, verdict, saidBy, rules, tests, logs, seen } of rows) {
    const counts = `${counted(rules.length, 'rule')}, ${counted(tests, 'test')}`;
    const there = seen === undefined ? '' : `, ${seen.toLocaleString('en-US')} seen`;
    table.push([
      technique,
      providerNames[cloud],
      component.name,
      paint(colours[verdict], verdict, colour),
      saidBy.join(', '),
      terminalSafe(`${counts}${there}; ${logs.map(({ name }) => name).join(', ')}`),
    ]);
  }
  return table.toString();
}

/** One line a technique and cloud. */
function gapLines(rows: readonly CoverageRow[]): string[] {
  const gaps = new Map<string, string[]>();
  for (const { technique, cloud, component, verdict } of rows) {
    const key = `${technique} ${providerNames[cloud]}`;
    gaps.set(key, [
      ...(gaps.get(key) ?? []),
      `${component.name}${verdict === 'untested' ? ' (no test)' : ''}`,
    ]);
  }
  return [...gaps].map(([key, components]) => `${key}: ${components.join(', ')}`);
}

function section(title: string, lines: readonly string[], { colour, width }: TableOptions): string[] {
  if (lines.length === 0) return [];
  return ['', paint('bold', title, colour), ...lines.flatMap((line) => wrapped(line, width))];
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '  ';
  for (const word of text.split(' ')) {
    if (line.trim() !== '' && line.length + word.length + 1 > width) {
      lines.push(line);
      line = '    ';
    }
    line += line.trim() === '' ? word : ` ${word}`;
  }
  return [...lines, line];
}
