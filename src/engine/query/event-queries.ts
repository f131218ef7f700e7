import type { Activity } from '../../activity/activity.ts';
import type { RecordHead } from '../../clouds/definition.ts';
import { type Facts, possibleFacts } from '../../clouds/facts.ts';
import { UNDATED } from '../../clouds/time.ts';
import type { Json } from '../../core/json.ts';
import {
  compileEvents,
  createCompute,
  type EventsReading,
  type QueryRow,
} from '../../emit/closure/query/index.ts';
import type { Value } from '../../ir/query/leaf.ts';
import type { QueryTable } from '../../ir/query/query.ts';
import { type KnownFields, simplify } from '../../ir/query/simplify.ts';
import { redact } from '../../report/redact.ts';
import { ByOperation } from '../by-operation.ts';

/** What a query asks of Activities, as it crosses threads. */
export interface EventQuery {
  readonly reading: EventsReading;
  readonly tables: Readonly<Record<string, QueryTable>>;
  readonly readsRecords: boolean;
}

/** A row that one of the queries asks for, by the position of the query. */
export interface FoundRow {
  readonly query: number;
  readonly row: QueryRow;
}

/** Combinations of possible values that are tried before an operation is looked at anyway. */
const MOST_COMBINATIONS = 64;

/** Runs what queries ask of Activities, and says early which Activities they cannot ask for. */
export class EventQueries {
  private readonly queries: readonly {
    readonly query: EventQuery;
    readonly read: (activity: Activity) => QueryRow | undefined;
    /** From which time to which, where the time of the record decides it: by provider. */
    readonly byTime: (head: RecordHead) => { readonly from: number; readonly to: number } | undefined;
  }[];
  private readonly wanted = new ByOperation<boolean>();
  /** The native records have to be kept with Activities. */
  readonly readsRecords: boolean;

  constructor(queries: readonly EventQuery[]) {
    this.queries = queries.map((query) => ({
      query,
      read: compileEvents(query.reading, query.tables),
      byTime: windowByTime(query),
    }));
    this.readsRecords = queries.some((one) => one.readsRecords);
  }

  get isEmpty(): boolean {
    return this.queries.length === 0;
  }

  /** Whether one of them could ask for an Activity of the operation, whenever it was. */
  wants(head: RecordHead): boolean {
    if (this.isEmpty) return false;
    return this.wanted.find(head) ?? this.wanted.keep(head, this.couldMatch(head));
  }

  /** Whether the record, which is an operation by itself, lies outside the time that all of them ask for. */
  isOutside(head: RecordHead): boolean {
    const { time } = head;
    return (
      time !== UNDATED &&
      this.queries.every(({ byTime }) => {
        const window = byTime(head);
        return window !== undefined && (time < window.from || time >= window.to);
      })
    );
  }

  /** The rows of an Activity; `raw` holds its records where a query reads them. */
  read(activity: Activity): FoundRow[] {
    const found: FoundRow[] = [];
    const facts =
      this.readsRecords && activity.raw !== undefined
        ? { ...activity, raw: redact(activity.raw as Json) }
        : activity;
    for (const [query, { read }] of this.queries.entries()) {
      const row = read(facts);
      if (row) found.push({ query, row });
    }
    return found;
  }

  private couldMatch(head: RecordHead): boolean {
    const combinations = combine(possibleFacts(head));
    if (!combinations) return true;
    return this.queries.some(({ query: { reading, tables } }) => {
      const { where } = reading;
      if (!where) return true;
      const compute = createCompute(tables);
      return combinations.some((known) => {
        const left = simplify(where, known, compute);
        return left.kind !== 'literal' || left.value === true;
      });
    });
  }
}

/** Every way in which the fields may be set together, as far as they are scalars; undefined when there are too many. */
function combine(facts: Facts): readonly KnownFields[] | undefined {
  let combinations: ReadonlyMap<string, Value>[] = [new Map()];
  for (const [path, values] of facts) {
    // Members of lists (`components.id`) are no fields of their own here.
    if (!scalars.has(path)) continue;
    const possible = values.length === 0 ? [null] : values;
    if (combinations.length * possible.length > MOST_COMBINATIONS) return undefined;
    combinations = combinations.flatMap((one) => possible.map((value) => new Map([...one, [path, value]])));
  }
  return combinations;
}

const scalars = new Set(['provider', 'service', 'operation', 'verb', 'object', 'outcome']);

/**
 * The window of a query where the time of a record decides whether it lies in it: always for `devicetime`, for `starttime`
 * where the cloud does not say when the log got the record, which CloudTrail does not.
 */
function windowByTime({
  reading: { source },
  tables,
}: EventQuery): (head: RecordHead) => { readonly from: number; readonly to: number } | undefined {
  const { window } = source;
  if (!window) return () => undefined;
  const compute = createCompute(tables);
  const isTime = (known: readonly (readonly [string, Value])[]): boolean => {
    const at = 1_234_567_890_123;
    const left = simplify(window.time, new Map([['time', at], ...known]), compute);
    return left.kind === 'literal' && left.value === at;
  };
  const always = isTime([]);
  const withoutReceipt = isTime([['ingestedTime', null]]);
  return ({ provider }) => (always || (withoutReceipt && provider === 'aws') ? window : undefined);
}
