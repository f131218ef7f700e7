import type { JsonObject } from '../core/json.ts';
import { elapsedText, formatTime } from '../core/time.ts';
import type { AssertionResult } from '../validate/assertions.ts';
import type { FindingResult, StepResult, Validation } from '../validate/validation.ts';
import { paint } from './colour.ts';
import { terminalSafe } from './escape.ts';
import { instant } from './instant.ts';
import type { JunitCase } from './junit.ts';

const MOST_DIFFERENCES = 8;

/** What arrived, what did not, and which detections fired, for a terminal. */
export function validationText(validations: readonly Validation[], colour: boolean): string {
  return validations.map((one) => oneText(one, colour)).join('\n');
}

function oneText(validation: Validation, colour: boolean): string {
  const { atomic, passed, steps, together, doubts, findings, others, values } = validation;
  const verdict = passed ? paint('green', 'PASSED', colour) : paint('red', 'FAILED', colour);
  const lines = [`${verdict}  ${paint('bold', atomic.key, colour)}  ${terminalSafe(atomic.name)}`];
  const mark = (word: string, good: boolean): string => paint(good ? 'green' : 'red', word.padEnd(9), colour);
  const width = Math.max(0, ...steps.map(({ step }) => step.length));
  let before: number | undefined;
  for (const one of steps) {
    const place = whenText(one, before);
    lines.push(
      `  ${mark(one.status, one.status === 'arrived')}  ${terminalSafe(one.step.padEnd(width))}  ${terminalSafe(one.operation)}  ${place}`,
    );
    lines.push(...details(one).map((line) => `${' '.repeat(13)}${terminalSafe(line)}`));
    before = one.activity?.time ?? before;
  }
  for (const one of together)
    lines.push(
      `  ${mark(one.passed ? 'ok' : 'not so', one.passed)}  ${terminalSafe(one.name)}${one.passed ? '' : `: ${terminalSafe(one.found)}`}`,
    );
  for (const doubt of doubts) lines.push(`  ${paint('yellow', 'less sure', colour)}  ${terminalSafe(doubt)}`);
  for (const one of findings)
    lines.push(
      `  ${mark(one.status, one.status === 'fired' || one.status === 'unset')}  ${terminalSafe(findingText(one))}`,
    );
  lines.push(...alsoText(others).map((text) => `  ${'also'.padEnd(9)}  ${terminalSafe(text)}`));
  const documented = atomic.latency.map(
    ({ log, from, to }) => `${log} ${elapsedText(from)} to ${elapsedText(to)}`,
  );
  if (documented.length > 0)
    lines.push(
      `  ${paint('dim', `documented ${terminalSafe(documented.join(', '))} after the event`, colour)}`,
    );
  const ids = Object.entries(values).map(([name, value]) => `${name}=${value}`);
  if (ids.length > 0) lines.push(`  ${paint('dim', `ids        ${terminalSafe(ids.join(' '))}`, colour)}`);
  return `${lines.join('\n')}\n`;
}

/** What fired besides, equal ones counted. */
function alsoText(others: Validation['others']): string[] {
  const counts = new Map<string, number>();
  for (const { rule, level, score } of others) {
    const text = `${rule.title} (${level}, ${score})`;
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return limited([...counts].map(([text, count]) => (count > 1 ? `${text} ×${count}` : text)));
}

/** The first step with its time, the others by what passed since the one before. */
function whenText({ activity, delay, late }: StepResult, before: number | undefined): string {
  if (!activity) return '';
  const { time } = activity;
  const at = before === undefined ? `${instant(time)}Z` : `+${elapsedText(time - before)}`;
  if (delay === undefined) return at;
  return `${at}, in the log after ${elapsedText(delay)}${late ? ': later than documented' : ''}`;
}

function details({ status, assertions, nearest }: StepResult): string[] {
  const wrong = assertions.filter(({ passed }) => !passed);
  if (status === 'different') return limited(wrong.map(differenceText));
  if (!nearest) return [];
  const { activity, differences } = nearest;
  return [
    `nearest: ${activity.operation} at ${instant(activity.time)}Z, where`,
    ...limited(differences.map(differenceText)),
  ];
}

function limited(lines: readonly string[]): string[] {
  const more = lines.length - MOST_DIFFERENCES;
  return more > 0 ? [...lines.slice(0, MOST_DIFFERENCES), `and ${more} more`] : [...lines];
}

function differenceText({ field, expected, found }: AssertionResult): string {
  return `${field}: expected ${expected}, found ${found.length === 0 ? 'nothing' : found.join(', ')}`;
}

function findingText({ rule, level, status, found, needs }: FindingResult): string {
  if (status === 'unset') return `${rule}: needs the list ${needs ?? ''}, which is empty`;
  if (status === 'silent') return `${rule}: expected ${level}, it did not fire`;
  const told = found ? `${found.level}, ${found.score}` : '';
  return status === 'lower' ? `${rule}: expected ${level}, found ${told}` : `${rule} (${told})`;
}

/** The same as plain data, times as RFC 3339. */
export function validationJson(validations: readonly Validation[]): JsonObject[] {
  return validations.map(({ atomic, passed, steps, together, doubts, values, findings, others }) => ({
    atomic: atomic.key,
    name: atomic.name,
    guid: atomic.guid,
    technique: atomic.technique,
    provider: atomic.provider,
    passed,
    steps: steps.map(stepJson),
    together: together.map((one) => ({ ...one })),
    doubts,
    values,
    findings: findings.map(({ found, ...one }) => ({ ...one, ...(found ? { found: { ...found } } : {}) })),
    others: others.map(({ id, rule, level, score }) => ({ id, rule: rule.title, level, score })),
    latency: atomic.latency.map(({ log, from, to }) => ({
      log,
      from: elapsedText(from),
      to: elapsedText(to),
    })),
  }));
}

function stepJson({
  step,
  operation,
  status,
  activity,
  delay,
  late,
  assertions,
  nearest,
}: StepResult): JsonObject {
  const results = (list: readonly AssertionResult[]): JsonObject[] => list.map((one) => ({ ...one }));
  return {
    step,
    operation,
    status,
    ...(activity ? { activity: activity.id, time: formatTime(activity.time) } : {}),
    ...(activity?.ingestedTime === undefined ? {} : { ingested: formatTime(activity.ingestedTime) }),
    ...(delay === undefined ? {} : { delaySeconds: delay / 1000 }),
    late,
    assertions: results(assertions),
    ...(nearest
      ? {
          nearest: {
            activity: nearest.activity.id,
            time: formatTime(nearest.activity.time),
            differences: results(nearest.differences),
          },
        }
      : {}),
  };
}

/** A case for each step, each thing that holds for all, and each detection. */
export function validationCases(validations: readonly Validation[]): JunitCase[] {
  return validations.flatMap(({ atomic, steps, together, findings }) => {
    const suite = `${atomic.key} ${atomic.name}`;
    const one = (name: string, passed: boolean, failure: string): JunitCase =>
      passed ? { suite, name } : { suite, name, failure };
    return [
      ...steps.map((step) =>
        one(
          `step ${step.step}: ${step.operation}`,
          step.status === 'arrived',
          [step.status, ...details(step)].join('; '),
        ),
      ),
      ...together.map(({ name, passed, found }) => one(name, passed, found)),
      ...findings.map((finding) =>
        one(
          `detection ${finding.rule}`,
          finding.status === 'fired' || finding.status === 'unset',
          findingText(finding),
        ),
      ),
    ];
  });
}
