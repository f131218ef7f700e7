import { formatTime } from '../../core/time.ts';
import { csvLine } from '../../report/csv.ts';
import type { CoverageRow } from '../matrix.ts';
import type { CoverageReport } from '../report.ts';
import { blindSpots } from '../summary.ts';

const headings = [
  'technique',
  'name',
  'cloud',
  'component_id',
  'component',
  'verdict',
  'said_by',
  'rules',
  'tests',
  'operations',
  'logs',
  'seen',
] as const;

/** One row a technique, cloud and data component. */
export function coverageCsv({ rows }: CoverageReport): string {
  return [[...headings], ...rows.map(cells)].map(csvLine).join('');
}

function cells(row: CoverageRow): string[] {
  const { technique, name, cloud, component, verdict, saidBy, rules, tests, operations, logs, seen } = row;
  return [
    technique,
    name,
    cloud,
    component.id,
    component.name,
    verdict,
    saidBy.join(' '),
    rules.map(({ title }) => title).join('; '),
    String(tests),
    String(operations),
    logs.map((log) => log.name).join('; '),
    seen === undefined ? '' : String(seen),
  ];
}

/** Everything, in plain JSON. */
export function coverageJson(report: CoverageReport): string {
  const { rows, elsewhere, nameErrors, sight } = report;
  const logs = sight && {
    activities: sight.activities,
    ...(sight.first === undefined ? {} : { first: formatTime(sight.first) }),
    ...(sight.last === undefined ? {} : { last: formatTime(sight.last) }),
    byLog: Object.fromEntries(sight.logs),
    byCloud: Object.fromEntries(sight.providers),
  };
  return `${JSON.stringify(
    {
      rows: rows.map(plain),
      elsewhere,
      blindSpots: blindSpots(report),
      nameErrors,
      ...(logs ? { logs } : {}),
    },
    null,
    2,
  )}\n`;
}

function plain({ logs, ...row }: CoverageRow): object {
  return {
    ...row,
    logs: logs.map(({ name, onByDefault, exists, note }) => ({ name, onByDefault, exists, note })),
  };
}
