import { lineComment } from '../comment.ts';
import type { Plan } from '../fold-plan.ts';
import { defineTarget, type Language } from '../language.ts';
import { filterLines, type Grammar, leavesOf, write } from '../say.ts';
import type { SiemTarget } from '../target.ts';
import { createSpeaker, fieldName, type SumoLeaf, type SumoRead, sumoString } from './speaker.ts';
import { type SumoTable, tables } from './tables.ts';

const grammar: Grammar<SumoLeaf> = {
  leaf: ({ text }) => text,
  and: ' and ',
  or: ' or ',
  not: (text) => `!(${text})`,
  notLeaf: ({ text }) => (/^!isBlank\(\w+\)$/.test(text) ? text.slice(1) : undefined),
  yes: 'true',
  no: 'false',
};

const onFlags: Grammar<number> = {
  ...grammar,
  leaf: (place) => `row${place + 1} = 1`,
  notLeaf: (place) => `row${place + 1} = 0`,
};

/** Reads members out of the message; what is not there is null. */
function readLines(reads: readonly SumoRead[]): readonly string[] {
  const distinct = [...new Map(reads.map((read) => [read.name, read])).values()];
  const outer = distinct.filter(({ within }) => within === undefined);
  const inner = distinct.filter(({ within }) => within !== undefined);
  const line = (some: readonly SumoRead[], from: string): string =>
    `| json field=${from} ${some.map(({ path }) => sumoString(path)).join(', ')} as ${some.map(({ name }) => name).join(', ')} nodrop`;
  return [
    ...(outer.length > 0 ? [line(outer, '_raw')] : []),
    ...[...new Set(inner.map(({ within }) => within ?? ''))].map((from) =>
      line(
        inner.filter(({ within }) => within === from),
        from,
      ),
    ),
  ];
}

function writePlan({ where, fold }: Plan<SumoLeaf>, table: SumoTable): string {
  const keys = fold ? (table.fold ?? []) : [];
  const leaves = [where, ...(fold?.flags ?? [])].flatMap(leavesOf);
  const keyReads = keys.flat().map((path): SumoRead => ({ path, name: fieldName(path) }));
  const reads = [...leaves.flatMap((leaf) => leaf.reads), ...keyReads];
  const lines = [table.scope, ...readLines(reads), ...filterLines(where, grammar, '| where')];
  if (!fold) return lines.join('\n');
  const names = fold.flags.map((_flag, index) => `row${index + 1}`);
  lines.push(
    ...keys.map((paths, index) => `| ${firstOf(paths.map(fieldName))} as key${index + 1}`),
    ...fold.flags.map((flag, index) => `| if(${write(flag, grammar)}, 1, 0) as row${index + 1}`),
    `| min(_messagetime) as first_seen, ${names.map((name) => `max(${name}) as ${name}`).join(', ')} by ${keys.map((_key, index) => `key${index + 1}`).join(', ')}`,
    ...filterLines(fold.having, onFlags, '| where'),
  );
  return lines.join('\n');
}

/** The first of the fields that has a value, in lower case. */
function firstOf([first = '', ...others]: readonly string[]): string {
  return others.length === 0
    ? `toLowerCase(${first})`
    : `if(isBlank(${first}), ${firstOf(others)}, toLowerCase(${first}))`;
}

const language: Language<SumoTable, SumoLeaf> = {
  name: 'sumo',
  title: 'Sumo Logic',
  extension: 'sumo',
  tables,
  speaker: createSpeaker,
  write: writePlan,
  comment: (lines) => lineComment('//', lines),
};

/** Sumo Logic: searches over records as messages of JSON. */
export const definition: SiemTarget = defineTarget(language);
