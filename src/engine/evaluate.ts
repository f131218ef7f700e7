import type { Activity } from '../activity/activity.ts';
import type { RecordHead } from '../clouds/definition.ts';
import { possibleFacts } from '../clouds/facts.ts';
import { normalise } from '../clouds/index.ts';
import type { JsonObject } from '../core/json.ts';
import { couldMatch } from '../ir/partial.ts';
import type { Hit } from './batch.ts';
import { ACTIVITY_CATEGORY, type RuleSet } from './rule-set.ts';

export interface EvaluationOptions {
  /** Rank of the lowest level whose hits are kept; lower ones are counted. */
  readonly minRank: number;
  /** Keep the matched record with each hit. */
  readonly keepRecord: boolean;
  /** Make every Activity, whether a rule needs it or not. */
  readonly everyActivity: boolean;
}

/** What the rules say of one operation. */
export interface Evaluation {
  readonly hits: readonly Hit[];
  /** Positions of the rules that matched below the level asked for. */
  readonly quiet: readonly number[];
  readonly activity?: Activity;
}

const NOTHING: Evaluation = { hits: [], quiet: [] };

/**
 * Runs the rules over the records of one operation. A rule that matches several of its records counts once. The
 * Activity is made only when a rule matched a record, when a rule on Activities could match, or when it is asked for.
 */
export class Evaluator {
  private readonly ruleSet: RuleSet;
  private readonly options: EvaluationOptions;
  /** Whether any rule on Activities could match an operation, by provider, service and operation. */
  private readonly wanted = new Map<string, boolean>();

  constructor(ruleSet: RuleSet, options: EvaluationOptions) {
    this.ruleSet = ruleSet;
    this.options = options;
  }

  evaluate(heads: readonly [RecordHead, ...RecordHead[]]): Evaluation {
    const { ruleSet, options } = this;
    const matched = this.matchRecords(heads);
    const wanted =
      options.everyActivity || matched.size > 0 || heads.some((head) => this.couldMatchActivity(head));
    if (!wanted) return NOTHING;
    const activity = normalise(heads);
    const facts = activity as unknown as JsonObject;
    for (const rule of ruleSet.onActivities.match(facts, {
      category: ACTIVITY_CATEGORY,
      product: activity.provider,
    })) {
      matched.set(ruleSet.position(rule), heads[0]);
    }
    const hits: Hit[] = [];
    const quiet: number[] = [];
    for (const [rule, head] of matched) {
      if (ruleSet.rankAt(rule) < options.minRank) quiet.push(rule);
      else hits.push(options.keepRecord ? { rule, activity, record: head.record } : { rule, activity });
    }
    return options.everyActivity
      ? { hits, quiet, activity: this.withRecords(activity, heads) }
      : { hits, quiet };
  }

  private withRecords(activity: Activity, heads: readonly RecordHead[]): Activity {
    if (!this.options.keepRecord) return activity;
    return { ...activity, raw: heads.length === 1 ? heads[0]?.record : heads.map(({ record }) => record) };
  }

  private matchRecords(heads: readonly RecordHead[]): Map<number, RecordHead> {
    const matched = new Map<number, RecordHead>();
    for (const head of heads) {
      for (const rule of this.ruleSet.onRecords.match(head.record, head.logsource)) {
        const position = this.ruleSet.position(rule);
        if (!matched.has(position)) matched.set(position, head);
      }
    }
    return matched;
  }

  private couldMatchActivity(head: RecordHead): boolean {
    const key = `${head.provider}\u001f${head.service}\u001f${head.operation}`;
    const known = this.wanted.get(key);
    if (known !== undefined) return known;
    const facts = possibleFacts(head);
    const wanted = this.ruleSet.activityRules.some((rule) => couldMatch(rule, facts));
    if (this.wanted.size < MOST_OPERATIONS) this.wanted.set(key, wanted);
    return wanted;
  }
}

/** Bounds the memory that made-up operation names can take; there are some twenty thousand real ones. */
const MOST_OPERATIONS = 100_000;
