import { findTechnique } from '../attack/attack.ts';
import { findOperation } from '../clouds/catalogue-index.ts';
import type { Json } from '../core/json.ts';
import type { AtomicTest, Script } from './atomic.ts';
import { type Report, say } from './diagnostic-codes.ts';
import { lintCommands } from './lint-commands.ts';
import type { Reading } from './map-reader.ts';
import { referencesIn } from './references.ts';
import { commonValues, defaultServices, stepValues } from './value-names.ts';

/** Looks into a test that could be read: names that lead nowhere, commands that are not safe, expectations of nothing. */
export function lintAtomic(
  test: AtomicTest | Omit<AtomicTest, 'key'>,
  reading: Reading,
  report: Report,
): void {
  const whole: AtomicTest = { key: '', ...test };
  lintNames(whole, reading, report);
  lintSteps(whole, reading, report);
  lintCommands(whole, reading, report);
  const { technique, techniqueName, source } = whole;
  const at = { file: source.path, line: source.line, column: 1 };
  const known = findTechnique(technique);
  if (!known) report(say('technique', `ATT&CK has no technique ${technique} that we know of`, at));
  else if (known.name !== techniqueName)
    report(say('technique', `ATT&CK calls ${technique} '${known.name}', not '${techniqueName}'`, at));
}

function scriptsOf({ executor, dependencies }: AtomicTest): Script[] {
  const { command, cleanup } = executor;
  return [command, ...(cleanup ? [cleanup] : []), ...dependencies.flatMap(({ check, get }) => [check, get])];
}

/** Every `#{name}` and `${name}` has to lead to something, and everything declared has to be used. */
function lintNames(test: AtomicTest, reading: Reading, report: Report): void {
  const inputs = new Set(test.inputs.map(({ name }) => name));
  const used = new Set<string>();
  for (const { text, at } of scriptsOf(test)) {
    for (const [, name = ''] of text.matchAll(/#\{(\w+)\}/g)) {
      used.add(name);
      if (inputs.has(name)) continue;
      reading.fail('nameUnknown', `there is no input argument '${name}'`, at);
    }
  }
  const values = new Set(test.values.map(({ name }) => name));
  const everywhere = new Set([...inputs, ...values, ...Object.keys(commonValues[test.provider])]);
  const inSteps = new Set([...everywhere, ...stepValues]);
  const check = (value: Json, names: ReadonlySet<string>, at: AtomicTest['steps'][number]['at']): void => {
    for (const name of referencesIn(value)) {
      used.add(name);
      if (!names.has(name)) reading.fail('nameUnknown', `there is no value or input argument '${name}'`, at);
    }
  };
  for (const {
    service = '',
    operation,
    resource = '',
    request = null,
    response = null,
    more,
    expect,
    at,
  } of test.steps) {
    check([service, operation, resource, request, response, more], inSteps, at);
    for (const one of expect) check([...one.paths, ...one.values], everywhere, one.at);
  }
  for (const name of test.together.marks)
    if (!inputs.has(name))
      reading.fail('nameUnknown', `there is no input argument '${name}'`, test.executor.command.at);
  for (const { name, id = '' } of test.principals.values())
    check([name, id], everywhere, test.executor.command.at);
  for (const { name, at } of test.inputs)
    if (!used.has(name)) report(say('unused', `nothing uses the input argument '${name}'`, at));
  for (const { name, at } of test.values)
    if (!used.has(name)) report(say('unused', `nothing uses the value '${name}'`, at));
}

function lintSteps(test: AtomicTest, reading: Reading, report: Report): void {
  const names = new Set<string>();
  for (const { name, by, service, operation, expect, at } of test.steps) {
    if (names.has(name)) reading.fail('nameTwice', `two steps are called '${name}'`, at);
    names.add(name);
    if (by !== 'tester' && !test.principals.has(by))
      reading.fail('nameUnknown', `the step is done by '${by}', whom \`principals\` does not have`, at);
    if (expect.length === 0) report(say('nothingExpected', `nothing is expected of the step '${name}'`, at));
    if (!findOperation(test.provider, service ?? defaultServices[test.provider], operation))
      report(say('operation', `the catalogue has no operation '${operation}'`, at));
  }
}
