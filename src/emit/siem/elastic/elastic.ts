import { lineComment } from '../comment.ts';
import type { Plan } from '../fold-plan.ts';
import { defineTarget, type Language } from '../language.ts';
import { filterLines, type Grammar, write } from '../say.ts';
import type { SiemTarget } from '../target.ts';
import { correlate } from './correlate.ts';
import { createSpeaker, type EsqlLeaf, firstValue } from './speaker.ts';
import { type EsqlTable, tables } from './tables.ts';

/** A test of a field that is null is null, and so is its negation: exceptions ask for the field first. */
const grammar: Grammar<EsqlLeaf> = {
  leaf: ({ text, field }, isException) =>
    isException && field !== undefined ? `(${field} IS NOT NULL AND ${text})` : text,
  and: ' AND ',
  or: ' OR ',
  not: (text) => `NOT (${text})`,
  notLeaf: ({ text, field }) =>
    field === undefined && text.endsWith(' IS NOT NULL')
      ? text.replace(/ IS NOT NULL$/, ' IS NULL')
      : undefined,
  yes: 'true',
  no: 'false',
};

const onFlags: Grammar<number> = {
  ...grammar,
  leaf: (place) => `row${place + 1} == 1`,
  notLeaf: (place) => `row${place + 1} == 0`,
};

function writePlan({ where, fold }: Plan<EsqlLeaf>, table: EsqlTable): string {
  const lines = [
    `FROM ${table.index} METADATA _id, _version, _index`,
    ...filterLines(where, grammar, '| WHERE'),
  ];
  if (!fold) return lines.join('\n');
  const keys = table.fold ?? [];
  const flags = fold.flags.map((flag, index) => `row${index + 1} = CASE(${write(flag, grammar)}, 1, 0)`);
  lines.push(
    `| EVAL ${[...keys.map(([name, expression]) => `${name} = ${expression}`), ...flags].join(',\n    ')}`,
    '| STATS',
    [
      '    first_seen = MIN(@timestamp)',
      ...(table.kept ?? []).map((name) => `    \`${name}\` = VALUES(${name})`),
      ...fold.flags.map((_flag, index) => `    row${index + 1} = MAX(row${index + 1})`),
    ].join(',\n'),
    `    BY ${keys.map(([name]) => name).join(', ')}`,
    ...filterLines(fold.having, onFlags, '| WHERE'),
  );
  return lines.join('\n');
}

const language: Language<EsqlTable, EsqlLeaf> = {
  name: 'elastic',
  title: 'Elastic Security (ES|QL)',
  extension: 'esql',
  tables,
  speaker: createSpeaker,
  write: writePlan,
  value: firstValue,
  correlate: (correlation, _about, notes) => correlate(correlation, grammar, notes),
  comment: (lines) => lineComment('//', lines),
};

/** Elastic: ES|QL over the fields of the integrations for AWS, Azure and Google Cloud. */
export const definition: SiemTarget = defineTarget(language);
