import Table from 'cli-table3';
import { providers } from '../activity/vocabulary.ts';
import type { CarriedRule } from '../convert/index.ts';
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
    some.map(({ cloud, reason }) => `${rule.title}${cloud ? ` (${cloud})` : ''}: ${reason}`),
  );
  const reasons = refusals.slice(0, MOST_REASONS).map((line) => `refused: ${terminalSafe(line)}\n`);
  const more =
    refusals.length > MOST_REASONS
      ? `… and ${refusals.length - MOST_REASONS} more refusals; -f json has all\n`
      : '';
  const queries = carried.flatMap((one) => one.queries);
  const exact = queries.filter(({ fidelity }) => fidelity === 'exact').length;
  return (
    `${table.toString()}\n${reasons.join('')}${more}` +
    `${counted(carried.length, 'rule')}: ${exact} exact queries, ${queries.length - exact} that say where they differ, ` +
    `${counted(refusals.length, 'refusal')}\n`
  );
}

function cell({ queries, refusals }: CarriedRule, cloud: string): string {
  const there = queries.filter((query) => query.cloud === cloud);
  if (there.some(({ fidelity }) => fidelity === 'different')) return 'differs';
  if (there.length > 0) return 'exact';
  return refusals.some((one) => one.cloud === cloud || one.cloud === undefined) ? 'refused' : '–';
}
