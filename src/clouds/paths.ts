import { isObject, type Json, type JsonObject, own } from '../core/json.ts';

/** Everything that a path, or a list of alternative paths, yields in one record; empty when it yields nothing. */
export type Extractor = (root: JsonObject) => readonly Json[];

/** A path that breaks the grammar. Paths are our own data, so this is a mistake of ours and is thrown. */
export class PathSyntaxError extends Error {
  override readonly name = 'PathSyntaxError';
}

interface Step {
  readonly key: string;
  /** `[]` stands after the member. */
  readonly each: boolean;
}

export interface PathOptions {
  /** Find members whatever their case when the exact name is absent: Azure writes `Properties` and `properties`. */
  readonly anyCase?: boolean;
}

const stepPattern = /(?:^|(?<=.)\.)([A-Za-z_@$][\w@$-]*)|\["([^"]+)"\]/y;
const nothing: readonly Json[] = Object.freeze([]);

/**
 * The steps of a path of the catalogue's grammar (see `catalogue.ts`).
 *
 * @throws PathSyntaxError naming the path and the place
 */
export function parsePath(path: string): readonly Step[] {
  const steps: Step[] = [];
  let at = 0;
  while (at < path.length) {
    stepPattern.lastIndex = at;
    const key = stepPattern.exec(path);
    if (!key) throw new PathSyntaxError(`expected a member name at ${at} of "${path}"`);
    at = stepPattern.lastIndex;
    const each = path.startsWith('[]', at);
    if (each) at += 2;
    steps.push({ key: key[1] ?? key[2] ?? '', each });
  }
  if (steps.length === 0) throw new PathSyntaxError('an empty path');
  return steps;
}

/**
 * Compiles alternatives in order: the first path that yields something wins. A value is something unless it is
 * absent, null, `""`, or an empty object or array.
 *
 * @throws PathSyntaxError for a path that breaks the grammar
 */
export function compilePaths(paths: readonly string[], options: PathOptions = {}): Extractor {
  const extractors = paths.map((path) => compilePath(path, options));
  const [first] = extractors;
  if (!first) return () => nothing;
  if (extractors.length === 1) return first;
  return (root) => {
    for (const extract of extractors) {
      const found = extract(root);
      if (found.length > 0) return found;
    }
    return nothing;
  };
}

function compilePath(path: string, options: PathOptions): Extractor {
  const steps = parsePath(path);
  const get = options.anyCase ? memberAnyCase : own;
  return steps.some((step) => step.each) ? manyValued(steps, get) : singleValued(steps, get);
}

type Get = (object: JsonObject, key: string) => Json | undefined;

function singleValued(steps: readonly Step[], get: Get): Extractor {
  const keys = steps.map((step) => step.key);
  return (root) => {
    let value: Json | undefined = root;
    for (const key of keys) {
      if (!isObject(value)) return nothing;
      value = get(value, key);
    }
    return value === undefined || isNothing(value) ? nothing : [content(value)];
  };
}

function manyValued(steps: readonly Step[], get: Get): Extractor {
  return (root) => {
    const out: Json[] = [];
    descend(root, steps, 0, get, out);
    return out.length > 0 ? out : nothing;
  };
}

function descend(value: Json, steps: readonly Step[], index: number, get: Get, out: Json[]): void {
  const step = steps[index];
  if (!step) {
    if (!isNothing(value)) out.push(content(value));
    return;
  }
  if (!isObject(value)) return;
  const next = get(value, step.key);
  if (next === undefined || isNothing(next)) return;
  if (step.each && Array.isArray(next)) {
    for (const element of next as readonly Json[]) {
      descend(content(element), steps, index + 1, get, out);
    }
  } else {
    descend(step.each ? content(next) : next, steps, index + 1, get, out);
  }
}

function isNothing(value: Json): boolean {
  if (value === null || value === '') return true;
  if (typeof value !== 'object') return false;
  if (Array.isArray(value)) return value.length === 0;
  for (const _ in value) return false;
  return true;
}

/** EC2 writes a scalar of a wrapped list as `{"tag": 1, "content": "vol-…"}`. */
function content(value: Json): Json {
  if (!isObject(value) || !('content' in value) || !('tag' in value)) return value;
  return own(value, 'content') ?? value;
}

function memberAnyCase(object: JsonObject, key: string): Json | undefined {
  const exact = own(object, key);
  if (exact !== undefined) return exact;
  const wanted = key.toLowerCase();
  for (const name of Object.keys(object)) {
    if (name.length === wanted.length && name.toLowerCase() === wanted) return object[name];
  }
  return undefined;
}

/** The scalars among the values as text, each once, in order. */
export function scalarTexts(values: readonly Json[]): readonly string[] {
  if (values.length === 0) return [];
  const [only] = values;
  if (values.length === 1)
    return only === undefined || only === null || typeof only === 'object' ? [] : [String(only)];
  const seen = new Set<string>();
  for (const value of values) {
    if (value !== null && typeof value !== 'object') seen.add(String(value));
  }
  return [...seen];
}
