import type { ChangeRecord } from '../changes/index.ts';
import { recognise } from '../clouds/index.ts';
import { digest } from '../core/digest.ts';
import { isObject, type JsonObject, own } from '../core/json.ts';
import { parseTime } from '../core/time.ts';
import type { Finding } from '../detect/finding/finding.ts';
import type { Incident } from '../detect/incident/incident.ts';
import type { Observation } from '../detect/observation.ts';
import type { Correlation } from '../ir/correlation.ts';
import { compileValues } from '../ir/event-values.ts';
import type { LogSource, Rule } from '../ir/rule.ts';
import { type LoadResult, loadRules } from '../lang/sigma/index.ts';
import type { RunStats } from '../report/run-stats.ts';
import { closeOperation, type PipelineOptions } from './close-operation.ts';
import { detectAll, withFindings } from './detection.ts';
import { Evaluator } from './evaluate.ts';
import { loadPack, type Pack } from './load-content.ts';
import { Merger } from './merge.ts';
import { RecordPipeline } from './record-pipeline.ts';
import { createRuleSet } from './rule-set.ts';

export interface HuntOptions {
  readonly rules?: readonly Rule[];
  readonly correlations?: readonly Correlation[];
  /** Packs by name or folder, or loaded ones; the shipped pack when absent, none for `[]`. */
  readonly packs?: readonly (string | Pack)[];
  /** Where records that are not a cloud's have their time: a member's name. */
  readonly timestampField?: string;
  /** Declared changes and exceptions (`loadChanges`). */
  readonly changes?: readonly ChangeRecord[];
}

export interface PushOptions {
  /** Only rules for this log source are tried; the record's own when absent, every rule for records of elsewhere. */
  readonly logsource?: LogSource;
  /** Epoch milliseconds; overrides the record's own. */
  readonly time?: number;
}

export interface HuntResult {
  /** In event time. */
  readonly findings: readonly Finding[];
  /** The findings that are a rule's match by itself. */
  readonly signals: readonly Finding[];
  readonly incidents: readonly Incident[];
  /** Findings that an authorisation covers whole. */
  readonly suppressed: readonly Finding[];
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
  remember: true,
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

/** What rules observe in records, before correlations look at it: a hunt without its second half. */
export function observe(rules: readonly Rule[], records: readonly JsonObject[]): readonly Observation[] {
  const hunt = new RecordHunt({ rules, packs: [] });
  for (const record of records) hunt.push(record);
  return hunt.observed();
}

class RecordHunt implements Hunt {
  private readonly ruleSet;
  private readonly pipeline: RecordPipeline;
  private readonly merger: Merger;
  private readonly timestampField: string;
  private readonly changes: readonly ChangeRecord[] | undefined;
  private readonly guides: ReadonlySet<string>;
  private readonly readers: readonly ReturnType<typeof compileValues>[];
  private otherRecords = 0;
  /** How often each matched record came: without ids of their own, equal records are still several events. */
  private readonly subjects = new Map<string, number>();
  private pushed = 0;
  private finished = false;

  constructor({
    rules = [],
    correlations = [],
    packs = ['cloud-compute'],
    timestampField = '@timestamp',
    changes,
  }: HuntOptions) {
    this.changes = changes;
    const loaded = packs.map(contentOfPack);
    this.guides = new Set(loaded.flatMap(({ guides }) => guides));
    this.ruleSet = createRuleSet(
      [...loaded.flatMap((pack) => pack.rules), ...rules],
      [...loaded.flatMap((pack) => pack.correlations), ...correlations],
    );
    this.readers = this.ruleSet.plan.fields.map(compileValues);
    this.pipeline = new RecordPipeline(this.ruleSet, everything);
    const evaluator = new Evaluator(this.ruleSet, everything);
    this.merger = new Merger(this.ruleSet, everything.minRank, (group) =>
      closeOperation(group, evaluator, everything),
    );
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
    const stats = this.finishRecords();
    const detected = detectAll(this.ruleSet, this.merger.observations, {
      minRank: everything.minRank,
      guides: this.guides,
      ...(this.changes ? { changes: this.changes } : {}),
    });
    this.merger.observations.close();
    const { findings, incidents, suppressed } = detected;
    return {
      findings,
      signals: findings.filter(({ kind }) => kind === 'signal'),
      incidents,
      suppressed,
      stats: { ...withFindings(stats, detected), otherRecords: this.otherRecords },
    };
  }

  observed(): readonly Observation[] {
    this.finishRecords();
    const { observations } = this.merger;
    const found = Array.from({ length: observations.size }, (_, at) => observations.find(at));
    observations.close();
    return found.filter((one) => one !== undefined);
  }

  private finishRecords(): RunStats {
    this.finished = true;
    this.merger.accept(this.pipeline.take());
    for (const batch of this.pipeline.finishOperations()) this.merger.acceptOperations(batch);
    return this.merger.finish([]);
  }

  private pushOther(record: JsonObject, logsource: LogSource | undefined, given: number | undefined): void {
    this.otherRecords += 1;
    const matched = this.ruleSet.onRecords.match(record, logsource);
    if (matched.length === 0) return;
    const time = given ?? readTime(own(record, this.timestampField));
    const subject = this.subjectOf(JSON.stringify(record), String(time ?? ''));
    this.merger.observations.add({
      id: subject,
      ...(time === undefined ? {} : { time }),
      remembered: false,
      matches: matched.map((one) => {
        const rule = this.ruleSet.position(one);
        return { rule, values: this.readers[rule]?.(record) ?? [], record };
      }),
    });
  }

  private subjectOf(...content: readonly string[]): string {
    const subject = digest(...content);
    const before = this.subjects.get(subject) ?? 0;
    this.subjects.set(subject, before + 1);
    return before === 0 ? subject : digest(subject, String(before));
  }
}

function contentOfPack(
  pack: string | Pack,
): Pick<LoadResult, 'rules' | 'correlations'> & Pick<Pack, 'guides'> {
  const { files, parameters, guides } = typeof pack === 'string' ? loadPack(pack) : pack;
  return { ...loadRules(files, { placeholders: parameters }), guides };
}

function readTime(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? parseTime(value) : undefined;
}

function found(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : typeof value;
}
