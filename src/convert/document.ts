import type { Provider } from '../activity/vocabulary.ts';
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
    ...query.losses.map(({ what, why, effect }) =>
      effect === 'wider'
        ? `Finds more: an exception is not made, for ${what} cannot be asked (${why}).`
        : `Finds less: ${what} cannot be asked (${why}).`,
    ),
    ...query.differences.map((text) => `Differs: ${text}.`),
  ];
}

function labelled(label: string, text: string | undefined): readonly string[] {
  return text ? [`${label}: ${text}`] : [];
}
