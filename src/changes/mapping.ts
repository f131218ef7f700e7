import { suggest } from '../core/suggest.ts';
import { type MapNode, type Node, scalarString } from '../lang/sigma/located.ts';
import { type ChangeStatus, changeStatuses } from './change-record.ts';
import { type Report, say } from './diagnostic-codes.ts';
import { changeFields } from './fields.ts';
import { readPrincipal } from './principal-key.ts';
import { readYaml } from './yaml-nodes.ts';

/** What an organisation's ticket system calls things; see docs/reference/changes.md. */
export interface Mapping {
  /** Field of ours → fields of the export, in the order in which they are tried. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
  /** State of a ticket, in lower case → status. */
  readonly statuses: ReadonlyMap<string, ChangeStatus>;
  /** A name in a ticket, in lower case → principal keys. */
  readonly principals: ReadonlyMap<string, readonly string[]>;
}

export const noMapping: Mapping = { fields: new Map(), statuses: new Map(), principals: new Map() };

const ours = new Set(
  changeFields
    .map(({ name }) => name)
    .filter((name) => !['windows', 'kind', 'family', 'tags', 'status'].includes(name)),
);

/** Reads a mapping file; everything that is wrong is reported, what is right is used. */
export function readMapping(file: { readonly path: string; readonly text: string }, report: Report): Mapping {
  const mapping = {
    fields: new Map<string, readonly string[]>(),
    statuses: new Map<string, ChangeStatus>(),
    principals: new Map<string, readonly string[]>(),
  };
  for (const root of readYaml(file, report).roots) {
    for (const { key, keyAt, value } of root.entries) {
      if (value.kind !== 'map' || !(key in readers)) {
        const help = 'The keys are `fields`, `statuses` and `principals`, with maps behind them.';
        report(say('mapping', `a mapping has no \`${key}\` of this kind`, keyAt, help));
      } else readers[key as keyof typeof readers](value, mapping, report);
    }
  }
  return mapping;
}

type Filling = {
  -readonly [K in keyof Mapping]: Map<string, Mapping[K] extends ReadonlyMap<string, infer V> ? V : never>;
};

const readers = Object.assign(Object.create(null) as object, {
  fields: (map: MapNode, { fields }: Filling, report: Report): void => {
    for (const { key, keyAt, value } of map.entries) {
      if (ours.has(key)) fields.set(key, texts(value));
      else {
        const near = suggest(key, ours);
        report(say('mapping', `no field '${key}' can be mapped`, keyAt, near && `Did you mean '${near}'?`));
      }
    }
  },
  statuses: (map: MapNode, { statuses }: Filling, report: Report): void => {
    for (const { key, value } of map.entries) {
      const status = changeStatuses.find((one) => one === scalarString(value));
      if (status) statuses.set(key.toLowerCase(), status);
      else report(say('mapping', `'${key}' has to mean one of ${changeStatuses.join(', ')}`, value.at));
    }
  },
  principals: (map: MapNode, { principals }: Filling, report: Report): void => {
    for (const { key, value } of map.entries) {
      const keys = texts(value);
      for (const one of keys) {
        const read = readPrincipal(one);
        if ('problem' in read) report(say('principal', read.problem, value.at, read.help));
      }
      principals.set(key.toLowerCase(), keys);
    }
  },
});

function texts(node: Node): string[] {
  if (node.kind === 'list') return node.items.flatMap(texts);
  const text = scalarString(node)?.trim();
  return text ? [text] : [];
}
