import type { Activity } from '../activity/activity.ts';
import type { AtomicTest, Step } from '../atomics/atomic.ts';
import type { Json } from '../core/json.ts';
import type { AssertionResult } from './assertions.ts';
import type { Names } from './bindings.ts';
import type { Run } from './find-run.ts';
import { valuesAt } from './path-values.ts';

/** A field of the Activity as one text, for comparing. */
export function fieldText(activity: Activity, field: string): string {
  return valuesAt(activity as unknown as Json, field)
    .map((value) => (typeof value === 'object' ? JSON.stringify(value) : String(value)))
    .join(', ');
}

/**
 * Whether an Activity that is not as expected is of this run: it carries the mark of the test, an id that a step of the run
 * showed, or it was done by who did those steps.
 *
 * @param results what of the step's assertions holds, with all ids of the run known
 */
export function isOfRun(
  activity: Activity,
  step: Step,
  results: readonly AssertionResult[],
  { test, run, names }: { readonly test: AtomicTest; readonly run: Run; readonly names: Names },
): boolean {
  const { same, marks } = test.together;
  const ids = new Set(test.values.map(({ name }) => name));
  const tells = (name: string): boolean =>
    marks.includes(name) || (ids.has(name) && names.free.has(name) && run.bindings.has(name));
  const telling = step.expect.filter(({ values }) => values.some((value) => namesIn(value).some(tells)));
  const fields = new Set(telling.map(({ field }) => field));
  if (results.some(({ field, passed }) => passed && fields.has(field))) return true;
  const whole = run.taken.flatMap(({ activity: other, checked }, index) =>
    other && checked?.passed === test.steps[index]?.expect.length ? other : [],
  );
  const agrees = (other: Activity): boolean =>
    same.every((field) => fieldText(other, field) === fieldText(activity, field));
  return same.length > 0 && whole.length > 0 && whole.every(agrees);
}

function namesIn(value: string): string[] {
  return [...value.matchAll(/\$\{([\w.-]+)\}/g)].map(([, name = '']) => name);
}
