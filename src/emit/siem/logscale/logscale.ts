import { lineComment } from '../comment.ts';
import type { Plan } from '../fold-plan.ts';
import { defineTarget, type Language } from '../language.ts';
import { conjuncts, type Grammar, type Said, write, writeLines } from '../say.ts';
import type { SiemTarget } from '../target.ts';
import { createSpeaker } from './speaker.ts';
import { type CqlTable, tables } from './tables.ts';

const grammar: Grammar<string> = {
  leaf: (leaf) => leaf,
  and: ' AND ',
  or: ' OR ',
  not: (text) => `NOT (${text})`,
  notLeaf: (leaf) => (leaf.endsWith('=*') ? `${leaf.slice(0, -2)}!=*` : undefined),
  yes: '*',
  no: 'NOT *',
};

const onFlags: Grammar<number> = {
  ...grammar,
  leaf: (place) => `row${place + 1} > 0`,
  notLeaf: (place) => `row${place + 1} = 0`,
};

function filters<Leaf>(said: Said<Leaf>, words: Grammar<Leaf>): readonly string[] {
  return conjuncts(said).map(
    (item) => `| ${item.kind === 'any' ? `(${writeLines(item, words, '   ')})` : write(item, words)}`,
  );
}

function writePlan({ where, fold }: Plan<string>, table: CqlTable): string {
  const lines = [table.filter, ...filters(where, grammar)];
  if (!fold) return lines.join('\n');
  const rows = fold.flags.map((flag, index) => `    { ${write(flag, grammar)} | count(as=row${index + 1}) }`);
  const kept = '    { selectLast([@timestamp, @id]) }';
  lines.push(
    ...(table.fold?.prepare ?? []).map((line) => `| ${line}`),
    `| groupBy([${(table.fold?.keys ?? []).join(', ')}], function=[`,
    `${[kept, ...rows].join(',\n')}`,
    '  ], limit=max)',
    ...filters(fold.having, onFlags),
  );
  return lines.join('\n');
}

const language: Language<CqlTable, string> = {
  name: 'logscale',
  title: 'CrowdStrike LogScale (CQL)',
  extension: 'cql',
  tables,
  speaker: createSpeaker,
  write: writePlan,
  comment: (lines) => lineComment('//', lines),
};

/** CrowdStrike LogScale: CQL over records below `Vendor`, as the parsers of its packages keep them. */
export const definition: SiemTarget = defineTarget(language);
