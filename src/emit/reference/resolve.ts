import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import { fold } from '../../ir/fold.ts';
import type { Field, Source } from '../../ir/nodes.ts';

/** What a field is in a record: absent, or the values found, and where. */
export interface Resolution {
  readonly present: boolean;
  readonly values: readonly Json[];
  /** The source that gave the values, for explanations. */
  readonly source?: Source;
}

const absent: Resolution = { present: false, values: [] };

/** Resolves a field the obvious way: the definition that `ir/resolve.ts` has to agree with. */
export function resolveField(field: Field, record: JsonObject): Resolution {
  const found = field.sources
    .map((source) => ({ source, ...resolveSource(source, record) }))
    .filter(({ present }) => present);
  const withValue = found.find(({ values }) => values.some((value) => value !== null));
  if (withValue) return withValue;
  const [first] = found;
  if (!first) return absent;
  return { present: true, values: found.flatMap(({ values }) => values), source: first.source };
}

function resolveSource(source: Source, record: JsonObject): Resolution {
  const at = resolvePath(record, source.path.split('.'));
  if (source.kind === 'path') return at;
  if (source.kind === 'presence') {
    const there = at.values.some((value) => value !== null);
    return { present: true, values: [there ? source.present : source.absent] };
  }
  if (source.kind === 'union') {
    const all = [at, ...source.also.map((path) => resolvePath(record, path.split('.')))];
    return { present: all.some(({ present }) => present), values: all.flatMap(({ values }) => values) };
  }
  if (source.kind === 'pairs') {
    const pairs = at.values
      .filter(isObject)
      .filter((pair) => fold(String(ownText(pair, source.name))) === fold(source.key));
    const values = pairs
      .filter((pair) => Object.hasOwn(pair, source.value))
      .map((pair) => pair[source.value] as Json);
    const shown = values.map((value) => (source.unquote ? withoutQuotes(value) : value)).flatMap(elements);
    return { present: values.length > 0, values: shown };
  }
  const derived = at.values.flatMap((value) => {
    if (value === null || typeof value === 'object') return [];
    if (source.kind === 'segment') return piece(String(value), source.separator, source.index);
    const hit = source.cases.find(({ when }) => fold(when) === fold(String(value)));
    return hit ? [hit.value] : (source.otherwise ?? []);
  });
  return { present: derived.length > 0, values: derived };
}

function ownText(pair: JsonObject, name: string): Json | undefined {
  const value = Object.hasOwn(pair, name) ? pair[name] : undefined;
  return value !== null && typeof value === 'object' ? undefined : (value ?? undefined);
}

function piece(text: string, separator: string, index: number): string[] {
  const found = text.split(separator).at(index);
  return found === undefined ? [] : [found];
}

function withoutQuotes(value: Json): Json {
  const quoted =
    typeof value === 'string' && value.length > 1 && value.startsWith('"') && value.endsWith('"');
  return quoted ? value.slice(1, -1) : value;
}

/** Literal key first, then the longest literal prefix that leads anywhere; arrays fan out. */
function resolvePath(value: Json, path: readonly string[]): Resolution {
  if (path.length === 0) return { present: true, values: elements(value) };
  if (Array.isArray(value)) {
    const each = (value as readonly Json[]).map((item) => resolvePath(item, path));
    return { present: each.some(({ present }) => present), values: each.flatMap(({ values }) => values) };
  }
  if (!isObject(value)) return absent;
  for (let length = path.length; length > 0; length--) {
    const key = path.slice(0, length).join('.');
    if (!Object.hasOwn(value, key)) continue;
    const below = resolvePath(value[key] as Json, path.slice(length));
    if (below.present) return below;
  }
  return absent;
}

/** An array stands for its elements, and for itself too when it is empty or holds more than scalars. */
function elements(value: Json): readonly Json[] {
  if (!Array.isArray(value)) return [value];
  const items = value as readonly Json[];
  const below = items.flatMap(elements);
  const scalars = items.length > 0 && items.every((item) => item === null || typeof item !== 'object');
  return scalars ? below : [...below, value];
}
