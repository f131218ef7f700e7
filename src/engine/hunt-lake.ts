import type { Activity } from '../activity/activity.ts';
import type { RecordHead } from '../clouds/definition.ts';
import { recognise } from '../clouds/index.ts';
import type { JsonObject } from '../core/json.ts';
import type { Rule } from '../ir/rule.ts';
import type { ServerOptions } from '../store/clickhouse/server.ts';
import type { LakeReader } from '../store/lake-reader.ts';
import { type Batch, emptyBatch, type FoldedActivity } from './batch.ts';
import { neededRank } from './detection.ts';
import { Evaluator } from './evaluate.ts';
import { finishHunt } from './finish-hunt.ts';
import type { HuntFilesOptions, HuntFilesResult } from './hunt-files.ts';
import { type HuntedLake, openHunted } from './hunted-lake.ts';
import { conditionOf, type Group, groupsIn, recordCondition, wantedGroups } from './lake-predicate.ts';
import { Merger } from './merge.ts';
import { createRuleSet } from './rule-set.ts';

export interface HuntLakeOptions
  extends Pick<
    HuntFilesOptions,
    | 'correlations'
    | 'known'
    | 'changes'
    | 'sweep'
    | 'signal'
    | 'inspect'
    | 'flows'
    | 'limits'
    | 'minRank'
    | 'keepRecord'
    | 'remember'
  > {
  /** Epoch milliseconds, [from, to). */
  readonly from: number;
  readonly to: number;
  readonly memoryMB?: number;
  /** How a lake on a server is asked. */
  readonly server?: ServerOptions;
  readonly onProgress?: (progress: {
    readonly done: number;
    readonly all: number;
    readonly signals: number;
  }) => void;
}

/** How much of the lake rules on native records could see. */
export interface RecordCoverage {
  /** Rules that look at native records. */
  readonly rules: number;
  /** Activities in the range, and those of them that were imported with their records. */
  readonly activities: number;
  readonly withRecords: number;
}

export interface HuntLakeResult extends HuntFilesResult {
  readonly coverage: RecordCoverage;
  /** Who writes the lake, or did when it died: what is not sealed was not seen. */
  readonly writer: LakeReader['writer'];
  /** From the first to the last Activity of all that the lake has. */
  readonly period: LakeReader['period'];
}

/** The reason under which records are counted whose Activities no rule could match. */
const BY_PREDICATE = 'by-predicate';
/** Activities that are evaluated before the counters are told. */
const BATCH = 2000;

/**
 * Runs rules and correlations over the history in a lake, with the same result as over the files that it was made of. What
 * no rule could match stays in the lake: the condition goes to SQL. Rules on native records see the Activities that were
 * imported with their records.
 *
 * @param lake a file, or `clickhouse://user@host:8123/database`
 * @throws LakeError
 */
export async function huntLake(
  lake: string,
  rules: readonly Rule[],
  options: HuntLakeOptions,
): Promise<HuntLakeResult> {
  const { from, to } = options;
  const opened = await openHunted(lake, { from, to }, options);
  try {
    return await hunt(opened, rules, options);
  } finally {
    await opened.close();
  }
}

async function hunt(
  lake: HuntedLake,
  rules: readonly Rule[],
  options: HuntLakeOptions,
): Promise<HuntLakeResult> {
  const { remember, keepRecord, correlations = [], signal } = options;
  const ruleSet = createRuleSet(rules, correlations);
  const minRank = neededRank(options.minRank);
  const evaluator = new Evaluator(ruleSet, { minRank, keepRecord, remember, everyActivity: false });
  const merger = new Merger(ruleSet, minRank, nothingToClose);
  const groups = await groupsIn(lake);
  const wanted = wantedGroups(groups, ruleSet, remember);
  const progress = { done: 0, all: sum(wanted, ({ activities }) => activities) };
  const query = queryOf(
    await conditionOf(lake, wanted),
    hasRecords(lake) ? await recordCondition(lake, ruleSet) : undefined,
    hasRecords(lake) && keepRecord,
  );

  let folded: FoldedActivity[] = [];
  let records = 0;
  const take = (): void => {
    merger.acceptOperations({ folded, shared: [] });
    folded = [];
    options.onProgress?.({ ...progress, signals: merger.progress.signals });
  };
  for await (const { activity, remembered, heads } of stored(lake, query)) {
    if (signal?.aborted) break;
    const evaluation = evaluator.evaluateStored(activity, remembered, heads);
    folded.push({
      records: activity.evidence.records,
      copies: 0,
      time: activity.time,
      outside: false,
      ...evaluation,
    });
    records += activity.evidence.records;
    progress.done += 1;
    if (folded.length >= BATCH) take();
  }
  take();
  merger.accept(countersOf(lake, groups, records));
  return {
    ...(await finishHunt(ruleSet, merger, [], options)),
    interrupted: signal?.aborted ?? false,
    coverage: await coverageOf(lake, ruleSet.rules.length - ruleSet.activityRules.length, groups),
    writer: lake.writer,
    period: lake.period,
  };
}

function nothingToClose(): never {
  throw new Error('an operation of the lake is already closed');
}

function hasRecords(lake: HuntedLake): boolean {
  return lake.files('records').length > 0;
}

/**
 * The Activities to look at, each with the records to look at: one row for each record, or one without. Where there is no
 * record, DuckDB has NULL in its place, and ClickHouse an empty text.
 *
 * @param records the condition for records; undefined when no rule asks for them
 * @param everyRecord all records of the Activities are wanted
 */
function queryOf(activities: string, records: string | undefined, everyRecord: boolean): string {
  const chosen = records === undefined ? '' : ` OR id IN (SELECT id FROM records WHERE ${records})`;
  const wanted = `SELECT id, coalesce(exact, activity) AS text, remembered FROM activities WHERE ${activities}${chosen}`;
  if (records === undefined && !everyRecord) return wanted;
  const joined = everyRecord ? 'records' : `(SELECT * FROM records WHERE ${records})`;
  return `SELECT a.id, a.text, a.remembered, r.container, r.path, r.place, nullif(coalesce(r.exact, r.record), '')
    FROM (${wanted}) AS a LEFT JOIN ${joined} AS r ON r.id = a.id ORDER BY a.id, r.part`;
}

interface Stored {
  readonly activity: Activity;
  readonly remembered: boolean;
  /** The records that are at hand, in the order in which they were folded. */
  readonly heads: RecordHead[];
}

async function* stored(lake: HuntedLake, query: string): AsyncGenerator<Stored> {
  let open: (Stored & { readonly id: string }) | undefined;
  for await (const [id, text, remembered, container, path, place, record] of lake.rows(query)) {
    if (!open || open.id !== id) {
      if (open) yield open;
      const activity = JSON.parse(String(text)) as Activity;
      open = { id: String(id), activity, remembered: remembered === true, heads: [] };
    }
    if (typeof record !== 'string') continue;
    const origin = { container: String(container), index: Number(place) };
    const known = recognise(
      JSON.parse(record) as JsonObject,
      typeof path === 'string' ? { ...origin, path } : origin,
    );
    if (known !== undefined && !('outcome' in known)) open.heads.push(known);
  }
  if (open) yield open;
}

/** All records of the range were read, by somebody: those that no rule could match by the lake. */
function countersOf(lake: HuntedLake, groups: readonly Group[], records: number): Batch {
  const read = sum(groups, (group) => group.records);
  const times = groups.flatMap(({ first, last }) =>
    first === undefined || last === undefined ? [] : [first, last],
  );
  return {
    ...emptyBatch(),
    recordsRead: read,
    skipped: read > records ? { [BY_PREDICATE]: read - records } : {},
    inputs: [{ path: lake.name, compressedBytes: bytesOf(lake), textBytes: 0 }],
    first: times.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    last: times.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
  };
}

function bytesOf(lake: HuntedLake): number {
  const files = [...lake.files('activities'), ...lake.files('records')];
  return files.reduce((total, { bytes }) => total + bytes, 0);
}

async function coverageOf(
  lake: HuntedLake,
  rules: number,
  groups: readonly Group[],
): Promise<RecordCoverage> {
  let withRecords = 0;
  for await (const [count] of lake.rows('SELECT count(*) FROM records WHERE part = 0'))
    withRecords = Number(count);
  return { rules, activities: sum(groups, ({ activities }) => activities), withRecords };
}

function sum(groups: readonly Group[], of: (group: Group) => number): number {
  return groups.reduce((total, group) => total + of(group), 0);
}
