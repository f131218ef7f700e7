import { lineComment } from '../comment.ts';
import type { Plan } from '../fold-plan.ts';
import { defineTarget, type Language } from '../language.ts';
import { filterLines, type Grammar, write } from '../say.ts';
import type { SiemTarget } from '../target.ts';
import { correlate } from './correlate.ts';
import { createSpeaker, firstValue } from './speaker.ts';
import { type KqlTable, tables } from './tables.ts';

const grammar: Grammar<string> = {
  leaf: (leaf) => leaf,
  and: ' and ',
  or: ' or ',
  not: (text) => `not(${text})`,
  notLeaf: (leaf) => (leaf.startsWith('isnotempty(') ? leaf.replace('isnotempty(', 'isempty(') : undefined),
  yes: 'true',
  no: 'false',
};

const flags: Grammar<number> = {
  ...grammar,
  leaf: (place) => `Row${place + 1}_ > 0`,
  notLeaf: (place) => `Row${place + 1}_ == 0`,
};

function writePlan({ where, fold }: Plan<string>, table: KqlTable): string {
  const lines = [table.name, ...filterLines(where, grammar, '| where')];
  if (!fold) return lines.join('\n');
  const counts = fold.flags.map((flag, index) => `    Row${index + 1}_ = countif(${write(flag, grammar)})`);
  lines.push(
    '| summarize',
    ['    arg_min(TimeGenerated, *)', ...counts].join(',\n'),
    `    by ${(table.fold ?? []).join(', ')}`,
    ...filterLines(fold.having, flags, '| where'),
  );
  return lines.join('\n');
}

const language: Language<KqlTable, string> = {
  name: 'sentinel',
  title: 'Microsoft Sentinel (KQL)',
  extension: 'kql',
  tables,
  speaker: createSpeaker,
  write: writePlan,
  value: firstValue,
  correlate: (correlation, _about, notes) => correlate(correlation, writePlan, notes),
  joinsLogs: true,
  longest: {
    characters: 10_000,
    note: 'an analytics rule takes 10,000 characters, and this is more: save it as a function, and let the rule call that',
  },
  comment: (lines) => lineComment('//', lines),
};

/** Microsoft Sentinel: KQL over AWSCloudTrail, AzureActivity, GCPAuditLogs, AuditLogs and SigninLogs. */
export const definition: SiemTarget = defineTarget(language);
