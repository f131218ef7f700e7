import type { Provider } from '../activity/vocabulary.ts';
import type { Loss } from '../emit/siem/say.ts';
import type { SiemTarget } from '../emit/siem/target.ts';
import type { Correlation } from '../ir/correlation.ts';
import type { Rule } from '../ir/rule.ts';
import type { ConvertedQuery } from './convert.ts';

const clouds: Readonly<Record<Provider, string>> = { aws: 'AWS', azure: 'Azure', gcp: 'Google Cloud' };

/** The query with what a person has to know of it in a comment before it. */
export function documentOf(rule: Rule | Correlation, target: SiemTarget, query: ConvertedQuery): string {
  return `${target.comment(aboutLines(rule, target, query))}\n${query.query}\n`;
}

function aboutLines(
  rule: Rule | Correlation,
  { title }: SiemTarget,
  query: ConvertedQuery,
): readonly string[] {
  const { id, level, techniques, tactics, falsepositives, author, references } = rule;
  return [
    rule.title,
    ...labelled('About', rule.description),
    `Rule: ${id}, level ${level}${author ? `, by ${author}` : ''}`,
    ...labelled('ATT&CK', [...techniques, ...tactics].join(', ')),
    ...falsepositives.map((text) => `False positive: ${text}`),
    ...references.map((text) => `Reference: ${text}`),
    `For ${title}, ${clouds[query.cloud]}, ${query.table}; made by nephoscope from a Sigma rule.`,
    ...query.assumptions.map((text) => `Note: ${text}.`),
    ...query.losses.map((loss) => `${lossText(loss)}.`),
    ...query.differences.map((text) => `Differs: ${text}.`),
  ];
}

/** A loss in words. */
export function lossText({ what, why, effect, operations }: Loss): string {
  const of = operations === undefined ? '' : ` of ${named(operations)}`;
  return effect === 'wider'
    ? `Finds more: an exception is not made, for ${what}${of} cannot be asked (${why})`
    : `Finds less: ${what}${of} cannot be asked (${why})`;
}

const MOST_NAMES = 5;

function named(operations: readonly string[]): string {
  if (operations.length === 0) return 'other operations';
  const more = operations.length - MOST_NAMES;
  return `${operations.slice(0, MOST_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function labelled(label: string, text: string | undefined): readonly string[] {
  return text ? [`${label}: ${text}`] : [];
}
