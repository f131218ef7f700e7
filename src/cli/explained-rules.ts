import type { JsonObject } from '../core/json.ts';
import { correlationFindings, rulesBelow } from '../engine/correlation-tests.ts';
import type { Correlation } from '../ir/correlation.ts';
import type { Rule } from '../ir/rule.ts';
import { counted } from '../report/counted.ts';
import { terminalSafe } from '../report/escape.ts';

type Content = readonly (Rule | Correlation)[];

/** The rules that are to be explained: a correlation stands for those that it rests on. */
export function rulesOf(chosen: Content, content: Content): Rule[] {
  const rules = chosen.flatMap((one) => (one.kind === 'rule' ? [one] : rulesBelow(one, content)));
  return [...new Set(rules)];
}

/** What correlations found in the records, a line for each finding, and a line for each that found nothing. */
export function correlationLines(
  chosen: Content,
  content: Content,
  records: readonly JsonObject[],
): string[] {
  return chosen.flatMap((one) => {
    if (one.kind === 'rule') return [];
    const findings = correlationFindings(one, records, content);
    if (findings.length === 0) return [`${terminalSafe(one.title)}: finds nothing\n`];
    return findings.map(({ time = 0, endTime = time, count }) => {
      const [from, to] = [time, endTime].map((moment) => new Date(moment).toISOString());
      return `${terminalSafe(one.title)}: finds ${counted(count, 'event')} from ${from} to ${to}\n`;
    });
  });
}
