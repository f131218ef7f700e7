import { lineComment, plainLine } from '../comment.ts';
import type { Plan } from '../fold-plan.ts';
import { defineTarget, type Language } from '../language.ts';
import { type Grammar, write, writeLines } from '../say.ts';
import type { QueryAbout, SiemTarget } from '../target.ts';
import { createSpeaker, yaraString } from './speaker.ts';
import { tables, type UdmTable } from './tables.ts';

const grammar: Grammar<string> = {
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

function writePlan({ where }: Plan<string>, { logType, cloud }: UdmTable, about: QueryAbout): string {
  const items = where.kind === 'all' ? where.items : [where];
  const lines = items.map((item) =>
    item.kind === 'any' ? `    (${writeLines(item, grammar, '     ')})` : `    ${write(item, grammar)}`,
  );
  return [
    `rule ${ruleName(`${about.title} ${cloud}`)} {`,
    ...metaLines(about),
    '',
    '  events:',
    `    $e.metadata.log_type = "${logType}"`,
    ...lines,
    '',
    '  condition:',
    '    $e',
    '}',
  ].join('\n');
}

const language: Language<UdmTable, string> = {
  name: 'chronicle',
  title: 'Google SecOps (YARA-L 2.0)',
  extension: 'yaral',
  tables,
  speaker: createSpeaker,
  write: writePlan,
  comment: (lines) => lineComment('//', lines),
};

/** Google SecOps: YARA-L 2.0 over the Unified Data Model, which keeps little of what requests say. */
export const definition: SiemTarget = defineTarget(language);
