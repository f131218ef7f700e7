import { type Level, levels, rank } from '../core/levels.ts';
import { formatTime } from '../core/time.ts';
import type { Finding } from '../detect/finding/finding.ts';
import { UNOBSERVABLE } from '../detect/incident/network.ts';
import { paintLevel } from './colour.ts';
import { counted } from './counted.ts';
import { terminalSafe } from './escape.ts';
import { flowsLine } from './network-text.ts';
import { problemLines } from './problem-lines.ts';
import { principalName } from './row.ts';
import type { RunStats } from './run-stats.ts';

/** Everything that the end of a run tells. */
export interface Summary {
  readonly stats: RunStats;
  readonly rules: {
    readonly loaded: number;
    readonly refused: number;
    readonly matched: number;
    readonly correlations: number;
    /** Rules that wait for lists that nobody has filled. */
    readonly off: { readonly rules: number; readonly lists: readonly string[] };
  };
  /** Shown findings by principal and by day, the busiest first. */
  readonly principals: readonly { readonly principal: string; readonly findings: number }[];
  readonly days: readonly { readonly day: string; readonly findings: number }[];
  readonly minLevel: Level;
  readonly interrupted: boolean;
  readonly seconds: number;
  readonly peakMemoryBytes: number;
}

const MOST_LISTED = 5;
/** Stands for the line that has colours in it: every other value is made safe for the terminal. */
const FINDINGS = 'findings by level';

export function summarise(
  findings: readonly Finding[],
  parts: Omit<Summary, 'principals' | 'days'>,
): Summary {
  return {
    ...parts,
    principals: top(findings.flatMap(({ activity }) => (activity ? [principalName(activity)] : []))).map(
      ([principal, count]) => ({
        principal,
        findings: count,
      }),
    ),
    days: top(
      findings.flatMap(({ time }) => (time === undefined ? [] : [formatTime(time).slice(0, 10)])),
    ).map(([day, count]) => ({
      day,
      findings: count,
    })),
  };
}

function top(texts: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, MOST_LISTED);
}

/** The summary as lines for a person. Every number that was rounded down to nothing is still there: nothing is hidden. */
export function summaryText(summary: Summary, colour: boolean): string {
  const { stats, rules, minLevel, seconds, interrupted } = summary;
  const { records, bytes, activities } = stats;
  const lines: [label: string, value: string][] = [
    [
      'Read',
      `${counted(stats.inputs.read, 'input')}, ${megabytes(bytes.compressed)} (${megabytes(bytes.text)} of text) in ${seconds.toFixed(1)} s: ` +
        `${number(seconds > 0 ? records.read / seconds : records.read)} events/s, peak memory ${megabytes(summary.peakMemoryBytes)}`,
    ],
    ['Records', reconciliation(stats)],
    ['Activities', activityLine(stats, activities)],
    ['Findings', FINDINGS],
    ['Rules', rulesLine(rules)],
  ];
  if (summary.principals.length > 0) {
    lines.push([
      'Principals',
      summary.principals.map((one) => `${one.principal} ${number(one.findings)}`).join(' · '),
    ]);
    if (summary.days.length > 0)
      lines.push(['Days', summary.days.map((one) => `${one.day} ${number(one.findings)}`).join(' · ')]);
  }
  if (stats.activities === 0 && (records.skipped['outside-time'] ?? 0) > 0) {
    lines.push(['Note', 'nothing is inside the time asked for: see --from, --to and --last']);
  }
  const { suppressed } = stats.findings;
  if (suppressed > 0) {
    lines.push([
      'Ledger',
      `${counted(suppressed, 'finding')} covered by an authorised change (--show-suppressed shows them)`,
    ]);
  }
  if (stats.unused.length > 0) {
    const shown = stats.unused
      .slice(0, MOST_LISTED)
      .map(({ change, title }) => (title === '' ? change : `${change} (${title})`));
    const more = stats.unused.length > MOST_LISTED ? ` and ${stats.unused.length - MOST_LISTED} more` : '';
    lines.push(['Unused', `authorisations that covered nothing: ${shown.join(', ')}${more}`]);
  }
  lines.push(...networkLines(stats));
  const evicted = Object.entries(stats.evicted);
  if (evicted.length > 0) {
    const what = evicted.map(([name, count]) => `${name} ${number(count)}`).join(', ');
    lines.push(['Note', `too much to remember, some was let go: ${what}; findings may be missing`]);
  }
  if (interrupted) lines.push(['Note', 'interrupted: only a part of the input was read']);
  const text = lines.map(
    ([label, value]) =>
      `${label.padEnd(11)}${value === FINDINGS ? levelLine(stats, minLevel, colour) : terminalSafe(value)}`,
  );
  return `${[...text, ...problemLines(stats, ' (--summary FILE has all that are kept)')].join('\n')}\n`;
}

/** What was read of the network, and what could have been. */
function networkLines({ network, findings, records }: RunStats): [label: string, value: string][] {
  const lines: [string, string][] = [];
  if (network) lines.push(['Flows', flowsLine(network)]);
  const evicted = Object.entries(network?.evicted ?? {});
  if (evicted.length > 0) {
    const what = evicted.map(([name, count]) => `${name} ${number(count)}`).join(', ');
    lines.push(['Note', `too much of the network to keep, some is only in the sums: ${what}`]);
  }
  if (findings.unobservable > 0) lines.push(['Note', UNOBSERVABLE]);
  const flows = records.skipped['network-flow-record'] ?? 0;
  const queries = records.skipped['dns-query-record'] ?? 0;
  if (flows + queries > 0) {
    const what = [
      ...(flows > 0 ? [counted(flows, 'network flow record')] : []),
      ...(queries > 0 ? [counted(queries, 'DNS query record')] : []),
    ].join(' and ');
    lines.push(['Note', `${what} among the audit logs: give the files with --flows`]);
  }
  return lines;
}

function rulesLine({ loaded, refused, matched, correlations, off }: Summary['rules']): string {
  const more = correlations > 0 ? ` and ${counted(correlations, 'correlation')}` : '';
  const waiting = off.rules > 0 ? `, ${off.rules} off (nothing in ${off.lists.join(', ')})` : '';
  return `${counted(loaded, 'rule')}${more} loaded, ${refused} refused${waiting}, ${matched} matched`;
}

/** The identity that holds after every run. */
export function reconciliation({ records }: RunStats): string {
  const { read, inActivities, duplicates, skipped, rejected } = records;
  return (
    `${number(read)} read = ${number(inActivities)} in activities + ${number(duplicates)} duplicates + ` +
    `${reasons(skipped, 'skipped')} + ${reasons(rejected, 'rejected')}`
  );
}

function reasons(counts: Readonly<Record<string, number>>, what: string): string {
  const entries = Object.entries(counts);
  const sum = entries.reduce((total, [, one]) => total + one, 0);
  const detail = entries.map(([reason, one]) => `${reason} ${number(one)}`).join(', ');
  return `${number(sum)} ${what}${detail === '' ? '' : ` (${detail})`}`;
}

function activityLine(stats: RunStats, activities: number): string {
  const period =
    stats.first === undefined || stats.last === undefined
      ? ''
      : `, ${formatTime(stats.first)} to ${formatTime(stats.last)}`;
  const reduction = activities > 0 ? (1 - stats.activitiesWithSignals / activities) * 100 : 0;
  return `${number(activities)}${period}; ${number(stats.activitiesWithSignals)} with findings${activities > 0 ? ` (${reduction.toFixed(1)} % less to read)` : ''}`;
}

function levelLine({ signals, findings }: RunStats, minLevel: Level, colour: boolean): string {
  const shown = levels
    .toReversed()
    .map((level) => `${paintLevel(level, colour)} ${number(findings.byLevel[level])}`);
  const below = levels.filter((level) => rank(level) < rank(minLevel));
  const lowered = below.reduce((sum, level) => sum + findings.byLevel[level], 0);
  const uncounted = signals.byLevel.informational * Number(rank(minLevel) > 0);
  const hidden = lowered + uncounted;
  const incidents = findings.incidents > 0 ? `, ${counted(findings.incidents, 'incident')}` : '';
  const rest = hidden > 0 ? ` (${number(hidden)} below ${minLevel} not shown)` : '';
  return shown.join(' · ') + incidents + rest;
}

function number(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function megabytes(bytes: number): string {
  return bytes < 1_000_000 ? `${number(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
