import type { NotAnActivity, RecordHead } from '../clouds/definition.ts';
import { recognise } from '../clouds/index.ts';
import { toPortable } from '../clouds/portable-head.ts';
import { splitOperations } from '../clouds/split-operations.ts';
import { UNDATED } from '../clouds/time.ts';
import type { ByteSource } from '../core/byte-source.ts';
import type { JsonObject } from '../core/json.ts';
import { fingerprint } from '../core/key-set.ts';
import { decode, findInner, ScannerSet } from '../decode/index.ts';
import type { Place, RecordSink, Rejection, Skip } from '../decode/record-sink.ts';
import type { RejectedPlace } from '../report/run-stats.ts';
import type { OperationRecord } from '../store/rows.ts';
import type { Batch, FoldBatch, FoldedActivity, InputResult } from './batch.ts';
import { closeOperation, isOutside, type PipelineOptions } from './close-operation.ts';
import { Evaluator } from './evaluate.ts';
import { operationRecord, operationRecordKeys } from './operation-records.ts';
import { OperationStore } from './operation-store.ts';
import type { RuleSet } from './rule-set.ts';
import { createScanPlans } from './scan-plan.ts';

/** Rejected places that are kept for the report; all are counted. */
const MOST_PLACES = 200;
/** Members of an unknown record that are named. */
const SHOWN_KEYS = 8;
/** Operations in one delivery. */
const BATCH_OPERATIONS = 2000;
/** The reason under which records are counted that were not parsed. */
export const BY_SCANNER = 'by-scanner';
/** Records after which a batch is handed over in the middle of an input, so that memory stays bounded. */
const BATCH_RECORDS = 20_000;

/**
 * The part of a hunt that runs in every worker: bytes → records → heads → rules. Records that stand alone are evaluated
 * at once and handed over in batches; records of operations of several are held until all inputs have been read. Copies
 * of a record are settled where batches are merged.
 */
export class RecordPipeline implements RecordSink {
  private readonly evaluator: Evaluator;
  private readonly options: PipelineOptions;
  private readonly deliver: ((batch: Batch) => void) | undefined;
  private readonly operations = new OperationStore();
  private readonly scanners: ScannerSet;
  private path = '';
  /** Records of the current input that no cloud knows, and the members of the first. */
  private unknown = 0;
  private unknownKeys = '';

  private recordsRead = 0;
  private skipped: Record<string, number> = {};
  private rejected: Record<string, number> = {};
  private rejectedPlaces: RejectedPlace[] = [];
  private keys = new Uint32Array(2048);
  private standing = 0;
  private observed: Batch['observed'][number][] = [];
  private quiet: number[] = [];
  private activities: Batch['activities'][number][] = [];
  private rows: Batch['rows'][number][] = [];
  private stored: Batch['stored'][number][] = [];
  private operationRecords: OperationRecord[] = [];
  private first = Number.POSITIVE_INFINITY;
  private last = Number.NEGATIVE_INFINITY;
  private inputs: InputResult[] = [];

  /** @param deliver takes the batches that are handed over before the end */
  constructor(ruleSet: RuleSet, options: PipelineOptions, deliver?: (batch: Batch) => void) {
    this.evaluator = new Evaluator(ruleSet, options);
    this.options = options;
    this.deliver = deliver;
    this.scanners = new ScannerSet(
      createScanPlans(ruleSet, this.evaluator, options),
      options.scan !== false && options.scan?.plain,
    );
  }

  /** Reads one input to its end; what goes wrong becomes its result. */
  async read(path: string, source: ByteSource): Promise<void> {
    this.path = path;
    this.unknown = 0;
    const scanning = { scanners: this.scanners, sink: this };
    const result = await decode(source, this, this.options.limits, scanning);
    // Only now: a batch that was handed over while reading has taken the list of before along.
    const unknown = this.unknown > 0 ? { unknown: { records: this.unknown, keys: this.unknownKeys } } : {};
    this.inputs.push({ path, ...result, ...unknown });
  }

  /** One record that was recognised elsewhere. */
  push(head: RecordHead): void {
    this.begin();
    this.head(head);
  }

  fail(path: string, problem: NonNullable<InputResult['problem']>): void {
    this.inputs.push({ path, compressedBytes: 0, textBytes: 0, problem });
  }

  record(value: JsonObject, container: string, place: Place): void {
    this.begin();
    const known = recognise(value, { container, path: this.path, index: place.index });
    if (known !== undefined) this.recognised(known, place);
    else if (!this.openUnknown(value, container, place)) this.unknownRecord(value);
  }

  private recognised(known: RecordHead | NotAnActivity, place: Place): void {
    if (!('outcome' in known)) this.head(known);
    else if (known.outcome === 'skipped') bump(this.skipped, known.reason);
    else this.rejection(known.reason, place, known.detail ?? '');
  }

  /** Looks for records inside what no cloud knows. They count instead of it. */
  private openUnknown(value: JsonObject, container: string, place: Place): boolean {
    let found = 0;
    findInner(value, (candidate) => {
      const origin = { container: `${container}/wrapped`, path: this.path, index: place.index };
      const known = recognise(candidate, origin);
      if (known === undefined) return false;
      found += 1;
      if (found > 1) this.recordsRead += 1;
      this.recognised(known, place);
      return true;
    });
    return found > 0;
  }

  private unknownRecord(value: JsonObject): void {
    bump(this.skipped, 'unknown-record');
    this.unknown += 1;
    if (this.unknown === 1)
      this.unknownKeys = Object.keys(value).slice(0, SHOWN_KEYS).join(', ').slice(0, 200);
  }

  /** A record that its cloud cannot use; the caller recognised it. */
  pushUnusable({ outcome, reason, detail = '' }: NotAnActivity, index: number): void {
    this.begin();
    if (outcome === 'skipped') bump(this.skipped, reason);
    else this.rejection(reason, { index }, detail);
  }

  skip(reason: Skip, _place: Place): void {
    this.begin();
    bump(this.skipped, reason);
  }

  reject(reason: Rejection, place: Place, detail: string): void {
    this.begin();
    this.rejection(reason, place, detail);
  }

  /** Records that the scanner passed over: nothing asks for them. */
  passed(count: number): void {
    this.begin();
    this.recordsRead += count - 1;
    this.skipped[BY_SCANNER] = (this.skipped[BY_SCANNER] ?? 0) + count;
  }

  /** A record that was counted from its bytes: rules below the level asked for match it. */
  counted(quiet: readonly number[], high: number, low: number, time: number): void {
    this.begin();
    if (isOutside(time, this.options)) {
      bump(this.skipped, 'outside-time');
      return;
    }
    const at = this.standing;
    this.roomForKey();
    this.keys[at * 2] = high;
    this.keys[at * 2 + 1] = low;
    this.standing += 1;
    this.seen(time);
    for (const rule of quiet) this.quiet.push(at, rule);
  }

  /** Hands over what has come together; operations of several records wait for the end. */
  take(): Batch {
    const batch: Batch = {
      recordsRead: this.recordsRead,
      skipped: this.skipped,
      rejected: this.rejected,
      rejectedPlaces: this.rejectedPlaces,
      keys: this.keys.slice(0, this.standing * 2),
      observed: this.observed,
      quiet: Uint32Array.from(this.quiet),
      activities: this.activities,
      rows: this.rows,
      stored: this.stored,
      operationRecords: this.operationRecords,
      operationKeys: operationRecordKeys(this.operationRecords),
      first: this.first,
      last: this.last,
      inputs: this.inputs,
    };
    this.reset();
    return batch;
  }

  /** Fingerprints of the keys of the operations that are held. */
  operationKeys(): Uint32Array {
    return this.operations.fingerprints();
  }

  /**
   * When all inputs have been read: evaluates the operations that are held.
   *
   * @param isShared whether another pipeline holds records of the operation, too; these are handed over as they are
   */
  *finishOperations(isShared: (key: string) => boolean = () => false): Generator<FoldBatch> {
    let folded: FoldedActivity[] = [];
    let shared: FoldBatch['shared'][number][] = [];
    for (const group of this.operations.takeGroups()) {
      if (isShared(group.key)) {
        const { key, heads, copies } = group;
        shared.push(
          ...heads.map((head, index) => ({ key, head: toPortable(head), copies: index === 0 ? copies : 0 })),
        );
      } else {
        for (const one of splitOperations(group))
          folded.push(closeOperation(one, this.evaluator, this.options));
      }
      if (folded.length + shared.length >= BATCH_OPERATIONS) {
        yield { folded, shared };
        folded = [];
        shared = [];
      }
    }
    yield { folded, shared };
  }

  private begin(): void {
    if (this.deliver && this.recordsRead >= BATCH_RECORDS) this.deliver(this.take());
    this.recordsRead += 1;
  }

  private reset(): void {
    this.recordsRead = 0;
    this.skipped = {};
    this.rejected = {};
    this.rejectedPlaces = [];
    this.standing = 0;
    this.observed = [];
    this.quiet = [];
    this.activities = [];
    this.rows = [];
    this.stored = [];
    this.operationRecords = [];
    this.first = Number.POSITIVE_INFINITY;
    this.last = Number.NEGATIVE_INFINITY;
    this.inputs = [];
  }

  private head(head: RecordHead): void {
    if (head.fold) {
      if (this.options.store) {
        this.seen(head.time);
        this.operationRecords.push(operationRecord(head, head.fold.key));
      } else this.operations.add(head, head.fold.key);
      return;
    }
    if (isOutside(head.time, this.options)) {
      bump(this.skipped, 'outside-time');
      return;
    }
    const at = this.standing;
    this.addKey(head.duplicateKey);
    this.seen(head.time);
    const { observed, quiet, activity, rows = [], stored } = this.evaluator.evaluateOne(head);
    if (observed) this.observed.push({ at, observed });
    for (const rule of quiet) this.quiet.push(at, rule);
    if (activity) this.activities.push({ at, activity });
    for (const found of rows) this.rows.push({ at, found });
    if (stored) this.stored.push({ at, stored });
  }

  private roomForKey(): void {
    if (this.standing * 2 < this.keys.length) return;
    const larger = new Uint32Array(this.keys.length * 2);
    larger.set(this.keys);
    this.keys = larger;
  }

  private addKey(key: string): void {
    this.roomForKey();
    fingerprint(key, this.keys, this.standing * 2);
    this.standing += 1;
  }

  private seen(time: number): void {
    if (time === UNDATED) return;
    if (time < this.first) this.first = time;
    if (time > this.last) this.last = time;
  }

  private rejection(reason: string, place: Place, detail: string): void {
    bump(this.rejected, reason);
    if (this.rejectedPlaces.length < MOST_PLACES) {
      this.rejectedPlaces.push({ path: this.path, reason, place, detail });
    }
  }
}

function bump(counts: Record<string, number>, reason: string): void {
  counts[reason] = (counts[reason] ?? 0) + 1;
}
