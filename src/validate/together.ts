import type { Activity } from '../activity/activity.ts';
import type { Together } from '../atomics/atomic.ts';
import { elapsedText } from '../core/time.ts';
import { fieldText } from './of-run.ts';

/** What came of something that holds for all steps together. */
export interface TogetherResult {
  /** `principal.key is the same`, `within 15m`, `in order`. */
  readonly name: string;
  readonly passed: boolean;
  /** The different values, the time that it took, the step that came too early. */
  readonly found: string;
}

export interface TogetherChecked {
  readonly results: readonly TogetherResult[];
  /** Fields that usually agree and here do not, with their values. */
  readonly doubts: readonly string[];
}

/** Stamps of whole seconds do not tell which of two came first. */
const SAME_MOMENT = 1000;

/** Holds the Activities of a run, in the order of its steps, against what they have in common. */
export function checkTogether(
  { same, usually, within, anyOrder }: Together,
  activities: readonly Activity[],
): TogetherChecked {
  // Of nothing everything holds: where no step arrived nothing is said to be in order.
  if (activities.length === 0) return { results: [], doubts: [] };
  const results: TogetherResult[] = same.map((field) => {
    const found = distinct(field, activities);
    return { name: `${field} is the same`, passed: found.length <= 1, found: found.join(' / ') };
  });
  const times = activities.map(({ time }) => time);
  if (within !== undefined) {
    const span = times.length === 0 ? 0 : Math.max(...times) - Math.min(...times);
    results.push({ name: `within ${elapsedText(within)}`, passed: span <= within, found: elapsedText(span) });
  }
  if (!anyOrder && times.length > 1) {
    const early = activities.find(
      ({ time }, index) => index > 0 && time < (times[index - 1] ?? 0) - SAME_MOMENT,
    );
    results.push({ name: 'in order', passed: early === undefined, found: early?.operation ?? '' });
  }
  const doubts = usually.flatMap((field) => {
    const found = distinct(field, activities);
    return found.length > 1 ? [`${field} differs between the steps: ${found.join(' / ')}`] : [];
  });
  return { results, doubts };
}

function distinct(field: string, activities: readonly Activity[]): string[] {
  return [...new Set(activities.map((activity) => fieldText(activity, field)))];
}
