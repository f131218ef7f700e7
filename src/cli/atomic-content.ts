import { existsSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import { type ArgumentNeed, argumentProblems } from '../atomics/arguments.ts';
import type { AtomicTest } from '../atomics/atomic.ts';
import { selectAtomics } from '../atomics/select.ts';
import { commonValues } from '../atomics/value-names.ts';
import { suggest } from '../core/suggest.ts';
import { type AtomicFiles, loadAtomicFiles } from '../engine/load-atomics.ts';
import { ContentError } from '../engine/load-content.ts';
import { terminalSafe } from '../report/escape.ts';
import { DEFAULT_PACK, printDiagnostics } from './detection-content.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';
import { collect } from './values.ts';

/** Where atomic tests come from, and what is set in them. */
export interface AtomicOptions {
  readonly pack?: readonly string[] | false;
  readonly atomics?: readonly string[];
  readonly set?: Readonly<Record<string, string>>;
}

/** The options beside `-p`, which commands that take rules have anyway. */
export function atomicOptions(command: Command): void {
  command
    .option('-a, --atomics <path>', 'more atomic tests: a file or a folder; may be given again', collect)
    .option(
      '--set <name=value>',
      'an input argument, or an id that is known; may be given again',
      assignment,
    );
}

function assignment(
  text: string,
  earlier: Readonly<Record<string, string>> | undefined,
): Record<string, string> {
  const found = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(text);
  if (!found) throw new InvalidArgumentError('expected a name and a value, such as region=eu-west-1.');
  return { ...earlier, [found[1] ?? '']: found[2] ?? '' };
}

/**
 * Loads the atomic tests of packs and of the person's files.
 *
 * @throws CommandError when a path cannot be read
 */
export function loadAtomicContent(
  { pack, atomics = [] }: AtomicOptions,
  files: readonly string[] = [],
): AtomicFiles {
  try {
    return loadAtomicFiles(pack === false ? [] : (pack ?? [DEFAULT_PACK]), [...atomics, ...files]);
  } catch (error) {
    if (!(error instanceof ContentError)) throw error;
    throw new CommandError(error.message, { code: exitCodes.inputUnreadable, cause: error });
  }
}

/**
 * The tests that the arguments of a command name: keys, techniques, GUIDs, names, or files of tests.
 *
 * @param need whether input arguments without a default have to be set
 * @throws CommandError for a name that leads nowhere, for tests that were refused, and for values that cannot be used
 */
export function chooseAtomics(
  written: readonly string[],
  options: AtomicOptions,
  terminal: Terminal,
  need: ArgumentNeed,
): readonly AtomicTest[] {
  const paths = written.filter((one) => /\.ya?ml$/i.test(one) || (one.includes('/') && existsSync(one)));
  const content = loadAtomicContent(options, paths);
  printDiagnostics(content, ['error'], terminal);
  const chosen = written.flatMap((one) =>
    paths.includes(one) ? fromFile(one, content) : named(one, content),
  );
  const tests = [...new Set(chosen)];
  const { set = {} } = options;
  checkNames(tests, set);
  const problems = tests.flatMap((test) => argumentProblems(test, set, need));
  if (problems.length > 0) throw new CommandError(terminalSafe([...new Set(problems)].join(' ')));
  return tests;
}

function fromFile(written: string, { atomics, files }: AtomicFiles): readonly AtomicTest[] {
  const path = written.replace(/\/+$/, '');
  const shown = new Set(
    files.filter(({ file }) => file === path || file.startsWith(`${path}/`)).map((one) => one.path),
  );
  const tests = atomics.filter(({ source }) => shown.has(source.path));
  if (tests.length > 0) return tests;
  throw new CommandError(`${terminalSafe(path)}: no atomic test in it can be used`, {
    code: exitCodes.rulesRefused,
  });
}

function named(written: string, { atomics, refused }: AtomicFiles): readonly AtomicTest[] {
  const { tests, near } = selectAtomics(written, atomics);
  if (tests.length > 0) return tests;
  const hint = near === undefined ? 'emulate --list shows what there is.' : `did you mean ${near}?`;
  const more = refused > 0 ? ` (${refused} were refused)` : '';
  throw new CommandError(`there is no atomic test '${terminalSafe(written)}'${more}: ${hint}`);
}

/** A misspelt name would set nothing, and nobody would be told. */
function checkNames(tests: readonly AtomicTest[], set: Readonly<Record<string, string>>): void {
  const known = tests.flatMap(({ inputs, values, provider }) => [
    ...inputs.map(({ name }) => name),
    ...values.map(({ name }) => name),
    ...Object.keys(commonValues[provider]),
  ]);
  const unknown = Object.keys(set).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const near = suggest(unknown, known);
  const hint = near === undefined ? `there are ${[...new Set(known)].join(', ')}` : `did you mean ${near}?`;
  throw new CommandError(`--set ${unknown}: the test has no input argument or value of that name; ${hint}`);
}
