import type { Activity } from '../activity/activity.ts';
import type { Assertion, Step, Together } from '../atomics/atomic.ts';
import { checkAll, textsOf } from './assertions.ts';
import { type Bindings, type Names, shownTemplate } from './bindings.ts';
import { fieldText } from './of-run.ts';

/** Activities that are tried for a step because they come near by themselves, and because who did them fits. */
const MOST_NEAR = 40;
const MOST_OF_ONE = 20;
/** What more Activities show is no id of one resource: an account, a region. */
const MOST_SHOWING = 50;

/** The text under which Activities of one run agree. */
export function sameKey(activity: Activity, { same }: Together): string {
  return same.map((field) => fieldText(activity, field)).join('\u001f');
}

/**
 * The Activities that may be a step of a run. Of many thousands of the same operation those are tried that come near by what
 * can be said of each alone, those that show the ids that the run has so far, and those by who did the run so far.
 */
export class StepCandidates {
  private readonly names: Names;
  private readonly near: readonly Activity[];
  private readonly bySame = new Map<string, Activity[]>();
  private readonly indexes: readonly {
    readonly assertion: Assertion;
    readonly byText: ReadonlyMap<string, readonly Activity[]>;
  }[];

  /** @param own those of the step's operation */
  constructor(step: Step, own: readonly Activity[], together: Together, names: Names) {
    this.names = names;
    const rated = own.map((activity) => ({
      activity,
      passed: checkAll(step.expect, activity, names.given, names).passed,
    }));
    this.near = rated
      .toSorted((a, b) => b.passed - a.passed || later(a.activity, b.activity))
      .slice(0, MOST_NEAR)
      .map(({ activity }) => activity);
    for (const activity of own.toSorted((a, b) => -later(a, b)))
      add(this.bySame, sameKey(activity, together), activity);
    this.indexes = step.expect
      .filter((assertion) => this.tells(assertion))
      .map((assertion) => {
        const byText = new Map<string, Activity[]>();
        for (const activity of own)
          for (const text of textsOf(assertion, activity, names.given))
            add(byText, text.toLowerCase(), activity);
        return { assertion, byText };
      });
  }

  /**
   * Each once, in no particular order.
   *
   * @param key who did the run so far; absent at its beginning
   * @param last time of its last step
   */
  of(bindings: Bindings, key: string | undefined, last: number): ReadonlySet<Activity> {
    const found = new Set(this.near);
    for (const { assertion, byText } of this.indexes) {
      for (const value of assertion.values) {
        const text = shownTemplate(value, bindings);
        if (text.includes('${')) continue;
        const showing = byText.get(text.toLowerCase()) ?? [];
        if (showing.length <= MOST_SHOWING) for (const activity of showing) found.add(activity);
      }
    }
    const same = key === undefined ? [] : (this.bySame.get(key) ?? []);
    const after = same.findIndex(({ time }) => time >= last);
    const from = after < 0 ? Math.max(0, same.length - MOST_OF_ONE) : after;
    for (const activity of same.slice(from, from + MOST_OF_ONE)) found.add(activity);
    return found;
  }

  /** Whether an assertion asks for an id, so that few Activities can show what it asks for. */
  private tells({ test, values, paths }: Assertion): boolean {
    if (test !== 'equals' || paths.some((path) => path.includes('${'))) return false;
    return values.some((value) =>
      [...value.matchAll(/\$\{([\w.-]+)\}/g)].some(([, name = '']) => this.names.free.has(name)),
    );
  }
}

function add(map: Map<string, Activity[]>, key: string, activity: Activity): void {
  const there = map.get(key);
  if (there) there.push(activity);
  else map.set(key, [activity]);
}

/** The later one first; equal times by id. */
function later(a: Activity, b: Activity): number {
  return b.time - a.time || (a.id < b.id ? -1 : 1);
}
