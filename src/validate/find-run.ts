import type { Activity } from '../activity/activity.ts';
import type { Provider } from '../activity/vocabulary.ts';
import type { AtomicTest, Step, Together } from '../atomics/atomic.ts';
import { defaultServices } from '../atomics/value-names.ts';
import { type Checked, checkAll } from './assertions.ts';
import type { Bindings, Names } from './bindings.ts';
import { StepCandidates, sameKey } from './step-candidates.ts';

/** What was taken for a step of the test; without an Activity nothing was. */
export interface Taken {
  readonly activity?: Activity;
  readonly checked?: Checked;
}

/** The run of a test that fits the logs best. */
export interface Run {
  /** By step. */
  readonly taken: readonly Taken[];
  readonly bindings: Bindings;
}

/** Runs that are followed at once. */
const BEAM = 60;
/** Clocks of one cloud agree; stamps of whole seconds do not tell more. */
const SAME_MOMENT = 1000;

interface Path extends Run {
  readonly score: number;
  readonly used: ReadonlySet<string>;
  readonly last: number;
  /** Who did the whole steps so far. */
  readonly same?: string;
}

/** Whether an Activity is of the operation that a step performs. */
export function isOfStep({ operation, also, service }: Step, activity: Activity): boolean {
  const { provider } = activity;
  const key = operationKey(provider, activity.operation);
  if (![operation, ...also].some((name) => operationKey(provider, name) === key)) return false;
  return provider !== 'aws' || (service ?? defaultServices.aws) === activity.service;
}

/** Azure writes names in any case; Google puts the version before them. */
export function operationKey(provider: Provider, operation: string): string {
  if (provider === 'aws') return operation;
  if (provider === 'gcp') return operation.replace(/^(?:v\d+(?:beta\d*|alpha\d*)?|beta|alpha)\./, '');
  return operation.toLowerCase();
}

/**
 * Looks for the Activities that are one run of a test: each step takes one, ids agree between them. Of several runs the
 * one that shows most of what is expected is taken, of equal ones the latest. It is a beam search: what is found does not
 * depend on the order of the Activities.
 */
export function findRun(test: AtomicTest, activities: readonly Activity[], names: Names): Run {
  const { together } = test;
  let paths: Path[] = [
    { taken: [], bindings: names.given, score: 0, used: new Set(), last: Number.NEGATIVE_INFINITY },
  ];
  for (const step of test.steps) {
    const own = activities.filter((activity) => isOfStep(step, activity));
    const candidates = new StepCandidates(step, own, together, names);
    const next = paths.flatMap((path) => extended(path, step, candidates, { names, together }));
    paths = next.toSorted(better).slice(0, BEAM);
  }
  const [best] = paths;
  return best ?? { taken: [], bindings: names.given };
}

function extended(
  path: Path,
  step: Step,
  candidates: StepCandidates,
  { names, together }: { readonly names: Names; readonly together: Together },
): Path[] {
  const next: Path[] = [{ ...path, taken: [...path.taken, {}] }];
  for (const activity of candidates.of(path.bindings, path.same, path.last)) {
    if (path.used.has(activity.id)) continue;
    const checked = checkAll(step.expect, activity, path.bindings, names);
    const isWhole = checked.passed === step.expect.length;
    const same = sameKey(activity, together);
    const isLate = !together.anyOrder && activity.time < path.last - SAME_MOMENT;
    const isOther = path.same !== undefined && path.same !== same;
    const share = step.expect.length === 0 ? 1 : checked.passed / step.expect.length;
    next.push({
      taken: [...path.taken, { activity, checked }],
      // What does not fit says nothing about the ids of this run, nor about who did it.
      bindings: isWhole ? checked.bindings : path.bindings,
      ...sameOf(path, isWhole ? same : undefined),
      score:
        path.score + (isWhole ? WHOLE : share) - (isLate ? OUT_OF_ORDER : 0) - (isOther ? BY_ANOTHER : 0),
      used: new Set([...path.used, activity.id]),
      last: Math.max(path.last, activity.time),
    });
  }
  return next;
}

function sameOf({ same }: Path, found: string | undefined): { same?: string } {
  const known = same ?? found;
  return known === undefined ? {} : { same: known };
}

/** A step that shows all is worth more than all others that show a part. */
const WHOLE = 100;
const OUT_OF_ORDER = 10;
const BY_ANOTHER = 20;

function better(a: Path, b: Path): number {
  return b.score - a.score || b.last - a.last || compareTaken(a, b);
}

function compareTaken(a: Path, b: Path): number {
  for (const [index, { activity }] of a.taken.entries()) {
    const other = b.taken[index]?.activity;
    if (activity && other && activity.id !== other.id) return compareIds(activity, other);
  }
  return 0;
}

function compareIds(a: Activity, b: Activity): number {
  return a.id < b.id ? -1 : Number(a.id > b.id);
}
