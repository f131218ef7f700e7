import type { Activity } from '../activity/activity.ts';
import type { FoldGroup } from '../clouds/fold-table.ts';
import { fromPortable } from '../clouds/portable-head.ts';
import { UNDATED } from '../clouds/time.ts';
import { KeySet } from '../core/key-set.ts';
import { type Level, levels } from '../core/levels.ts';
import type { Problem, RejectedPlace, RunStats } from '../report/run-stats.ts';
import type { PathProblem } from '../sources/source.ts';
import type { OperationRecord, StoredActivity } from '../store/rows.ts';
import type { Batch, FoldBatch, FoldedActivity, InputResult, Observed } from './batch.ts';
import { ObservationStore } from './observation-store.ts';
import { OperationStore } from './operation-store.ts';
import type { FoundRow } from './query/event-queries.ts';
import type { RuleSet } from './rule-set.ts';

const MOST_PLACES = 1000;

/** Who takes what the batches carry besides what was observed. */
export interface MergerSink {
  /** Each Activity that was asked for. */
  onActivity?(activity: Activity): void;
  /** Each row that queries ask for. */
  onRow?(row: FoundRow): void;
  /** Each Activity of one record, for the lake. */
  onStored?(activity: StoredActivity): void;
  /** Each record of an operation of several, for the lake. */
  onOperationRecord?(record: OperationRecord): void;
  /** Inputs that were read, after all that came of them. */
  onInputs?(inputs: readonly InputResult[]): void;
}

/** What is wrong inside nephoscope itself: counters that must agree do not. */
export class ReconciliationError extends Error {
  override readonly name = 'ReconciliationError';
}

/**
 * Merges batches in the order of the inputs: drops copies of records, completes operations whose records went to several
 * workers, keeps what was observed and the counters. The result does not depend on how the input was cut into batches.
 */
export class Merger {
  readonly observations: ObservationStore = new ObservationStore();
  private readonly ruleSet: RuleSet;
  private readonly close: (operation: FoldGroup) => FoldedActivity;
  private readonly sink: MergerSink;

  private readonly recordKeys = new KeySet();
  /** Operations of which several workers held records. */
  private readonly operations = new OperationStore();

  private recordsRead = 0;
  private inActivities = 0;
  private duplicates = 0;
  private outside = 0;
  private activities = 0;
  private readonly skipped: Record<string, number> = {};
  private readonly rejected: Record<string, number> = {};
  private readonly byRule = new Map<number, number>();
  private readonly minRank: number;
  private withSignals = 0;
  private kept = 0;
  private readonly places: RejectedPlace[] = [];
  private readonly inputs: InputResult[] = [];
  private first = Number.POSITIVE_INFINITY;
  private last = Number.NEGATIVE_INFINITY;

  /**
   * @param minRank rank of the lowest level that is shown
   * @param close evaluates an operation that is closed here
   * @param sink receives what the batches carry for it, each once
   */
  constructor(
    ruleSet: RuleSet,
    minRank: number,
    close: (operation: FoldGroup) => FoldedActivity,
    sink: MergerSink = {},
  ) {
    this.ruleSet = ruleSet;
    this.minRank = minRank;
    this.close = close;
    this.sink = sink;
  }

  /** Records read and signals kept so far, for progress. */
  get progress(): { readonly records: number; readonly signals: number } {
    return { records: this.recordsRead, signals: this.kept };
  }

  accept(batch: Batch): void {
    this.recordsRead += batch.recordsRead;
    add(this.skipped, batch.skipped);
    add(this.rejected, batch.rejected);
    for (const place of batch.rejectedPlaces) if (this.places.length < MOST_PLACES) this.places.push(place);
    this.inputs.push(...batch.inputs);
    this.first = Math.min(this.first, batch.first);
    this.last = Math.max(this.last, batch.last);
    this.acceptStanding(batch);
    this.acceptOperationRecords(batch);
    if (batch.inputs.length > 0) this.sink.onInputs?.(batch.inputs);
  }

  /** Takes what a worker made of the operations that it held. */
  acceptOperations({ folded, shared }: FoldBatch): void {
    for (const one of folded) this.acceptFolded(one);
    for (const { key, head, copies } of shared) {
      this.duplicates += copies;
      this.operations.add(fromPortable(head), key);
    }
  }

  /**
   * Closes what is still open and gives the counters.
   *
   * @throws ReconciliationError when records read ≠ in Activities + duplicates + skipped + rejected.
   */
  finish(pathProblems: readonly PathProblem[]): RunStats {
    for (const operation of this.operations.takeOperations()) this.acceptFolded(this.close(operation));
    if (this.outside > 0) add(this.skipped, { 'outside-time': this.outside });
    this.outside = 0;
    this.reconcile();
    const broken = this.inputs.flatMap(({ path, problem }) => (problem ? [{ path, ...problem }] : []));
    const problems = [...pathProblems, ...broken, ...this.inputs.flatMap(unknownProblem)];
    return {
      inputs: { read: this.inputs.length, withProblems: broken.length },
      bytes: {
        compressed: this.inputs.reduce((sum, { compressedBytes }) => sum + compressedBytes, 0),
        text: this.inputs.reduce((sum, { textBytes }) => sum + textBytes, 0),
      },
      records: {
        read: this.recordsRead,
        inActivities: this.inActivities,
        duplicates: this.duplicates,
        skipped: sorted(this.skipped),
        rejected: sorted(this.rejected),
      },
      activities: this.activities,
      signals: this.countSignals(),
      findings: { byLevel: noLevels(), incidents: 0, suppressed: 0, unobservable: 0 },
      unused: [],
      evicted: {},
      activitiesWithSignals: this.withSignals,
      ...(this.first <= this.last ? { first: this.first, last: this.last } : {}),
      problems: problems.toSorted((a, b) => severity(a) - severity(b)),
      rejectedPlaces: this.places,
    };
  }

  private acceptStanding({ keys, observed, quiet, activities, rows, stored }: Batch): void {
    const copies = new Set<number>();
    for (let at = 0; at * 2 < keys.length; at += 1) {
      if (this.isNewRecord(keys, at)) this.activities += 1;
      else copies.add(at);
    }
    for (const one of observed) if (!copies.has(one.at)) this.keep(one.observed);
    for (let index = 0; index < quiet.length; index += 2) {
      if (!copies.has(quiet[index] as number)) this.count(quiet[index + 1] as number);
    }
    for (const { at, activity } of activities) if (!copies.has(at)) this.sink.onActivity?.(activity);
    for (const { at, found } of rows) if (!copies.has(at)) this.sink.onRow?.(found);
    for (const one of stored) if (!copies.has(one.at)) this.sink.onStored?.(one.stored);
  }

  private acceptOperationRecords({ operationRecords, operationKeys }: Batch): void {
    for (const [at, record] of operationRecords.entries()) {
      if (this.isNewRecord(operationKeys, at)) this.sink.onOperationRecord?.(record);
    }
  }

  /** Counts a record as part of an Activity, or as a copy of one that was there. */
  private isNewRecord(keys: Uint32Array, at: number): boolean {
    const isNew = this.recordKeys.add(keys[at * 2] as number, keys[at * 2 + 1] as number);
    if (isNew) this.inActivities += 1;
    else this.duplicates += 1;
    return isNew;
  }

  private acceptFolded({ records, copies, observed, quiet, time, outside, ...folded }: FoldedActivity): void {
    this.duplicates += copies;
    if (outside) {
      this.outside += records;
      return;
    }
    this.inActivities += records;
    this.activities += 1;
    if (time !== UNDATED) {
      this.first = Math.min(this.first, time);
      this.last = Math.max(this.last, time);
    }
    if (observed) this.keep(observed);
    for (const rule of quiet) this.count(rule);
    if (folded.activity) this.sink.onActivity?.(folded.activity);
    for (const row of folded.rows ?? []) this.sink.onRow?.(row);
  }

  private keep({ activity, remembered, matches }: Observed): void {
    let shown = 0;
    for (const { rule } of matches) {
      this.count(rule);
      if (this.ruleSet.plan.alerts[rule] && this.ruleSet.rankAt(rule) >= this.minRank) shown += 1;
    }
    if (shown > 0) this.withSignals += 1;
    this.kept += shown;
    const { id, time } = activity;
    this.observations.add({ id, ...(time === UNDATED ? {} : { time }), activity, remembered, matches });
  }

  private count(position: number): void {
    this.byRule.set(position, (this.byRule.get(position) ?? 0) + 1);
  }

  private countSignals(): RunStats['signals'] {
    const byLevel = noLevels();
    const byRule: Record<string, number> = {};
    for (const [position, count] of [...this.byRule].toSorted((a, b) => b[1] - a[1] || a[0] - b[0])) {
      const rule = this.ruleSet.rules[position];
      if (!rule) continue;
      byLevel[rule.level] += count;
      byRule[rule.id] = (byRule[rule.id] ?? 0) + count;
    }
    return { byLevel, byRule };
  }

  private reconcile(): void {
    const skipped = total(this.skipped);
    const rejected = total(this.rejected);
    const accounted = this.inActivities + this.duplicates + skipped + rejected;
    if (accounted === this.recordsRead) return;
    throw new ReconciliationError(
      `${this.recordsRead} records were read, but ${this.inActivities} in activities + ${this.duplicates} duplicates + ` +
        `${skipped} skipped + ${rejected} rejected = ${accounted}. Please report this.`,
    );
  }
}

/** The kinds of problems, what costs most first: the list that a person reads is cut at its end. */
const kinds = [
  'corrupt',
  'inflation-limit',
  'unreadable',
  'no-permission',
  'not-found',
  'no-match',
  'not-installed',
  'unsupported-compression',
  'unknown-records',
  'empty',
  'unknown-format',
];

function severity({ kind }: Problem): number {
  const place = kinds.indexOf(kind);
  return place === -1 ? 0 : place;
}

function unknownProblem({ path, unknown }: InputResult): Problem[] {
  if (!unknown) return [];
  const records = unknown.records === 1 ? '1 record is' : `${unknown.records} records are`;
  return [
    {
      path,
      kind: 'unknown-records',
      detail: `${records} known to no cloud; the first has: ${unknown.keys || 'nothing'}`,
    },
  ];
}

function noLevels(): Record<Level, number> {
  return Object.fromEntries(levels.map((level) => [level, 0])) as Record<Level, number>;
}

function add(into: Record<string, number>, counts: Readonly<Record<string, number>>): void {
  for (const [reason, count] of Object.entries(counts)) into[reason] = (into[reason] ?? 0) + count;
}

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

function sorted(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
