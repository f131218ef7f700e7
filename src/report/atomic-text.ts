import { fillArguments } from '../atomics/arguments.ts';
import type { AtomicTest, Script } from '../atomics/atomic.ts';
import { elapsedText } from '../core/time.ts';
import { paint } from './colour.ts';
import { safeLines } from './escape.ts';

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
  const head = (text: string): string => paint('bold', text, colour);
  const script = (one: Script): string => indented(fillArguments(one, test, set));
  const { executor, dependencies, inputs, latency, steps, findings, remarks } = test;
  const parts = [
    head(`# ${test.key}: ${test.name}`),
    `${test.technique} ${test.techniqueName}, ${cloudName(test.provider)}, ${test.guid}`,
    indented(test.description),
    `${head('Cost')}\n${indented(test.cost)}`,
    `${head('Blast radius')}\n${indented(test.blastRadius)}`,
    ...(remarks.length > 0
      ? [`${head('To know')}\n${remarks.map((one) => indented(`- ${one}`)).join('\n')}`]
      : []),
    ...(inputs.length > 0
      ? [
          `${head('Input arguments')} (--set name=value)\n${inputs
            .map(
              ({ name, description, default: standard }) =>
                `  ${name}=${set[name] ?? standard ?? ''}  # ${description}`,
            )
            .join('\n')}`,
        ]
      : []),
    ...dependencies.map(
      ({ description, check, get }) =>
        `${head('Prerequisite')}: ${description}\n${script(check)}\n  # if that fails:\n${script(get)}`,
    ),
    `${head('Commands')} (${executor.name}${executor.elevationRequired ? ', as administrator' : ''})\n${script(executor.command)}`,
    `${head('Has to arrive')}\n${steps.map(({ name, operation, expect }) => `  ${name}: ${operation} (${expect.length} fields)`).join('\n')}`,
    latency.length === 0
      ? ''
      : `${head('When')}\n${latency.map(({ log, from, to }) => `  ${log}: ${elapsedText(from)} to ${elapsedText(to)} after the event`).join('\n')}`,
    `${head('Detections')}\n${findings.length === 0 ? '  none' : findings.map(({ rule, level, needs }) => `  ${rule}: at least ${level}${needs === undefined ? '' : `, once ${needs} is filled in`}`).join('\n')}`,
    executor.cleanup
      ? `${head('Cleanup')}: touches only what the test wrote down\n${script(executor.cleanup)}`
      : '',
  ];
  return `${safeLines(parts.filter((part) => part !== '').join('\n\n'))}\n`;
}

function indented(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
    .join('\n');
}
