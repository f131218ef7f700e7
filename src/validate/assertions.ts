import { RE2JS } from 're2js';
import type { Activity } from '../activity/activity.ts';
import type { Assertion } from '../atomics/atomic.ts';
import type { Json } from '../core/json.ts';
import { type Bindings, type Names, shownTemplate, unify } from './bindings.ts';
import { valuesAt } from './path-values.ts';

/** What came of one assertion. */
export interface AssertionResult {
  readonly field: string;
  readonly passed: boolean;
  /** In words: `t2.micro`, `one of a, b`, `something`. */
  readonly expected: string;
  /** What is there; none when the field is absent. */
  readonly found: readonly string[];
}

export interface Checked {
  readonly results: readonly AssertionResult[];
  readonly passed: number;
  readonly bindings: Bindings;
}

const MOST_SHOWN = 5;

/** Holds an Activity and its records against what is expected of a step. */
export function checkAll(
  assertions: readonly Assertion[],
  activity: Activity,
  given: Bindings,
  names: Names,
): Checked {
  let bindings = given;
  let passed = 0;
  const results = assertions.map((assertion) => {
    const one = checkOne(assertion, activity, bindings, names);
    if (one.bindings) {
      bindings = one.bindings;
      passed += 1;
    }
    return {
      field: assertion.field,
      passed: one.bindings !== undefined,
      expected: expectedText(assertion, given),
      found: one.found.slice(0, MOST_SHOWN),
    };
  });
  return { results, passed, bindings };
}

interface Outcome {
  /** Absent: it does not hold. */
  readonly bindings?: Bindings;
  readonly found: readonly string[];
}

function checkOne(assertion: Assertion, activity: Activity, bindings: Bindings, names: Names): Outcome {
  const found = textsOf(assertion, activity, bindings);
  if (assertion.test === 'exists') {
    const wanted = assertion.values[0] !== 'false';
    return found.length > 0 === wanted ? { bindings, found } : { found };
  }
  for (const text of found) {
    for (const value of assertion.values) {
      const more = compare(assertion.test, value, text, bindings, names);
      if (more) return { bindings: more, found };
    }
  }
  return { found };
}

/** What an Activity holds where an assertion looks: the scalars at the first path that has any. */
export function textsOf({ paths, ofRecord }: Assertion, activity: Activity, bindings: Bindings): string[] {
  const subjects = ofRecord ? recordsOf(activity) : [activity as unknown as Json];
  for (const path of paths) {
    const filled = shownTemplate(path, bindings);
    const texts = subjects.flatMap((subject) => valuesAt(subject, filled)).flatMap(scalar);
    if (texts.length > 0) return [...new Set(texts)];
  }
  return [];
}

/** The records that an Activity was made of. */
function recordsOf({ raw }: Activity): readonly Json[] {
  if (raw === undefined) return [];
  return Array.isArray(raw) ? (raw as readonly Json[]) : [raw as Json];
}

function scalar(value: Json): string[] {
  return value === null || typeof value === 'object' || value === '' ? [] : [String(value)];
}

function compare(
  test: Exclude<Assertion['test'], 'exists'>,
  value: string,
  text: string,
  bindings: Bindings,
  names: Names,
): Bindings | undefined {
  if (test === 'equals') return unify(value, text, bindings, names);
  if (test === 're') return RE2JS.compile(value).test(text) ? bindings : undefined;
  const wanted = shownTemplate(value, bindings).toLowerCase();
  const there = text.toLowerCase();
  const holds = {
    contains: there.includes(wanted),
    startswith: there.startsWith(wanted),
    endswith: there.endsWith(wanted),
  }[test];
  return holds ? bindings : undefined;
}

const words: Readonly<Record<Assertion['test'], string>> = {
  equals: '',
  re: 'matches ',
  contains: 'contains ',
  startswith: 'begins with ',
  endswith: 'ends with ',
  exists: '',
};

/** What an assertion wants, in words, with what is known filled in. */
export function expectedText({ test, values }: Assertion, bindings: Bindings): string {
  if (test === 'exists') return values[0] === 'false' ? 'nothing' : 'something';
  const shown = values.map((value) => shownTemplate(value, bindings));
  return words[test] + (shown.length > 1 ? `one of ${shown.join(', ')}` : (shown[0] ?? ''));
}
