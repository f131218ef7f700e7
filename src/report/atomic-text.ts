import { fillArguments } from '../atomics/arguments.ts';
import type { AtomicTest, Script } from '../atomics/atomic.ts';
import { elapsedText } from '../core/time.ts';
import { paint } from './colour.ts';
import { safeLines, terminalSafe } from './escape.ts';

const clouds = { aws: 'AWS', azure: 'Azure', gcp: 'Google Cloud' } as const;

/** The name of a cloud, for people. */
export function cloudName(provider: AtomicTest['provider']): string {
  return clouds[provider];
}

/**
 * A test for the person who runs it by hand: what it costs and touches, what it needs, the commands with the input
 * arguments filled in, what has to arrive, and the cleanup. Nothing of it is run.
 */
export function atomicText(test: AtomicTest, set: Readonly<Record<string, string>>, colour: boolean): string {
  const head = (text: string): string => paint('bold', terminalSafe(text), colour);
  const section = (title: string, lines: readonly string[], note = ''): string =>
    lines.length === 0 ? '' : `${head(title)}${terminalSafe(note)}\n${safeLines(lines.join('\n'))}`;
  const script = (one: Script): string => indented(fillArguments(one, test, set));
  const { executor, dependencies, inputs, latency, steps, findings, remarks } = test;
  const parts = [
    head(`# ${test.key}: ${test.name}`),
    safeLines(`${test.technique} ${test.techniqueName}, ${cloudName(test.provider)}, ${test.guid}`),
    safeLines(indented(test.description)),
    section('Cost', [indented(test.cost)]),
    section('Blast radius', [indented(test.blastRadius)]),
    section(
      'To know',
      remarks.map((one) => indented(`- ${one}`)),
    ),
    section(
      'Input arguments',
      inputs.map(
        ({ name, description, default: standard }) =>
          `  ${name}=${set[name] ?? standard ?? ''}  # ${description}`,
      ),
      ' (--set name=value)',
    ),
    ...dependencies.map(({ description, check, get }) =>
      section('Prerequisite', [script(check), '  # if that fails:', script(get)], `: ${description}`),
    ),
    section(
      'Commands',
      [script(executor.command)],
      ` (${executor.name}${executor.elevationRequired ? ', as administrator' : ''})`,
    ),
    section(
      'Has to arrive',
      steps.map(({ name, operation, expect }) => `  ${name}: ${operation} (${expect.length} fields)`),
    ),
    section(
      'When',
      latency.map(
        ({ log, from, to }) => `  ${log}: ${elapsedText(from)} to ${elapsedText(to)} after the event`,
      ),
    ),
    section('Detections', findings.length === 0 ? ['  none'] : findings.map(findingText)),
    section(
      'Cleanup',
      executor.cleanup ? [script(executor.cleanup)] : [],
      ': touches only what the test wrote down',
    ),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function findingText({ rule, level, needs }: AtomicTest['findings'][number]): string {
  return `  ${rule}: at least ${level}${needs === undefined ? '' : `, once ${needs} is filled in`}`;
}

function indented(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
    .join('\n');
}
