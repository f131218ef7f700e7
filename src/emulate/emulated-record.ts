import type { Provider } from '../activity/vocabulary.ts';
import type { PrincipalSpec, Step } from '../atomics/atomic.ts';
import type { JsonObject } from '../core/json.ts';
import type { Random } from './random.ts';

/** A record as its cloud writes it: a CloudTrail record, a row of Azure's REST API, a Google LogEntry. */
export interface EmulatedRecord {
  readonly provider: Provider;
  readonly record: JsonObject;
  /** When it happened, and when the log gets it; epoch milliseconds. */
  readonly time: number;
  readonly delivered: number;
  /** AWS account, Azure subscription, Google project. */
  readonly account: string;
  readonly region: string;
}

/** What a builder of records has beside the step. */
export interface StepContext {
  /** The step with all `${names}` filled in. */
  readonly step: Step;
  readonly principal: PrincipalSpec;
  /** When it begins, epoch milliseconds. */
  readonly time: number;
  /** When the sessions of its principals began. */
  readonly began: number;
  /** The value of that name; empty when the test has none. */
  readonly value: (name: string) => string;
  /** What the step's own values are: `request_id`, `operation_id`. */
  readonly ids: Readonly<Record<string, string | number>>;
  /** For this run of the test. */
  readonly run: Random;
  /** For this step alone. */
  readonly random: Random;
  /** For what a principal keeps from step to step: keys, ids, addresses. */
  readonly lasting: Random;
}
