import { lineComment } from '../comment.ts';
import type { Plan } from '../fold-plan.ts';
import { defineTarget, type Language } from '../language.ts';
import { type Grammar, join, type Said, write, writeLines } from '../say.ts';
import type { SiemTarget } from '../target.ts';
import { correlate } from './correlate.ts';
import { type AqlLeaf, aqlString, createSpeaker, firstValue } from './speaker.ts';
import { type AqlTable, pathOfCustom, tables } from './tables.ts';

/** A test of a property that is NULL is unknown, and so is its negation: exceptions ask for the property first. */
const grammar: Grammar<AqlLeaf> = {
  leaf: ({ text, property }, isException) =>
    isException && property !== undefined ? `(${property} IS NOT NULL AND ${text})` : text,
  and: ' AND ',
  or: ' OR ',
  not: (text) => `NOT (${text})`,
  notLeaf: ({ text }) =>
    text.endsWith(' IS NOT NULL') ? text.replace(/ IS NOT NULL$/, ' IS NULL') : undefined,
  yes: '1 = 1',
  no: '1 = 0',
};

const onFlags: Grammar<number> = {
  ...grammar,
  leaf: (place) => `Row${place + 1} = 1`,
  notLeaf: (place) => `Row${place + 1} = 0`,
};

/** AND and OR are never mixed without parentheses: their precedence is not documented. */
function conjunction<Leaf>(said: Said<Leaf>, words: Grammar<Leaf>): string {
  const items = said.kind === 'all' ? said.items : [said];
  return items
    .map((item) => (item.kind === 'any' ? `(${writeLines(item, words, '    ')})` : write(item, words)))
    .join('\n  AND ');
}

const columns = ['DATEFORMAT(devicetime, \'yyyy-MM-dd HH:mm:ss\') AS "Time"', 'username', 'sourceip'];

function writePlan({ where, fold }: Plan<AqlLeaf>, table: AqlTable): string {
  const type: Said<AqlLeaf> = {
    kind: 'leaf',
    leaf: { text: `LOGSOURCETYPENAME(devicetype) = ${aqlString(table.logSourceType)}` },
  };
  const condition = conjunction(join('all', [type, where]), grammar);
  const from = ['FROM events', `WHERE ${condition}`];
  // A property that nobody has defined would refuse the query: those of its conditions have to be there anyway.
  const selected = table.selected.filter(
    (name) => pathOfCustom(table, name) === undefined || condition.includes(name),
  );
  if (!fold)
    return [
      `SELECT ${[...columns, ...selected, 'UTF8(payload) AS "Payload"'].join(', ')}`,
      ...from,
      'LAST 1 HOURS',
    ].join('\n');
  const keys = (table.fold ?? []).map((key, index) => `${key} AS "Key${index + 1}"`);
  const rows = fold.flags.map(
    (flag, index) => `MAX(CASE WHEN ${write(flag, grammar)} THEN 1 ELSE 0 END) AS Row${index + 1}`,
  );
  return [
    `SELECT ${[...keys, 'MIN(devicetime) AS "First seen"', 'FIRST(username) AS "User"', 'FIRST(sourceip) AS "Source"', ...rows].join(',\n  ')}`,
    ...from,
    `GROUP BY ${keys.map((_key, index) => `"Key${index + 1}"`).join(', ')}`,
    `HAVING ${conjunction(fold.having, onFlags)}`,
    'LAST 1 HOURS',
  ].join('\n');
}

const language: Language<AqlTable, AqlLeaf> = {
  name: 'qradar',
  title: 'IBM QRadar (AQL)',
  extension: 'aql',
  tables,
  speaker: createSpeaker,
  write: writePlan,
  value: firstValue,
  correlate: (correlation, _about, notes) => correlate(correlation, grammar, notes),
  comment: (lines) => lineComment('--', lines),
};

/** IBM QRadar: AQL over events of the log source types for AWS, Azure, Entra ID and Google Cloud. */
export const definition: SiemTarget = defineTarget(language);
