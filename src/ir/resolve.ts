import { isObject, type Json, type JsonObject, own } from '../core/json.ts';
import { fold } from './fold.ts';
import type { Field, Source } from './nodes.ts';
import { scalarText } from './scalar.ts';

/** Receives one value of a field; true stops the search. */
export type Visit = (value: Json) => boolean;

export interface FieldReader {
  /** Whether any value of the field satisfies the test. */
  some(record: JsonObject, test: Visit): boolean;
  /** Whether the field is there, be it null, empty or an empty array. */
  present(record: JsonObject): boolean;
}

/** What looking for a source found: nothing, values but none that was wanted, a value that was wanted. */
const absent = 0;
const found = 1;
const wanted = 2;
type Found = 0 | 1 | 2;
type SourceReader = (record: JsonObject, visit: Visit) => Found;

/**
 * Plans how a field is read; the plan is made once and run for every record.
 *
 * A path is looked up by its literal key first, then through nested objects, at each level by the longest literal
 * prefix that leads to a value. Arrays fan out. Only own properties are found, so `constructor` and `__proto__` are
 * ordinary names. A leaf array offers its elements; one that is empty or holds objects or arrays is offered as a
 * whole too, so that its JSON text can be compared (`NetworkLocationDetails: '[]'`).
 */
export function compileField(field: Field): FieldReader {
  const sources = field.sources.map(compileSource);
  const [first] = sources;
  const present = (record: JsonObject): boolean =>
    sources.some((source) => source(record, nothing) !== absent);
  if (first && sources.length === 1)
    return { some: (record, test) => first(record, test) === wanted, present };
  const some = (record: JsonObject, test: Visit): boolean => {
    for (const source of sources)
      if (source(record, isValue) === wanted) return source(record, test) === wanted;
    for (const source of sources) if (source(record, test) === wanted) return true;
    return false;
  };
  return { some, present };
}

const nothing: Visit = () => false;
const isValue: Visit = (value) => value !== null;

function compileSource(source: Source): SourceReader {
  const path = compilePath(source.path);
  return sourceReaders[source.kind](source as never, path);
}

const sourceReaders: {
  readonly [K in Source['kind']]: (source: Extract<Source, { kind: K }>, path: SourceReader) => SourceReader;
} = {
  path: (_source, path) => path,
  segment: (source, path) =>
    derive(path, (value) => {
      const text = scalarText(value);
      return text === undefined ? undefined : text.split(source.separator).at(source.index);
    }),
  mapped: (source, path) => {
    const cases = new Map(source.cases.map(({ when, value }) => [fold(when), value]));
    return derive(path, (value) => {
      const text = scalarText(value);
      return text === undefined ? undefined : (cases.get(fold(text)) ?? source.otherwise);
    });
  },
  presence: (source, path) => (record, visit) => {
    const there = path(record, isValue) === wanted;
    return visit(there ? source.present : source.absent) ? wanted : found;
  },
  pairs: (source, path) => {
    const key = fold(source.key);
    return (record, visit) => {
      let result: Found = absent;
      path(record, (pair) => {
        const name = isObject(pair) ? scalarText(own(pair, source.name) ?? null) : undefined;
        if (!isObject(pair) || name === undefined || fold(name) !== key) return false;
        const value = own(pair, source.value);
        if (value === undefined) return false;
        result = offer(source.unquote ? unquote(value) : value, visit);
        return result === wanted;
      });
      return result;
    };
  },
  union: (source, path) => {
    const paths = [path, ...source.also.map(compilePath)];
    return (record, visit) => {
      let result: Found = absent;
      for (const one of paths) {
        const outcome = one(record, visit);
        if (outcome === wanted) return wanted;
        if (outcome === found) result = found;
      }
      return result;
    };
  },
};

/** `"x"` without its quotes; anything else as it is. */
function unquote(value: Json): Json {
  return typeof value === 'string' && /^".*"$/s.test(value) && value.length > 1 ? value.slice(1, -1) : value;
}

/** Offers what `change` makes of each value; undefined is no value at all. */
function derive(path: SourceReader, change: (value: Json) => string | undefined): SourceReader {
  return (record, visit) => {
    let result: Found = absent;
    path(record, (value) => {
      const changed = change(value);
      if (changed === undefined) return false;
      result = visit(changed) ? wanted : found;
      return result === wanted;
    });
    return result;
  };
}

interface Step {
  readonly key: string;
  /** The index of the segment after the key. */
  readonly next: number;
}

function compilePath(path: string): SourceReader {
  const segments = path.split('.');
  if (segments.length === 1) {
    return (record, visit) => {
      const value = own(record, path);
      return value === undefined ? absent : offer(value, visit);
    };
  }
  const steps: Step[][] = segments.map((_segment, start) => {
    const ends = segments.slice(start).map((_rest, count) => start + count + 1);
    return ends.reverse().map((end) => ({ key: segments.slice(start, end).join('.'), next: end }));
  });
  const generic: SourceReader = (record, visit) => descend(record, steps, 0, visit);
  const [outer, inner] = segments;
  if (segments.length !== 2 || outer === undefined || inner === undefined) return generic;
  // `userIdentity.type` and its like are asked of every record: an object in an object, and a text in that.
  return (record, visit) => {
    if (own(record, path) === undefined) {
      const object = own(record, outer);
      if (object === undefined || object === null || typeof object !== 'object') return absent;
      const value = Array.isArray(object) ? undefined : own(object as JsonObject, inner);
      if (typeof value === 'string') return visit(value) ? wanted : found;
    }
    return generic(record, visit);
  };
}

function descend(value: Json, steps: readonly (readonly Step[])[], at: number, visit: Visit): Found {
  const here = steps[at];
  if (here === undefined) return offer(value, visit);
  if (typeof value !== 'object' || value === null) return absent;
  if (Array.isArray(value)) return fanOut(value, steps, at, visit);
  for (const { key, next } of here) {
    const inner = own(value as JsonObject, key);
    if (inner === undefined) continue;
    const result = descend(inner, steps, next, visit);
    if (result !== absent) return result;
  }
  return absent;
}

function fanOut(
  items: readonly Json[],
  steps: readonly (readonly Step[])[],
  at: number,
  visit: Visit,
): Found {
  let result: Found = absent;
  for (const item of items) {
    const one = descend(item, steps, at, visit);
    if (one === wanted) return wanted;
    if (one === found) result = found;
  }
  return result;
}

function offer(value: Json, visit: Visit): Found {
  if (!Array.isArray(value)) return visit(value) ? wanted : found;
  let whole = value.length === 0;
  for (const item of value as readonly Json[]) {
    if (typeof item === 'object' && item !== null) whole = true;
    if (offer(item, visit) === wanted) return wanted;
  }
  return whole && visit(value) ? wanted : found;
}
