import type { Activity } from '../activity/activity.ts';
import type { AtomicTest } from '../atomics/atomic.ts';
import { rank } from '../core/levels.ts';
import { isOfStep } from '../validate/find-run.ts';
import { type Known, type Validation, validate } from '../validate/validation.ts';
import type { HuntFilesOptions, HuntFilesResult } from './hunt-files.ts';

/** Activities of the operations of the tests that are kept; in a larger log the latest ones are. */
const MOST_KEPT = 20_000;

/** Takes from a hunt what validating needs. */
export interface AtomicValidator {
  /** What the hunt has to be given beside what it has. */
  readonly options: Pick<HuntFilesOptions, 'minRank' | 'keepRecord' | 'everyActivity' | 'onActivity'>;
  /** Activities that had to be let go because there were too many. */
  readonly dropped: () => number;
  /** When the hunt is over. */
  finish(result: Pick<HuntFilesResult, 'findings'>): Validation[];
}

/**
 * Validates atomic tests over the logs of a hunt: it keeps the Activities of the operations that the tests perform, with
 * their records, and afterwards holds them and the findings against what is expected.
 *
 * @param known input arguments and ids that the person knows, and names of lists of the site that are not empty
 */
export function createAtomicValidator(tests: readonly AtomicTest[], known: Known = {}): AtomicValidator {
  const kept: Activity[] = [];
  let dropped = 0;
  const isAsked = remembered((activity) =>
    tests.some(
      ({ provider, steps }) =>
        provider === activity.provider && steps.some((step) => isOfStep(step, activity)),
    ),
  );
  const lowest = Math.min(
    ...tests.flatMap(({ findings }) => findings.map(({ level }) => rank(level))),
    rank('low'),
  );
  return {
    options: {
      minRank: lowest,
      keepRecord: true,
      everyActivity: true,
      onActivity: (activity) => {
        if (!isAsked(activity)) return;
        kept.push(activity);
        if (kept.length < MOST_KEPT * 2) return;
        kept.sort((a, b) => b.time - a.time);
        dropped += kept.length - MOST_KEPT;
        kept.length = MOST_KEPT;
      },
    },
    dropped: () => dropped,
    finish: ({ findings }) => tests.map((test) => validate(test, kept, findings, known)),
  };
}

/** The question is about the operation alone, and there are far fewer operations than Activities. */
function remembered(question: (activity: Activity) => boolean): (activity: Activity) => boolean {
  const answers = new Map<string, boolean>();
  return (activity) => {
    const key = `${activity.provider}/${activity.service}/${activity.operation}`;
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = question(activity);
    answers.set(key, answer);
    return answer;
  };
}
