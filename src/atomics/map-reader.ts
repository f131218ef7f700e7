import type { Span } from '../core/diagnostic.ts';
import type { Json } from '../core/json.ts';
import { suggest } from '../core/suggest.ts';
import { parseDuration } from '../core/time.ts';
import {
  describe,
  type Entry,
  type MapNode,
  type Node,
  scalarString,
  toJson,
} from '../lang/sigma/located.ts';
import { type Report, say } from './diagnostic-codes.ts';

/** What is read, and whether all of it was right. */
export class Reading {
  isWhole = true;
  private readonly report: Report;

  constructor(report: Report) {
    this.report = report;
  }

  /** Reports an error. */
  fail(...problem: Parameters<typeof say>): void {
    this.isWhole = false;
    this.report(say(...problem));
  }
}

/** A text with its place. */
export interface Located {
  readonly text: string;
  readonly at: Span;
}

/**
 * Reads the members of a map by name. Wrong types, missing and unknown keys are reported; what is wrong reads as empty, so
 * that all errors of a file are told at once.
 */
export class MapReader {
  readonly at: Span;
  private readonly what: string;
  private readonly reading: Reading;
  private readonly entries: ReadonlyMap<string, Entry>;

  /**
   * @param what what the map is, for messages: `an atomic test`
   * @param keys the keys that it may have
   */
  constructor(node: MapNode, what: string, keys: readonly string[], reading: Reading) {
    this.at = node.at;
    this.what = what;
    this.reading = reading;
    const entries = new Map<string, Entry>();
    for (const entry of node.entries) {
      const { key, keyAt } = entry;
      if (!keys.includes(key)) {
        const near = suggest(key, keys);
        const help = near === undefined ? `The keys are ${keys.join(', ')}.` : `Did you mean '${near}'?`;
        reading.fail('keyUnknown', `${what} has no key '${key}'`, keyAt, help);
      } else if (entries.has(key)) reading.fail('keyUnknown', `the key '${key}' occurs twice`, keyAt);
      else entries.set(key, entry);
    }
    this.entries = entries;
  }

  has(key: string): boolean {
    return this.entries.has(key);
  }

  /** Where the value stands, or the map when there is none. */
  placeOf(key: string): Span {
    return this.entries.get(key)?.value.at ?? this.at;
  }

  node(key: string): Node | undefined {
    return this.entries.get(key)?.value;
  }

  /** The node of a key that has to be there. */
  needed(key: string): Node | undefined {
    const found = this.node(key);
    if (!found) this.reading.fail('keyMissing', `${this.what} has no \`${key}\``, this.at);
    return found;
  }

  text(key: string, need: 'needed' | 'optional' = 'optional'): string | undefined {
    const node = need === 'needed' ? this.needed(key) : this.node(key);
    if (!node) return undefined;
    const text = scalarString(node)?.trimEnd();
    if (text) return text;
    this.wrong(key, 'a text', node);
    return undefined;
  }

  flag(key: string): boolean | undefined {
    const node = this.node(key);
    if (!node) return undefined;
    if (node.kind === 'scalar' && typeof node.value === 'boolean') return node.value;
    this.wrong(key, '`true` or `false`', node);
    return undefined;
  }

  /** Milliseconds. */
  duration(key: string, need: 'needed' | 'optional' = 'optional'): number | undefined {
    const written = this.text(key, need);
    if (written === undefined) return undefined;
    const duration = parseDuration(written);
    if (duration === undefined) {
      const help = 'Write a number and a unit: 30s, 5m, 12h, 1d.';
      this.reading.fail('value', `\`${key}\` is '${written}'; expected a duration`, this.placeOf(key), help);
    }
    return duration;
  }

  /** One text, or a list of them. */
  texts(key: string): readonly Located[] {
    const node = this.node(key);
    if (!node) return [];
    const items = node.kind === 'list' ? node.items : [node];
    return items.flatMap((item) => {
      const text = scalarString(item);
      if (text !== undefined && text !== '') return { text, at: item.at };
      this.wrong(key, 'a list of texts', item);
      return [];
    });
  }

  json(key: string): Json | undefined {
    const node = this.node(key);
    return node && toJson(node);
  }

  /** The maps of a list; what is no map is reported. */
  maps(key: string, need: 'needed' | 'optional' = 'optional'): readonly MapNode[] {
    const node = need === 'needed' ? this.needed(key) : this.node(key);
    if (!node) return [];
    if (node.kind !== 'list') {
      this.wrong(key, 'a list', node);
      return [];
    }
    return node.items.flatMap((item) => {
      if (item.kind === 'map') return item;
      this.wrong(key, 'a list of maps', item);
      return [];
    });
  }

  map(key: string, need: 'needed' | 'optional' = 'optional'): MapNode | undefined {
    const node = need === 'needed' ? this.needed(key) : this.node(key);
    if (!node) return undefined;
    if (node.kind === 'map') return node;
    this.wrong(key, 'a map', node);
    return undefined;
  }

  /** A word of a list; another one is reported. */
  word<T extends string>(key: string, words: readonly T[], need: 'needed' | 'optional'): T | undefined {
    const written = this.text(key, need);
    if (written === undefined) return undefined;
    const found = words.find((word) => word === written.toLowerCase());
    if (found === undefined) {
      const near = suggest(written, words);
      this.reading.fail(
        'value',
        `\`${key}\` is '${written}'; expected ${words.join(', ')}`,
        this.placeOf(key),
        near && `Did you mean '${near}'?`,
      );
    }
    return found;
  }

  private wrong(key: string, expected: string, found: Node): void {
    this.reading.fail('type', `\`${key}\` has to be ${expected}, not ${describe(found)}`, found.at);
  }
}
