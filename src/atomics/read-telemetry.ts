import type { Provider } from '../activity/vocabulary.ts';
import { isObject, type Json, type JsonObject } from '../core/json.ts';
import { type Level, levels } from '../core/levels.ts';
import { type MapNode, type Node, scalarString } from '../lang/sigma/located.ts';
import type { ExpectedFinding, Latency, PrincipalSpec, Step, Together, ValueSpec } from './atomic.ts';
import { MapReader, type Reading } from './map-reader.ts';
import { checkField, checkRegex, readAssertions } from './read-assertions.ts';
import { templatePieces } from './value-names.ts';

/** What stands under `nephoscope:` of an atomic test. */
export interface Extension {
  readonly cost: string;
  readonly blastRadius: string;
  readonly remarks: readonly string[];
  readonly latency: readonly Latency[];
  readonly values: readonly ValueSpec[];
  readonly principals: ReadonlyMap<string, PrincipalSpec>;
  readonly steps: readonly Step[];
  readonly together: Together;
  readonly findings: readonly ExpectedFinding[];
}

export const extensionKeys = [
  'cost',
  'blast_radius',
  'remarks',
  'latency',
  'values',
  'principals',
  'telemetry',
  'together',
  'findings',
] as const;

/** Members of a step that only one cloud has, by cloud. */
const ownKeys: Readonly<Record<Provider, readonly string[]>> = {
  aws: ['region', 'read_only', 'error', 'record'],
  azure: ['method', 'status', 'accepted', 'correlation', 'error', 'record', 'category'],
  gcp: [
    'zone',
    'type',
    'labels',
    'metadata',
    'service_data',
    'permission',
    'single',
    'log',
    'error',
    'record',
  ],
};
const stepKeys = [
  'step',
  'after',
  'takes',
  'by',
  'service',
  'operation',
  'also',
  'resource',
  'request',
  'response',
  'repeat',
  'expect',
];
const MOST_REPEATS = 50;

/** Reads our extension of an atomic test. */
export function readExtension(node: MapNode, provider: Provider, reading: Reading): Extension {
  const map = new MapReader(node, '`nephoscope`', extensionKeys, reading);
  return {
    cost: map.text('cost', 'needed') ?? '',
    blastRadius: map.text('blast_radius', 'needed') ?? '',
    remarks: map.texts('remarks').map(({ text }) => text.trimEnd()),
    latency: map.maps('latency', 'needed').map((one) => readLatency(one, reading)),
    values: readValues(map, reading),
    principals: readPrincipals(map, reading),
    steps: map.maps('telemetry', 'needed').flatMap((one) => readSteps(one, provider, 'needed', reading)),
    together: readTogether(map.map('together'), reading),
    findings: map.maps('findings', 'needed').map((one) => readFinding(one, reading)),
  };
}

function readLatency(node: MapNode, reading: Reading): Latency {
  const map = new MapReader(node, 'a latency', ['log', 'from', 'to'], reading);
  return {
    log: map.text('log', 'needed') ?? '',
    from: map.duration('from') ?? 0,
    to: map.duration('to', 'needed') ?? 0,
  };
}

/** The ids that the cloud gives, under `values`. */
export function readValues(map: MapReader, reading: Reading): ValueSpec[] {
  const values = map.map('values');
  return values ? values.entries.flatMap(({ key, value }) => readValue(key, value, reading)) : [];
}

/** Who does steps, under `principals`. */
export function readPrincipals(map: MapReader, reading: Reading): Map<string, PrincipalSpec> {
  const entries = map.map('principals')?.entries ?? [];
  return new Map(entries.map(({ key, value }) => [key, readPrincipal(key, value, reading)]));
}

/** `name: template`, or `name: {like, matches, count}`; with `count` there are `name_1`, `name_2` … */
function readValue(name: string, node: Node, reading: Reading): ValueSpec[] {
  if (!/^[a-z]\w*$/.test(name)) {
    reading.fail('value', `'${name}' is no name of a value: letters, digits and _`, node.at);
    return [];
  }
  const { at } = node;
  if (node.kind !== 'map') {
    const like = scalarString(node);
    if (like === undefined) reading.fail('type', `the value \`${name}\` has to be a text or a map`, at);
    return [{ name, like: checkTemplate(like ?? '', node, reading), at }];
  }
  const map = new MapReader(node, `the value \`${name}\``, ['like', 'matches', 'count'], reading);
  const like = checkTemplate(map.text('like', 'needed') ?? '', node, reading);
  const matches = map.text('matches');
  if (matches !== undefined) checkRegex(matches, map.placeOf('matches'), reading);
  const spec = { like, at, ...(matches === undefined ? {} : { matches }) };
  if (!map.has('count')) return [{ name, ...spec }];
  return ordinals(map, 'count', reading).map((n) => ({ name: `${name}_${n}`, ...spec }));
}

function checkTemplate(like: string, node: Node, reading: Reading): string {
  if (templatePieces(like) === undefined) {
    const help = 'Write <hex 16>, <digits 12>, <letters 8>, <upper 16> or <uuid>.';
    reading.fail(
      'value',
      `'${like}' has something in angle brackets that is no kind of character`,
      node.at,
      help,
    );
  }
  return like;
}

function ordinals(map: MapReader, key: string, reading: Reading): readonly number[] {
  const count = Number(map.text(key) ?? '1');
  if (Number.isInteger(count) && count >= 1 && count <= MOST_REPEATS)
    return Array.from({ length: count }, (_none, index) => index + 1);
  reading.fail('value', `\`${key}\` has to be a whole number from 1 to ${MOST_REPEATS}`, map.placeOf(key));
  return [];
}

function readPrincipal(name: string, node: Node, reading: Reading): PrincipalSpec {
  if (node.kind !== 'map') {
    reading.fail('type', `the principal \`${name}\` has to be a map`, node.at);
    return { kind: 'person', name };
  }
  const map = new MapReader(node, `the principal \`${name}\``, ['kind', 'name', 'id'], reading);
  const id = map.text('id');
  return {
    kind: map.word('kind', ['person', 'pipeline', 'service'], 'needed') ?? 'person',
    name: map.text('name', 'needed') ?? name,
    ...(id === undefined ? {} : { id }),
  };
}

/**
 * A step, or as many as `repeat` says, with `{n}` in every text replaced by the ordinal.
 *
 * @param expect whether a step has to say what is expected of it
 */
export function readSteps(
  node: MapNode,
  provider: Provider,
  expect: 'needed' | 'optional',
  reading: Reading,
): Step[] {
  const keys = [...stepKeys, ...ownKeys[provider]];
  const map = new MapReader(node, 'a step', keys, reading);
  if (!map.has('repeat')) return [readStep(map, provider, expect, reading)];
  return ordinals(map, 'repeat', reading).map((n) =>
    readStep(new MapReader(numbered(node, n) as MapNode, 'a step', keys, reading), provider, expect, reading),
  );
}

function numbered(node: Node, n: number): Node {
  const one = (text: string): string => text.replaceAll('{n}', String(n));
  if (node.kind === 'scalar') {
    return typeof node.value === 'string' ? { ...node, value: one(node.value) } : node;
  }
  if (node.kind === 'list') return { ...node, items: node.items.map((item) => numbered(item, n)) };
  return {
    ...node,
    entries: node.entries.map(({ key, keyAt, value }) => ({
      key: one(key),
      keyAt,
      value: numbered(value, n),
    })),
  };
}

function readStep(map: MapReader, provider: Provider, need: 'needed' | 'optional', reading: Reading): Step {
  const expect = map.map('expect', need);
  const resource = map.text('resource', provider === 'aws' ? 'optional' : 'needed');
  const service = map.text('service');
  const request = map.json('request');
  const response = map.json('response');
  const more = Object.fromEntries(
    ownKeys[provider].flatMap((key): [string, Json][] => {
      const value = map.json(key);
      return value === undefined ? [] : [[key, value]];
    }),
  );
  for (const key of ['error', 'record', 'labels', 'metadata', 'service_data'] as const)
    if (more[key] !== undefined && !isObject(more[key]))
      reading.fail('type', `\`${key}\` has to be a map`, map.placeOf(key));
  return {
    name: map.text('step', 'needed') ?? '',
    after: map.duration('after') ?? DEFAULT_AFTER,
    takes: map.duration('takes') ?? DEFAULT_TAKES,
    by: map.text('by') ?? 'tester',
    operation: map.text('operation', 'needed') ?? '',
    also: map.texts('also').map(({ text }) => text),
    ...(service === undefined ? {} : { service }),
    ...(resource === undefined ? {} : { resource }),
    ...(request === undefined ? {} : { request }),
    ...(response === undefined ? {} : { response }),
    more: more satisfies JsonObject,
    expect: expect ? readAssertions(expect, reading) : [],
    at: map.at,
  };
}

/** What a person at a command line needs between two calls, and a cloud for one. */
const DEFAULT_AFTER = 5000;
const DEFAULT_TAKES = 8000;

function readTogether(node: MapNode | undefined, reading: Reading): Together {
  if (!node) return { same: [], usually: [], anyOrder: false, marks: [] };
  const map = new MapReader(node, '`together`', ['same', 'usually', 'within', 'any_order', 'marks'], reading);
  const fields = (key: string): string[] =>
    map.texts(key).map(({ text, at }) => {
      checkField(text, at, reading);
      return text;
    });
  const within = map.duration('within');
  return {
    same: fields('same'),
    usually: fields('usually'),
    anyOrder: map.flag('any_order') ?? false,
    marks: map.texts('marks').map(({ text }) => text),
    ...(within === undefined ? {} : { within }),
  };
}

function readFinding(node: MapNode, reading: Reading): ExpectedFinding {
  const map = new MapReader(node, 'an expected finding', ['rule', 'level', 'needs'], reading);
  const level: Level = map.word('level', levels, 'needed') ?? 'informational';
  const needs = map.text('needs');
  return {
    rule: map.text('rule', 'needed') ?? '',
    level,
    ...(needs === undefined ? {} : { needs }),
    at: node.at,
  };
}
