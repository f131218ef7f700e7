import type { Activity } from '../activity/activity.ts';
import type { Provider } from '../activity/vocabulary.ts';
import type { RecordHead } from '../clouds/definition.ts';
import { possibleFacts, succeeded } from '../clouds/facts.ts';
import { normalise } from '../clouds/index.ts';
import type { JsonObject } from '../core/json.ts';
import type { RuleMatch } from '../detect/observation.ts';
import { compileValues } from '../ir/event-values.ts';
import { verdictOf } from '../ir/partial.ts';
import { appliesTo, type LogSource } from '../ir/rule.ts';
import type { StoredActivity } from '../store/rows.ts';
import type { Observed } from './batch.ts';
import { ByOperation } from './by-operation.ts';
import { EventQueries, type EventQuery, type FoundRow } from './query/event-queries.ts';
import { ACTIVITY_CATEGORY, type RuleSet } from './rule-set.ts';
import { isChange, storedActivity } from './stored-activity.ts';

export interface EvaluationOptions {
  /** Rank of the lowest level whose hits are kept; lower ones are counted. */
  readonly minRank: number;
  /** Keep the matched record with each hit. */
  readonly keepRecord: boolean;
  /** Make every Activity, whether a rule needs it or not. */
  readonly everyActivity: boolean;
  /** Keep every change of compute for lineage and baselines, whether a rule matches it or not. */
  readonly remember: boolean;
  /** What queries ask of Activities. */
  readonly queries?: readonly EventQuery[];
  /** Make every Activity ready for the lake; `records`: with its native records. */
  readonly store?: 'activities' | 'records' | undefined;
}

/** What the rules say of one operation. */
export interface Evaluation {
  readonly observed?: Observed;
  /** Positions of the rules that matched and are counted only. */
  readonly quiet: readonly number[];
  readonly activity?: Activity;
  /** Rows that queries ask for. */
  readonly rows?: readonly FoundRow[];
  readonly stored?: StoredActivity;
}

const NOTHING: Evaluation = Object.freeze({ quiet: [] });

export const activitySources: Readonly<Record<Provider, LogSource>> = {
  aws: { category: ACTIVITY_CATEGORY, product: 'aws' },
  azure: { category: ACTIVITY_CATEGORY, product: 'azure' },
  gcp: { category: ACTIVITY_CATEGORY, product: 'gcp' },
};

/** What is read of an event for correlations, by rule. */
type ValueReaders = readonly ((event: JsonObject) => RuleMatch['values'])[];

/** What the rules on Activities say of an operation before the Activity is made. */
export type Forecast = 'needs-activity' | Evaluation;

/**
 * Runs the rules over the records of one operation. A rule that matches several of its records counts once. The
 * Activity is made only when a rule matched a record, when it depends on the Activity whether a rule on Activities
 * matches, when one above the level asked for does, or when it is asked for.
 */
export class Evaluator {
  private readonly ruleSet: RuleSet;
  private readonly options: EvaluationOptions;
  private readonly forecasts = new ByOperation<Forecast>();
  /** Where it depends on the outcome: for calls that are known to have succeeded. */
  private readonly ofSucceeded = new ByOperation<Forecast>();
  private readonly readers: ValueReaders;
  private readonly queries: EventQueries;

  constructor(ruleSet: RuleSet, options: EvaluationOptions) {
    this.ruleSet = ruleSet;
    this.options = options;
    this.readers = ruleSet.plan.fields.map(compileValues);
    this.queries = new EventQueries(options.queries ?? []);
  }

  /** Rules for one record that is an operation by itself. */
  evaluateOne(head: RecordHead): Evaluation {
    const matched = this.ruleSet.onRecords.match(head.record, head.logsource);
    if (matched.length === 0 && !this.makesEvery && !this.remembers(head)) {
      const forecast = this.forecast(head);
      if (forecast !== 'needs-activity') return forecast;
      if (!this.queries.isEmpty && this.ruleSet.rules.length === 0 && this.queries.isOutside(head))
        return NOTHING;
    }
    return this.withActivity([head], new Map(matched.map((rule) => [this.ruleSet.position(rule), head])));
  }

  evaluate(heads: readonly [RecordHead, ...RecordHead[]]): Evaluation {
    const [first] = heads;
    if (heads.length === 1) return this.evaluateOne(first);
    const matched = this.matchRecords(heads);
    const wanted =
      this.makesEvery ||
      matched.size > 0 ||
      heads.some((head) => this.remembers(head) || this.couldMatchActivity(head));
    return wanted ? this.withActivity(heads, matched) : NOTHING;
  }

  /**
   * What is said of an operation before its Activity is made: by the rules on Activities, and by those who remember it.
   *
   * @param success the call is known to have succeeded
   */
  forecastOf(head: RecordHead, success: boolean): Forecast {
    return this.remembers(head) ? 'needs-activity' : this.makeForecast(head, success);
  }

  /**
   * What the rules say of an Activity that was stored.
   *
   * @param remembered it is a change of compute that the catalogue knew when it was stored
   * @param heads its records, or those of them that are at hand
   */
  evaluateStored(activity: Activity, remembered: boolean, heads: readonly RecordHead[]): Evaluation {
    return this.observe(activity, heads, this.matchRecords(heads), remembered && this.options.remember);
  }

  private withActivity(
    heads: readonly [RecordHead, ...RecordHead[]],
    matched: Map<number, RecordHead | undefined>,
  ): Evaluation {
    const { options } = this;
    const activity = normalise(heads);
    const remembered = heads.some((head) => this.remembers(head));
    const rows = this.rowsOf(activity, heads);
    return {
      ...this.observe(activity, heads, matched, remembered),
      ...(rows.length > 0 ? { rows } : {}),
      ...(options.everyActivity ? { activity: this.withRecords(activity, heads) } : {}),
      ...(options.store ? { stored: storedActivity(activity, heads, options.store === 'records') } : {}),
    };
  }

  /** Adds the rules that match the Activity to those that matched a record of it. */
  private observe(
    activity: Activity,
    [first]: readonly RecordHead[],
    matched: Map<number, RecordHead | undefined>,
    remembered: boolean,
  ): Evaluation {
    const { ruleSet } = this;
    const facts = activity as unknown as JsonObject;
    for (const rule of ruleSet.onActivities.match(facts, activitySources[activity.provider])) {
      matched.set(ruleSet.position(rule), first);
    }
    const matches: RuleMatch[] = [];
    const quiet: number[] = [];
    for (const [rule, head] of matched) {
      if (this.isKept(rule)) matches.push(this.match(rule, head, facts));
      else quiet.push(rule);
    }
    const isObserved = matches.length > 0 || remembered;
    return { quiet, ...(isObserved ? { observed: { activity, remembered, matches } } : {}) };
  }

  private get makesEvery(): boolean {
    return this.options.everyActivity || this.options.store !== undefined;
  }

  private rowsOf(activity: Activity, heads: readonly RecordHead[]): readonly FoundRow[] {
    if (this.queries.isEmpty) return [];
    return this.queries.read(this.queries.readsRecords ? withRaw(activity, heads) : activity);
  }

  private isKept(rule: number): boolean {
    return this.ruleSet.rankAt(rule) >= this.options.minRank || this.ruleSet.plan.isReferenced[rule] === true;
  }

  private match(rule: number, head: RecordHead | undefined, facts: JsonObject): RuleMatch {
    const isOnActivities = this.ruleSet.rules[rule]?.logsource.category === ACTIVITY_CATEGORY;
    const values = this.readers[rule]?.(isOnActivities || !head ? facts : head.record) ?? [];
    return this.options.keepRecord && head ? { rule, values, record: head.record } : { rule, values };
  }

  /** Changes of compute are what lineage and baselines are made of. */
  private remembers(head: RecordHead): boolean {
    return this.options.remember && isChange(head);
  }

  private withRecords(activity: Activity, heads: readonly RecordHead[]): Activity {
    return this.options.keepRecord ? withRaw(activity, heads) : activity;
  }

  private matchRecords(heads: readonly RecordHead[]): Map<number, RecordHead | undefined> {
    const matched = new Map<number, RecordHead | undefined>();
    for (const head of heads) {
      for (const rule of this.ruleSet.onRecords.match(head.record, head.logsource)) {
        const position = this.ruleSet.position(rule);
        if (!matched.has(position)) matched.set(position, head);
      }
    }
    return matched;
  }

  private couldMatchActivity(head: RecordHead): boolean {
    const forecast = this.forecasts.find(head) ?? this.forecasts.keep(head, this.makeForecast(head, false));
    return forecast === 'needs-activity' || forecast.quiet.length > 0;
  }

  /** Whether the call succeeded is looked at only where it matters to a rule. */
  private forecast(head: RecordHead): Forecast {
    const known = this.forecasts.find(head) ?? this.forecasts.keep(head, this.makeForecast(head, false));
    if (known !== 'needs-activity' || !succeeded(head)) return known;
    return this.ofSucceeded.find(head) ?? this.ofSucceeded.keep(head, this.makeForecast(head, true));
  }

  private makeForecast(head: RecordHead, success: boolean): Forecast {
    const { ruleSet } = this;
    if (this.queries.wants(head)) return 'needs-activity';
    const facts = possibleFacts(head, success);
    const quiet: number[] = [];
    for (const rule of ruleSet.activityRules) {
      if (!appliesTo(rule.logsource, activitySources[head.provider])) continue;
      const verdict = verdictOf(rule, facts);
      if (verdict === false) continue;
      const position = ruleSet.position(rule);
      if (verdict === undefined || this.isKept(position)) return 'needs-activity';
      quiet.push(position);
    }
    return quiet.length === 0 ? NOTHING : { quiet };
  }
}

function withRaw(activity: Activity, heads: readonly RecordHead[]): Activity {
  return { ...activity, raw: heads.length === 1 ? heads[0]?.record : heads.map(({ record }) => record) };
}
