import type { Field, Source } from '../../ir/nodes.ts';
import type { LogSource } from '../../ir/rule.ts';
import { type AliasTable, aliasTables } from './alias-data.ts';

export interface AliasedField {
  readonly field: Field;
  /** The name is not one of raw records: lint tells where it is read from. */
  readonly repaired: boolean;
}

/**
 * The field that a rule of this log source means by the name. A name that needs no repair has itself as its only
 * source. A rule that names no product is taken literally.
 */
export function aliasField(name: string, logsource: LogSource): AliasedField {
  const tables = aliasTables.filter(
    ({ product, services }) =>
      product === logsource.product &&
      (services === undefined || (logsource.service !== undefined && services.includes(logsource.service))),
  );
  const places = new Map<string, Source>();
  const add = (source: Source): void => {
    places.set(JSON.stringify(source), source);
  };
  const native = tables.some((table) => table.native?.includes(name));
  const listed = tables.find((table) => Object.hasOwn(table.fields, name))?.fields[name];
  if (!native) add(path(name));
  for (const place of listed ?? []) add(typeof place === 'string' ? path(place) : place);
  if (!listed) for (const guess of tables.flatMap((table) => guesses(name, table))) add(path(guess));
  add(path(name));
  const sources = [...places.values()];
  const repaired = !native && (listed !== undefined || tables.some((table) => isForeign(name, table)));
  return { field: { name, sources }, repaired };
}

function isForeign(name: string, table: AliasTable): boolean {
  if (table.strip && name.startsWith(table.strip)) return true;
  return table.top !== undefined && !table.top.includes(name.split('.', 1)[0] ?? '');
}

/** Other spellings by rule: camel case, with and without the prefix; the name without the wrapper's prefix. */
function guesses(name: string, table: AliasTable): string[] {
  const found: string[] = [];
  if (table.strip && name.startsWith(table.strip)) found.push(name.slice(table.strip.length));
  const under = table.camelUnder;
  if (under) {
    const camel = name.split('.').map(lowerFirst).join('.');
    const bare = camel.startsWith(under) ? camel.slice(under.length) : camel;
    found.push(camel, under + bare, bare);
  }
  return found;
}

const path = (text: string): Source => ({ kind: 'path', path: text });

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** A source in words, for lint and explanations. */
export function describeSource(source: Source): string {
  if (source.kind === 'path') return `'${source.path}'`;
  if (source.kind === 'union') return [source.path, ...source.also].map((one) => `'${one}'`).join(' and ');
  if (source.kind === 'pairs') return `'${source.path}' where ${source.name} is '${source.key}'`;
  if (source.kind === 'segment') return `a piece of '${source.path}'`;
  return `'${source.path}' (derived)`;
}
