import { plainLine } from '../comment.ts';
import type { Plan } from '../fold-plan.ts';
import { defineTarget, type Language } from '../language.ts';
import { conjuncts, filterLines, type Grammar, leavesOf, type Said, write, writeLines } from '../say.ts';
import type { SiemTarget } from '../target.ts';
import { correlate } from './correlate.ts';
import { createSpeaker, firstValue, type SplLeaf } from './speaker.ts';
import { type SplTable, tables } from './tables.ts';

const inWhere: Grammar<SplLeaf> = {
  leaf: ({ where }) => where,
  and: ' AND ',
  or: ' OR ',
  not: (text) => `NOT (${text})`,
  notLeaf: ({ where }) =>
    /^isnotnull\([^()]*\)$/.test(where) ? where.replace('isnotnull', 'isnull') : undefined,
  yes: 'true()',
  no: 'false()',
};

const inSearch: Grammar<SplLeaf> = {
  leaf: ({ search = '' }) => search,
  and: ' ',
  or: ' OR ',
  not: (text) => `NOT (${text})`,
  notLeaf: ({ search = '' }) => `NOT ${search}`,
  yes: '*',
  no: 'NOT *',
};

const onFlags: Grammar<number> = {
  ...inWhere,
  leaf: (place) => `row${place + 1}_=1`,
  notLeaf: (place) => `row${place + 1}_=0`,
};

/** What `search` can say goes there: it decides which events are read at all. */
function filters(where: Said<SplLeaf>, { search }: SplTable): readonly string[] {
  const isSearchable = (part: Said<SplLeaf>): boolean =>
    part.kind !== 'constant' && leavesOf(part).every((leaf) => leaf.search !== undefined);
  const searched = conjuncts(where).filter(isSearchable);
  const others = conjuncts(where).filter((part) => !isSearchable(part));
  const lines = searched.map((part) =>
    part.kind === 'any' ? `    (${writeLines(part, inSearch, '     ')})` : `    ${write(part, inSearch)}`,
  );
  return [search, ...lines, ...others.map((part) => `| where ${writeLines(part, inWhere, '    ')}`)];
}

function writePlan({ where, fold }: Plan<SplLeaf>, table: SplTable): string {
  const lines = [...filters(where, table)];
  if (!fold) return lines.join('\n');
  const names = fold.flags.map((_flag, index) => `row${index + 1}_`);
  const key = (table.fold ?? []).map((part) => `coalesce(${part}, "")`).join('." ".');
  lines.push(
    `| eval operation_=${key}`,
    ...fold.flags.map((flag, index) => `| eval row${index + 1}_=if(${write(flag, inWhere)}, 1, 0)`),
    `| eventstats ${names.map((name) => `max(${name}) AS ${name}`).join(', ')} BY operation_`,
    ...filterLines(fold.having, onFlags, '| where'),
    '| sort 0 _time',
    '| dedup operation_',
  );
  return lines.join('\n');
}

const language: Language<SplTable, SplLeaf> = {
  name: 'splunk',
  title: 'Splunk (SPL)',
  extension: 'spl',
  tables,
  speaker: createSpeaker,
  write: writePlan,
  value: firstValue,
  correlate: (correlation, _about, notes) => correlate(correlation, writePlan, notes),
  joinsLogs: true,
  comment: (lines) => lines.map((line) => `\`\`\` ${plainLine(line).replaceAll('`', "'")} \`\`\``).join('\n'),
};

/** Splunk: SPL over aws:cloudtrail, azure:monitor:activity, azure:monitor:aad and google:gcp:pubsub:message. */
export const definition: SiemTarget = defineTarget(language);
