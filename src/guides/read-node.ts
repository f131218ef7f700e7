import type { Provider } from '../activity/vocabulary.ts';
import type { Span } from '../core/diagnostic.ts';
import { suggest } from '../core/suggest.ts';
import { describe, type MapNode, type Node } from '../lang/sigma/located.ts';
import { type codes, type Report, say } from './diagnostic-codes.ts';
import type { Known } from './known.ts';

/** What readers are given beside the node. */
export interface Reading {
  readonly report: Report;
  readonly known: Known;
  /** The cloud whose part is read, where there is one. */
  readonly cloud?: Provider;
}

/** Reads a node, or reports what is wrong with it and gives undefined. `path` names it for people. */
export type Reader<T> = (node: Node, path: string, reading: Reading) => T | undefined;

/** Says what is wrong with a text; nothing when it is right. */
export type Check = (
  text: string,
  reading: Reading,
) => { readonly code: keyof typeof codes; readonly message: string; readonly help?: string } | undefined;

/** A text that is not empty, and passes the checks. */
export function text(...checks: readonly Check[]): Reader<string> {
  return (node, path, reading) => {
    const value = node.kind === 'scalar' && typeof node.value === 'string' ? node.value.trim() : undefined;
    if (value === undefined) {
      const code = isNothing(node) ? 'empty' : 'type';
      reading.report(say(code, `\`${path}\` has to be a text, not ${describe(node)}`, node.at));
      return undefined;
    }
    if (value === '') {
      reading.report(say('empty', `\`${path}\` is empty`, node.at));
      return undefined;
    }
    const problems = checks.flatMap((check) => check(value, reading) ?? []);
    for (const { code, message, help } of problems) {
      reading.report(say(code, `\`${path}\`: ${message}`, node.at, help));
    }
    return problems.length === 0 ? value : undefined;
  };
}

function isNothing(node: Node): boolean {
  return node.kind === 'scalar' && node.value === null;
}

/** One of a few words. */
export function oneOf<T extends string>(values: readonly T[]): Reader<T> {
  const check: Check = (value) =>
    values.some((one) => one === value)
      ? undefined
      : {
          code: 'value',
          message: `found '${value}'; expected ${values.join(', ')}`,
          ...helpFor(value, values),
        };
  return text(check) as Reader<T>;
}

/** "Did you mean", when something near exists. */
export function helpFor(written: string, candidates: Iterable<string>): { readonly help?: string } {
  const near = suggest(written, candidates);
  return near === undefined ? {} : { help: `Did you mean '${near}'?` };
}

/** A list with at least one item. */
export function list<T>(of: Reader<T>): Reader<readonly T[]> {
  return (node, path, reading) => {
    if (node.kind !== 'list') {
      const code = isNothing(node) ? 'empty' : 'type';
      reading.report(say(code, `\`${path}\` has to be a list, not ${describe(node)}`, node.at));
      return undefined;
    }
    if (node.items.length === 0) {
      reading.report(say('empty', `\`${path}\` is an empty list`, node.at));
      return undefined;
    }
    const items = node.items.map((item, index) => of(item, `${path}[${index}]`, reading));
    return items.every((item) => item !== undefined) ? (items as T[]) : undefined;
  };
}

type Fields<T> = { readonly [K in keyof T]-?: Reader<Exclude<T[K], undefined>> };

/** A map with these keys and no others; all are needed but the optional ones. */
export function map<T extends object>(
  fields: Fields<T>,
  optional: readonly (keyof T & string)[] = [],
  check: (value: T, reading: Reading, at: Span, path: string) => boolean = () => true,
): Reader<T> {
  const names = Object.keys(fields);
  return (node, path, reading) => {
    if (node.kind !== 'map') {
      reading.report(say('type', `\`${path}\` has to be a map, not ${describe(node)}`, node.at));
      return undefined;
    }
    const found: Record<string, unknown> = {};
    const given = keysOf(node, path, names, reading);
    let isWhole = given.isWhole;
    for (const name of names) {
      const value = given.values.get(name);
      if (value) {
        const read = fields[name as keyof T](value, joined(path, name), within(reading, name));
        if (read === undefined) isWhole = false;
        else found[name] = read;
      } else if (!optional.includes(name as keyof T & string)) {
        isWhole = false;
        reading.report(
          say('keyMissing', `${path === '' ? 'this' : `\`${path}\``} has no \`${name}\``, node.at),
        );
      }
    }
    if (!isWhole) return undefined;
    return check(found as T, reading, node.at, path) ? (found as T) : undefined;
  };
}

function joined(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** Below `aws`, `azure` and `gcp` stands what is said of that cloud. */
function within(reading: Reading, name: string): Reading {
  return name === 'aws' || name === 'azure' || name === 'gcp' ? { ...reading, cloud: name } : reading;
}

function keysOf(
  node: MapNode,
  path: string,
  names: readonly string[],
  { report }: Reading,
): { readonly values: ReadonlyMap<string, Node>; readonly isWhole: boolean } {
  const values = new Map<string, Node>();
  let isWhole = true;
  for (const { key, keyAt, value } of node.entries) {
    if (names.includes(key)) values.set(key, value);
    else {
      isWhole = false;
      const place = path === '' ? 'there' : `\`${path}\``;
      const message = path === '' ? `there is no key '${key}'` : `${place} has no key '${key}'`;
      const { help = `The keys are ${names.join(', ')}.` } = helpFor(key, names);
      report(say('keyUnknown', message, keyAt, help));
    }
  }
  return { values, isWhole };
}
