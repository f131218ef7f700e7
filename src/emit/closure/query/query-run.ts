import type { Value } from '../../../ir/query/leaf.ts';
import type { QueryTable, Select } from '../../../ir/query/query.ts';
import { split } from '../../../ir/query/split.ts';
import type { EventsReading } from './events.ts';
import { compileCondition } from './expression.ts';
import type { QueryRow } from './row.ts';
import { compileRowLeaf, type RunOptions, SelectRun } from './select-run.ts';

/** A query over rows that somebody reads from Activities. */
export interface QueryRun {
  /** What has to be read of each Activity. */
  readonly reading: EventsReading;
  /** Takes the rows, in any order. */
  add(row: QueryRow): void;
  /** Ends the adding, and gives the rows of the result in their order. */
  finish(): Iterable<readonly Value[]>;
}

/**
 * Prepares a query to run; queries in IN have been put in as lists (`withValues`).
 *
 * @throws QueryLimitError, also from `add` and `finish`, when more has to be kept than the limits allow
 */
export function createQueryRun(
  select: Select,
  tables: Readonly<Record<string, QueryTable>>,
  options: RunOptions = {},
): QueryRun {
  const { source } = select;
  if (source.kind === 'events') {
    const { tail, ...reading } = split({ ...select, source });
    const run = new SelectRun(tail, tables, options);
    return { reading, add: (row) => run.add(row), finish: () => run.finish() };
  }
  const inner = createQueryRun(source.select, tables, options);
  const { kind: _kind, source: _source, where, ...tail } = select;
  const outer = new SelectRun(tail, tables, options);
  const holds = where && compileCondition(where, { leaf: compileRowLeaf, tables });
  return {
    reading: inner.reading,
    add: (row) => inner.add(row),
    finish: function* () {
      let position = 0;
      for (const values of inner.finish()) {
        const row: QueryRow = { time: position, id: '', values };
        position += 1;
        if (!holds || holds(row)) outer.add(row);
      }
      yield* outer.finish();
    },
  };
}
