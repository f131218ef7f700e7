import type { Activity, Attributes } from '../activity/activity.ts';

/** The part of an Activity that depends on what the operation means. Each cloud says what its result is. */
export interface Description<Result> {
  readonly verb: Activity['verb'];
  readonly object: Activity['object'];
  readonly components: Activity['components'];
  readonly result: Result;
  readonly resources: Activity['resources'];
  readonly edges: Activity['edges'];
  readonly count: number;
  readonly attrs: Attributes;
}
