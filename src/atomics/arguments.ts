import type { AtomicTest, InputArgument, Script } from './atomic.ts';
import { isShell } from './lint-commands.ts';

const checks: Readonly<
  Record<InputArgument['type'], { readonly pattern: RegExp; readonly expected: string }>
> = {
  string: { pattern: /^[^\0\r\n]*$/, expected: 'a text on one line' },
  path: { pattern: /^[^\0\r\n]+$/, expected: 'a path' },
  url: { pattern: /^[a-z][a-z\d+.-]*:\S+$/i, expected: 'a URL' },
  integer: { pattern: /^-?\d+$/, expected: 'a whole number' },
  float: { pattern: /^-?\d+(?:\.\d+)?$/, expected: 'a number' },
};

/** What a command needs: all arguments, those that nothing can be made up for, or none beside what is given. */
export type ArgumentNeed = 'all' | 'made-up' | 'given';

/** What is wrong with values that a person sets, in words; none when all are right. */
export function argumentProblems(
  test: AtomicTest,
  set: Readonly<Record<string, string>>,
  need: ArgumentNeed,
): string[] {
  const madeUp = new Set(need === 'made-up' ? test.values.map(({ name }) => name) : []);
  return test.inputs.flatMap(({ name, type, default: standard }) => {
    const value = Object.hasOwn(set, name) ? set[name] : standard;
    if (value === undefined)
      return need === 'given' || madeUp.has(name) ? [] : [`${test.key} needs a value: --set ${name}=…`];
    const { pattern, expected } = checks[type];
    return pattern.test(value) ? [] : [`${name}: '${value}' is not ${expected}.`];
  });
}

/** A script with its input arguments filled in, quoted for its shell; those that have no value stay. */
export function fillArguments(
  { text }: Script,
  test: AtomicTest,
  set: Readonly<Record<string, string>>,
): string {
  const quote = isShell(test.executor.name);
  return text.replaceAll(/'#\{(\w+)\}'|#\{(\w+)\}/g, (written, quoted?: string, bare?: string) => {
    const name = quoted ?? bare ?? '';
    const standard = test.inputs.find((one) => one.name === name)?.default;
    const value = Object.hasOwn(set, name) ? set[name] : standard;
    if (value === undefined) return written;
    if (quoted === undefined) return value;
    return `'${quote ? value.replaceAll("'", "'\\''") : value.replaceAll("'", "''")}'`;
  });
}
