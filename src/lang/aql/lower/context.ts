import { type TimeZone, timeZone, utcZone } from '../../../core/zone.ts';
import type { Expression, Lookup } from '../../../ir/query/expression.ts';
import type { QueryTable } from '../../../ir/query/query.ts';
import { childrenOf } from '../../../ir/query/walk.ts';
import type { Range } from '../ast.ts';
import type { Code } from '../diagnostic-codes.ts';
import { limits } from '../limits.ts';
import type { QueryOptions } from '../options.ts';
import type { CollectionKind, ReferenceCollection } from '../reference-data.ts';
import type { Details, Reporter } from '../reporter.ts';
import { createVocabulary, shippedEntries, shippedVocabulary, type Vocabulary } from '../vocabulary/index.ts';

/** What the whole of a query shares while it is lowered. */
export class Context {
  readonly reporter: Reporter;
  readonly options: QueryOptions;
  readonly vocabulary: Vocabulary;
  readonly zone: TimeZone;
  readonly zoneName: string;
  readonly tables: Map<string, QueryTable> = new Map();
  private nodes = 0;
  private isTooLarge = false;
  private readonly sizes = new WeakMap<Expression, number>();

  constructor(reporter: Reporter, options: QueryOptions) {
    this.reporter = reporter;
    this.options = options;
    this.vocabulary =
      options.properties === undefined || options.properties.length === 0
        ? shippedVocabulary
        : createVocabulary([...options.properties, ...shippedEntries]);
    this.zoneName = options.zone ?? 'UTC';
    this.zone = timeZone(this.zoneName) ?? utcZone;
  }

  /** Reports, and gives undefined, so that a lowering can end with it. */
  say(code: Code, message: string, range: Range, details?: Details): undefined {
    this.reporter.say(code, message, range, details);
    return undefined;
  }

  /** Counts parts of the query; false when it grows too large by them. */
  spend(parts: number, range: Range): boolean {
    this.nodes += parts;
    if (this.nodes <= limits.nodes) return true;
    if (!this.isTooLarge) {
      this.isTooLarge = true;
      this.say(
        'tooLarge',
        `the query has more than ${limits.nodes} parts once its aliases are written out`,
        range,
      );
    }
    return false;
  }

  /** Counts an expression that stands in the query a second time. */
  spendCopy(expression: Expression, range: Range): boolean {
    return this.spend(this.sizeOf(expression), range);
  }

  /** A lookup in a shipped table. */
  lookup(name: string, entries: ReadonlyMap<number, string>, key: Expression): Lookup {
    if (!this.tables.has(name)) {
      this.tables.set(name, {
        kind: 'lookup',
        keys: ['number'],
        value: 'text',
        ignoreCase: false,
        entries: [...entries].map(([number, value]) => ({ keys: [number], value })),
      });
    }
    return { kind: 'lookup', table: name, keys: [key], type: 'text' };
  }

  /** A collection of the reference data that the user brought. */
  collection<K extends CollectionKind>(
    kind: K,
    name: string,
  ): Extract<ReferenceCollection, { kind: K }> | undefined {
    const wanted = name.toLowerCase();
    const found = this.options.references?.collections.find(
      (one) => one.kind === kind && one.name.toLowerCase() === wanted,
    );
    return found as Extract<ReferenceCollection, { kind: K }> | undefined;
  }

  private sizeOf(expression: Expression): number {
    const known = this.sizes.get(expression);
    if (known !== undefined) return known;
    const size = childrenOf(expression).reduce((sum, child) => sum + this.sizeOf(child), 1);
    this.sizes.set(expression, size);
    return size;
  }
}
