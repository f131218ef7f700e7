import Table from 'cli-table3';
import { providers } from '../activity/vocabulary.ts';
import { type CarriedRule, lossText } from '../convert/index.ts';
import { counted } from '../report/counted.ts';
import { terminalSafe } from '../report/escape.ts';

const MOST_REASONS = 20;

/** What became of each rule in each cloud, why some were refused, and how many there are of each kind. */
export function conversionSummary(carried: readonly CarriedRule[], width: number): string {
  const table = new Table({
    head: ['Rule', ...providers],
    style: { head: [], border: [], compact: true },
    colWidths: [Math.max(30, width - 50), 12, 12, 12],
  });
  for (const one of carried)
    table.push([terminalSafe(one.rule.title), ...providers.map((cloud) => cell(one, cloud))]);
  const refusals = carried.flatMap(({ rule, refusals: some }) =>
    some.map(({ cloud, reason }) => `refused: ${rule.title}${cloud ? ` (${cloud})` : ''}: ${reason}`),
  );
  const differences = carried.flatMap(({ rule, queries: some }) =>
    some.flatMap(({ cloud, losses, differences: others }) =>
      [...losses.map(lossText), ...others].map((text) => `differs: ${rule.title} (${cloud}): ${text}`),
    ),
  );
  const queries = carried.flatMap((one) => one.queries);
  const exact = queries.filter(({ fidelity }) => fidelity === 'exact').length;
  return (
    `${table.toString()}\n${someOf(differences)}${someOf(refusals)}` +
    `${counted(carried.length, 'rule')}: ${exact} exact queries, ${queries.length - exact} that say where they differ, ` +
    `${counted(refusals.length, 'refusal')}\n`
  );
}

function someOf(lines: readonly string[]): string {
  const shown = lines.slice(0, MOST_REASONS).map((line) => `${terminalSafe(line)}\n`);
  const more = lines.length - shown.length;
  return `${shown.join('')}${more > 0 ? `… and ${more} more like these; -f json has all\n` : ''}`;
}

function cell({ queries, refusals }: CarriedRule, cloud: string): string {
  const there = queries.filter((query) => query.cloud === cloud);
  if (there.some(({ fidelity }) => fidelity === 'different')) return 'differs';
  if (there.length > 0) return 'exact';
  return refusals.some((one) => one.cloud === cloud || one.cloud === undefined) ? 'refused' : '–';
}
