import { plainLine } from '../comment.ts';
import type { Grammar } from '../say.ts';
import type { QueryAbout } from '../target.ts';
import { yaraString } from './speaker.ts';

/** How conditions of events are joined. */
export const grammar: Grammar<string> = {
  leaf: (leaf) => leaf,
  and: ' and ',
  or: ' or ',
  not: (text) => `not (${text})`,
  notLeaf: (leaf) => (leaf.endsWith(' != ""') ? leaf.replace(/ != ""$/, ' = ""') : undefined),
  yes: '$e.metadata.id != ""',
  no: '$e.metadata.id = ""',
};

/** The name of a rule: letters, digits and underscores, not a digit first. */
export function ruleName(title: string): string {
  const name = plainLine(title)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return /^[a-z]/.test(name) ? name : `rule_${name}`;
}

const severities: Readonly<Record<string, string>> = {
  informational: 'Info',
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
};

/** `meta` of a rule. */
export function metaLines({ id, title, level, techniques }: QueryAbout): readonly string[] {
  return [
    '  meta:',
    `    title = ${yaraString(plainLine(title))}`,
    `    sigma_id = ${yaraString(plainLine(id))}`,
    `    severity = "${severities[level] ?? 'Medium'}"`,
    ...(techniques.length > 0
      ? [`    mitre_attack_technique_id = ${yaraString(techniques.join(', '))}`]
      : []),
  ];
}
