import type { Activity } from '../activity/activity.ts';
import type { AtomicTest, ExpectedFinding, Step } from '../atomics/atomic.ts';
import { type Level, rank } from '../core/levels.ts';
import type { Finding } from '../detect/finding/finding.ts';
import { type AssertionResult, checkAll, expectedText } from './assertions.ts';
import { type Names, namesOf } from './bindings.ts';
import { findRun, type Run } from './find-run.ts';
import { isOfRun } from './of-run.ts';
import { checkTogether, type TogetherResult } from './together.ts';

/**
 * `arrived`: all that is expected is there; `different`: it is of this run, and something in it is not as expected;
 * `missing`: nothing of this run, though `nearest` may come near.
 */
export type StepStatus = 'arrived' | 'different' | 'missing';

export interface StepResult {
  readonly step: string;
  readonly operation: string;
  readonly status: StepStatus;
  readonly assertions: readonly AssertionResult[];
  readonly activity?: Activity;
  /** From the event until the log had it, where the record tells it; milliseconds. */
  readonly delay?: number;
  /** It took longer than the log's documentation says. */
  readonly late: boolean;
  /** What comes nearest to a step that is missing, with what is not as expected. */
  readonly nearest?: { readonly activity: Activity; readonly differences: readonly AssertionResult[] };
}

export interface FindingResult {
  readonly rule: string;
  readonly level: Level;
  /** `lower`: it fired, below the level that is expected; `unset`: the list that it needs is empty, so it is not asked for. */
  readonly status: 'fired' | 'lower' | 'silent' | 'unset';
  readonly needs?: string;
  readonly found?: Pick<Finding, 'id' | 'level' | 'score'>;
}

export interface Validation {
  readonly atomic: AtomicTest;
  /** Everything that is expected is there. */
  readonly passed: boolean;
  readonly steps: readonly StepResult[];
  readonly together: readonly TogetherResult[];
  /** Why the steps are less surely of one run, though they belong together. */
  readonly doubts: readonly string[];
  /** The ids of this run, by name. */
  readonly values: Readonly<Record<string, string>>;
  readonly findings: readonly FindingResult[];
  /** What fired on these events besides, the strongest first. */
  readonly others: readonly Finding[];
}

export interface Known {
  readonly set?: Readonly<Record<string, string>>;
  readonly lists?: readonly string[];
}

/**
 * Holds what logs show against what an atomic test has to leave in them.
 *
 * @param activities those of the operations that the test performs, with their records
 * @param findings of a hunt over the same logs
 * @param known input arguments and ids that the person knows, and names of lists of the site that are not empty
 */
export function validate(
  atomic: AtomicTest,
  activities: readonly Activity[],
  findings: readonly Finding[],
  { set = {}, lists = [] }: Known = {},
): Validation {
  const names = namesOf(atomic, set);
  const own = activities.filter(({ provider }) => provider === atomic.provider);
  const run = findRun(atomic, own, names);
  const steps = atomic.steps.map((step, index) => stepResult(step, index, { test: atomic, run, names }));
  const present = steps.flatMap(({ activity }) => activity ?? []);
  const { results, doubts } = checkTogether(atomic.together, present);
  const loose = looseSteps(steps, { test: atomic, run, names });
  const ids = new Set(present.map(({ id }) => id));
  const related = findings.filter((finding) => touches(finding, ids));
  const expected = atomic.findings.map((one) => findingResult(one, related, lists));
  const named = new Set(atomic.findings.map(({ rule }) => rule.toLowerCase()));
  return {
    atomic,
    passed:
      steps.every(({ status }) => status === 'arrived') &&
      results.every(({ passed }) => passed) &&
      expected.every(({ status }) => status === 'fired' || status === 'unset'),
    steps,
    together: results,
    doubts: [...doubts, ...loose],
    values: Object.fromEntries([...run.bindings].filter(([name]) => names.free.has(name))),
    findings: expected,
    others: related
      .filter((finding) => !namesOfRule(finding).some((name) => named.has(name)))
      .toSorted((a, b) => b.score - a.score),
  };
}

interface Context {
  readonly test: AtomicTest;
  readonly run: Run;
  readonly names: Names;
}

function stepResult(step: Step, index: number, context: Context): StepResult {
  const { run, names, test } = context;
  const { name, operation, expect } = step;
  const { activity, checked } = run.taken[index] ?? {};
  const base = { step: name, operation, late: false };
  if (!activity || !checked) return { ...base, status: 'missing', assertions: notFound(step, run) };
  const isWhole = checked.passed === expect.length;
  // All ids of the run are known by now, those of later steps too.
  const { results } = isWhole ? checked : checkAll(expect, activity, run.bindings, names);
  if (!isWhole && !isOfRun(activity, step, results, context)) {
    const differences = results.filter(({ passed }) => !passed);
    return {
      ...base,
      status: 'missing',
      assertions: notFound(step, run),
      nearest: { activity, differences },
    };
  }
  const delay = activity.ingestedTime === undefined ? undefined : activity.ingestedTime - activity.time;
  const documented = test.latency[0]?.to ?? Number.POSITIVE_INFINITY;
  return {
    ...base,
    status: isWhole ? 'arrived' : 'different',
    assertions: results,
    activity,
    ...(delay === undefined ? {} : { delay }),
    late: delay !== undefined && delay > documented,
  };
}

/** Steps that could be anybody's, where not all of the run is there to tie them together. */
function looseSteps(steps: readonly StepResult[], context: Context): string[] {
  if (steps.length === 1 || steps.every(({ status }) => status === 'arrived')) return [];
  return steps.flatMap(({ step: name, status, activity, assertions }, index) => {
    const step = context.test.steps[index];
    if (status !== 'arrived' || !activity || !step || isOfRun(activity, step, assertions, context)) return [];
    return [`${name} shows nothing that ties it to this run`];
  });
}

function notFound({ expect }: Step, { bindings }: Run): AssertionResult[] {
  return expect.map((assertion) => ({
    field: assertion.field,
    passed: false,
    expected: expectedText(assertion, bindings),
    found: [],
  }));
}

function touches({ activity, evidence }: Finding, ids: ReadonlySet<string>): boolean {
  if (activity && ids.has(activity.id)) return true;
  return evidence.some((one) => one.activity !== undefined && ids.has(one.activity.id));
}

function namesOfRule({ rule }: Finding): string[] {
  return [rule.id, rule.title, rule.name ?? ''].map((name) => name.toLowerCase());
}

/** The strongest finding of the rule decides. */
function findingResult(
  { rule, level, needs }: ExpectedFinding,
  findings: readonly Finding[],
  lists: readonly string[],
): FindingResult {
  if (needs !== undefined && !lists.includes(needs)) return { rule, level, status: 'unset', needs };
  const own = findings.filter((finding) => namesOfRule(finding).includes(rule.toLowerCase()));
  const [strongest] = own.toSorted((a, b) => b.score - a.score);
  if (!strongest) return { rule, level, status: 'silent' };
  const { id, score } = strongest;
  const status = rank(strongest.level) >= rank(level) ? 'fired' : 'lower';
  return { rule, level, status, found: { id, score, level: strongest.level } };
}
