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
 * Whether an Activity is of this run: it carries the mark of the test, an id that another step of the run shows, too, or it
 * was done by who did those steps.
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
  const others = test.steps.flatMap((other, index) => {
    const { activity: taken, checked } = run.taken[index] ?? {};
    const isWhole = taken !== undefined && checked?.passed === other.expect.length;
    return isWhole && other !== step ? [{ step: other, activity: taken }] : [];
  });
  const ids = new Set(test.values.map(({ name }) => name).filter((name) => names.free.has(name)));
  const shown = new Set(
    others.flatMap(({ step: other }) => other.expect.flatMap(({ values }) => values.flatMap(namesIn))),
  );
  const tells = (name: string): boolean => marks.includes(name) || (ids.has(name) && shown.has(name));
  const telling = step.expect.filter(({ values }) => values.some((value) => namesIn(value).some(tells)));
  const fields = new Set(telling.map(({ field }) => field));
  if (results.some(({ field, passed }) => passed && fields.has(field))) return true;
  const agrees = ({ activity: other }: { readonly activity: Activity }): boolean =>
    same.every((field) => fieldText(other, field) === fieldText(activity, field));
  return same.length > 0 && others.length > 0 && others.every(agrees);
}

function namesIn(value: string): string[] {
  return [...value.matchAll(/\$\{([\w.-]+)\}/g)].map(([, name = '']) => name);
}
