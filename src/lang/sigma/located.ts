import type { Span } from '../../core/diagnostic.ts';
import type { Json } from '../../core/json.ts';

/** YAML as read, each node with its place, so that every diagnostic can point at the exact key or value. */
export type Node = MapNode | ListNode | ScalarNode;

export interface MapNode {
  readonly kind: 'map';
  readonly entries: readonly Entry[];
  readonly at: Span;
}

export interface Entry {
  readonly key: string;
  readonly keyAt: Span;
  readonly value: Node;
}

interface ListNode {
  readonly kind: 'list';
  readonly items: readonly Node[];
  readonly at: Span;
}

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** The exact decimal text of a number. */
  readonly decimal?: string;
  /** How a number or boolean stands in the file: `0123` keeps its zero. */
  readonly written?: string;
  readonly at: Span;
}

export function entry(node: MapNode, key: string): Entry | undefined {
  return node.entries.find((candidate) => candidate.key === key);
}

export function get(node: MapNode, key: string): Node | undefined {
  return entry(node, key)?.value;
}

/** What the node is, for messages. */
export function describe(node: Node): string {
  if (node.kind !== 'scalar') return `a ${node.kind}`;
  if (node.value === null) return 'nothing';
  return node.value === '' ? 'an empty string' : `a ${typeof node.value}`;
}

/** A scalar as the text it was meant to be; undefined for null, maps and lists. */
export function scalarString(node: Node | undefined): string | undefined {
  if (node?.kind !== 'scalar' || node.value === null) return undefined;
  return node.decimal ?? String(node.value);
}

/** The same exactly as it stands in the file. */
export function writtenText(node: Node): string | undefined {
  return node.kind === 'scalar' ? (node.written ?? scalarString(node)) : undefined;
}

export function toJson(node: Node): Json {
  if (node.kind === 'scalar') {
    return typeof node.value === 'number' && !Number.isSafeInteger(node.value) && Number.isInteger(node.value)
      ? (node.decimal ?? node.value)
      : node.value;
  }
  if (node.kind === 'list') return node.items.map(toJson);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, toJson(value)]));
}

/**
 * Merges two documents key by key; where both are maps their keys are merged too, anything else is taken from `over`.
 */
export function merge(under: MapNode, over: MapNode): MapNode {
  const merged = new Map(under.entries.map((item) => [item.key, item]));
  for (const item of over.entries) {
    const below = merged.get(item.key)?.value;
    const deep = below?.kind === 'map' && item.value.kind === 'map';
    merged.set(item.key, deep ? { ...item, value: merge(below, item.value) } : item);
  }
  return { kind: 'map', entries: [...merged.values()], at: over.at };
}

/** The map with another value under a key that it has. */
export function withEntry(node: MapNode, key: string, value: Node): MapNode {
  return { ...node, entries: node.entries.map((item) => (item.key === key ? { ...item, value } : item)) };
}

export function without(node: MapNode, key: string): MapNode {
  return { ...node, entries: node.entries.filter((item) => item.key !== key) };
}
