import type { Limits } from '../../decode/index.ts';
import {
  columnsOf,
  createQueryRun,
  type QueryColumn,
  QueryLimitError,
  type QueryRun,
  type RunLimits,
  runLimits,
  valuesOf,
} from '../../emit/closure/query/index.ts';
import type { Value } from '../../ir/query/leaf.ts';
import type { Query, Select } from '../../ir/query/query.ts';
import { readsRecords } from '../../ir/query/reads-records.ts';
import { innermostSubQuery, withValues } from '../../ir/query/sub-queries.ts';
import type { RunStats } from '../../report/run-stats.ts';
import { type Listing, listInputs } from '../../sources/index.ts';
import { type ScanOptions, withoutDetection } from '../close-operation.ts';
import { huntFiles, type Progress } from '../hunt-files.ts';
import { RowSpill } from './row-spill.ts';

export interface QueryFilesOptions {
  /** Worker threads; 1 reads in this thread, and so does standard input. */
  readonly threads: number;
  readonly onProgress?: (progress: Progress) => void;
  /** Ends the reading early; the result is that of what was read until then. */
  readonly signal?: AbortSignal;
  /** What one input may cost. */
  readonly limits?: Limits;
  /** How records that no query can ask for are passed over; false: every record is parsed. */
  readonly scan?: ScanOptions | false;
  /** What may be kept in memory. */
  readonly memory?: RunLimits;
}

export interface FilesQueryResult {
  readonly columns: readonly QueryColumn[];
  /** In their order; can be gone through once. */
  readonly rows: Iterable<readonly Value[]>;
}

export interface QueryFilesResult {
  /** One for each query. */
  readonly results: readonly FilesQueryResult[];
  /** Counters of the last reading, which is the only one unless a query has one in IN. */
  readonly stats: RunStats;
  /** How often the inputs were read. */
  readonly readings: number;
  readonly interrupted: boolean;
}

/** The query cannot run over these inputs. */
export class QueryInputError extends Error {
  override readonly name = 'QueryInputError';
}

/**
 * Runs queries over files, all of them in one reading. Queries in IN run first, and have the inputs read once for each
 * level. Memory is bounded by what is grouped, not by the input; long results wait in temporary files.
 *
 * @param places paths as they are given on the command line, or what `listInputs` made of them
 * @throws QueryLimitError, also while rows are gone through, when more has to be kept than the limits allow; QueryInputError
 * when the input would have to be read twice and cannot be; ReconciliationError when counters disagree
 */
export async function queryFiles(
  places: readonly string[] | Listing,
  queries: readonly Query[],
  options: QueryFilesOptions,
): Promise<QueryFilesResult> {
  const listing = 'inputs' in places ? places : await listInputs(places);
  let selects = queries.map(({ select }) => select);
  let readings = 0;
  for (;;) {
    const inner = selects.map(innermostSubQuery);
    if (inner.every((one) => one === undefined)) break;
    if (listing.inputs.some(({ source }) => source === 'stdin')) {
      throw new QueryInputError(
        'a query with IN (SELECT …) reads its input twice, and standard input can be read only once: give files.',
      );
    }
    const asked = inner.map((one) => one?.query);
    const { runs, interrupted, stats } = await readOnce(listing, queries, asked, options);
    readings += 1;
    selects = selects.map((select, index) => {
      const [subQuery, run] = [inner[index], runs[index]];
      return subQuery && run ? withValues(select, subQuery, valuesOf(subQuery, run.finish())) : select;
    });
    if (interrupted) return { results: queries.map(nothing), stats, readings, interrupted };
  }
  const { runs, stats, interrupted } = await readOnce(listing, queries, selects, options);
  return {
    results: queries.map((query, index) => ({
      columns: columnsOf(query),
      rows: runs[index]?.finish() ?? [],
    })),
    stats,
    readings: readings + 1,
    interrupted,
  };
}

function nothing(query: Query): FilesQueryResult {
  return { columns: columnsOf(query), rows: [] };
}

interface Reading {
  readonly runs: readonly (QueryRun | undefined)[];
  readonly stats: RunStats;
  readonly interrupted: boolean;
}

/** One reading of the inputs for the selects, of which some may not be asked any more. */
async function readOnce(
  listing: Listing,
  queries: readonly Query[],
  selects: readonly (Select | undefined)[],
  { memory = runLimits, signal, onProgress, limits, scan, threads }: QueryFilesOptions,
): Promise<Reading> {
  const asked = selects.flatMap((select, index) => {
    const query = queries[index];
    return select && query ? [{ index, select, tables: query.tables }] : [];
  });
  const running = asked.map(({ select, tables }) =>
    createQueryRun(select, tables, { limits: memory, createSorter: (compare) => new RowSpill(compare) }),
  );
  const tooMuch = new AbortController();
  let failure: QueryLimitError | undefined;
  const { stats, interrupted } = await huntFiles(listing, [], {
    ...withoutDetection,
    threads,
    queries: running.map(({ reading }, at) => ({
      reading,
      tables: asked[at]?.tables ?? {},
      readsRecords: readsRecords(asked[at]?.select as Select),
    })),
    signal: signal ? AbortSignal.any([signal, tooMuch.signal]) : tooMuch.signal,
    onRow: ({ query, row }) => {
      if (failure) return;
      try {
        running[query]?.add(row);
      } catch (error) {
        if (!(error instanceof QueryLimitError)) throw error;
        failure = error;
        tooMuch.abort();
      }
    },
    ...(onProgress ? { onProgress } : {}),
    ...(limits ? { limits } : {}),
    ...(scan === undefined ? {} : { scan }),
  });
  if (failure) throw failure;
  const runs: (QueryRun | undefined)[] = selects.map(() => undefined);
  for (const [at, { index }] of asked.entries()) runs[index] = running[at];
  return { runs, stats, interrupted };
}
