import { formatTime } from '../../core/time.ts';
import type { Query, Select, Window } from '../../ir/query/query.ts';
import { terminalSafe } from '../escape.ts';
import { problemLines } from '../problem-lines.ts';
import type { RunStats } from '../run-stats.ts';
import { reconciliation } from '../summary.ts';

export interface QuerySummary {
  readonly query: Query;
  readonly stats: RunStats;
  /** Rows of the result; absent for comparisons. */
  readonly rows?: number;
  /** How often the inputs were read. */
  readonly readings: number;
  readonly interrupted: boolean;
}

/** What the end of a query tells, on several lines. */
export function querySummary({ query, stats, rows, readings, interrupted }: QuerySummary): string {
  const window = windowOf(query.select);
  const again = readings > 1 ? `, read ${readings} times` : '';
  const lines = [
    ...(rows === undefined ? [] : [`Rows       ${rows.toLocaleString('en-US')}`]),
    `Records    ${reconciliation(stats)}${again}`,
    ...(window ? [`Window     ${formatTime(window.from)} to ${formatTime(window.to)}`] : []),
    ...outside(window, stats, rows),
    ...(interrupted ? ['Note       interrupted: only a part of the input was read'] : []),
  ];
  return `${[...lines.map(terminalSafe), ...problemLines(stats)].join('\n')}\n`;
}

/** The window of the events that a query is made from. */
function windowOf({ source }: Select): Window | undefined {
  return source.kind === 'select' ? windowOf(source.select) : source.window;
}

/** Nobody who asks old logs for the last hour should have to guess why nothing comes. */
function outside(window: Window | undefined, { first, last }: RunStats, rows: number | undefined): string[] {
  if (!window || rows !== 0 || first === undefined || last === undefined) return [];
  if (first < window.to && last >= window.from) return [];
  return [
    `Note       the events that were looked at are from ${formatTime(first)} to ${formatTime(last)}: nothing lies in the window; see --now and --all-times`,
  ];
}
