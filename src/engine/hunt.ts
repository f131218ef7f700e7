import { recognise } from '../clouds/index.ts';
import { digest } from '../core/digest.ts';
import { isObject, type JsonObject, own } from '../core/json.ts';
import { parseTime } from '../core/time.ts';
import { compareSignals, type Signal, signalId } from '../detect/signal.ts';
import type { LogSource, Rule } from '../ir/rule.ts';
import { loadRules } from '../lang/sigma/index.ts';
import type { RunStats } from '../report/run-stats.ts';
import { closeOperation, type PipelineOptions } from './close-operation.ts';
import { Evaluator } from './evaluate.ts';
import { loadPack, type Pack } from './load-content.ts';
import { Merger } from './merge.ts';
import { RecordPipeline } from './record-pipeline.ts';
import { createRuleSet } from './rule-set.ts';

export interface HuntOptions {
  readonly rules?: readonly Rule[];
  /** Packs by name or folder, or loaded ones; the shipped pack when absent, none for `[]`. */
  readonly packs?: readonly (string | Pack)[];
  /** Where records that are not a cloud's have their time: a member's name. */
  readonly timestampField?: string;
}

export interface PushOptions {
  /** Only rules for this log source are tried; the record's own when absent, every rule for records of elsewhere. */
  readonly logsource?: LogSource;
  /** Epoch milliseconds; overrides the record's own. */
  readonly time?: number;
}

export interface HuntResult {
  /** In event time. */
  readonly signals: readonly Signal[];
  readonly stats: RunStats & {
    /** Records that no cloud knows, matched as they are. */
    readonly otherRecords: number;
  };
}

export interface Hunt {
  /** @throws TypeError for what is no JSON object, Error after `finish` */
  push(record: JsonObject, options?: PushOptions): void;
  /** Ends the hunt; operations that are still incomplete are closed. */
  finish(): HuntResult;
}

const everything: PipelineOptions = {
  minRank: 0,
  keepRecord: true,
  everyActivity: false,
  from: Number.NEGATIVE_INFINITY,
  to: Number.POSITIVE_INFINITY,
};

/**
 * A hunt over records that the caller brings: any JSON records. Those of a cloud are normalised, folded and freed from
 * copies; the others are matched as they are.
 *
 * @throws ContentError when a pack cannot be read.
 */
export function createHunt(options: HuntOptions = {}): Hunt {
  return new RecordHunt(options);
}

class RecordHunt implements Hunt {
  private readonly ruleSet;
  private readonly pipeline: RecordPipeline;
  private readonly merger: Merger;
  private readonly timestampField: string;
  private readonly others: Signal[] = [];
  private otherRecords = 0;
  private pushed = 0;
  private finished = false;

  constructor({ rules = [], packs = ['cloud-compute'], timestampField = '@timestamp' }: HuntOptions) {
    this.ruleSet = createRuleSet([...packs.flatMap(rulesOfPack), ...rules]);
    this.pipeline = new RecordPipeline(this.ruleSet, everything);
    const evaluator = new Evaluator(this.ruleSet, everything);
    this.merger = new Merger(this.ruleSet, (group) => closeOperation(group, evaluator, everything));
    this.timestampField = timestampField;
  }

  push(record: JsonObject, { logsource, time }: PushOptions = {}): void {
    if (this.finished) throw new Error('the hunt is finished: push before finish, or begin another hunt');
    if (!isObject(record)) throw new TypeError(`expected a record (a JSON object), found ${found(record)}`);
    const index = this.pushed;
    this.pushed += 1;
    const known = recognise(record, { container: 'pushed', index });
    if (known === undefined) this.pushOther(record, logsource, time);
    else if ('outcome' in known) this.pipeline.pushUnusable(known, index);
    else {
      const own = known.logsource;
      this.pipeline.push({
        ...known,
        time: time ?? known.time,
        logsource: logsource
          ? { product: logsource.product ?? own.product, service: logsource.service ?? own.service }
          : own,
      });
    }
  }

  finish(): HuntResult {
    this.finished = true;
    this.merger.accept(this.pipeline.take());
    for (const batch of this.pipeline.finishOperations()) this.merger.acceptOperations(batch);
    const stats = this.merger.finish([]);
    const signals = [...this.merger.signals, ...this.others].sort(compareSignals);
    return { signals, stats: { ...stats, otherRecords: this.otherRecords } };
  }

  private pushOther(record: JsonObject, logsource: LogSource | undefined, given: number | undefined): void {
    this.otherRecords += 1;
    const matched = this.ruleSet.onRecords.match(record, logsource);
    if (matched.length === 0) return;
    const time = given ?? readTime(own(record, this.timestampField));
    const subject = digest(JSON.stringify(record), String(time ?? this.otherRecords));
    for (const rule of matched) {
      this.others.push({
        id: signalId(rule, subject),
        rule,
        record,
        ...(time === undefined ? {} : { time }),
      });
    }
  }
}

function rulesOfPack(pack: string | Pack): readonly Rule[] {
  const { files, parameters } = typeof pack === 'string' ? loadPack(pack) : pack;
  return loadRules(files, { placeholders: parameters }).rules;
}

function readTime(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? parseTime(value) : undefined;
}

function found(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : typeof value;
}
