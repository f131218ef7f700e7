import { join } from 'node:path';
import { Command, Option } from 'commander';
import { explain } from '../../emit/reference/index.ts';
import { enclosingFiles, loadPack, orphanTests } from '../../engine/load-content.ts';
import { RuleFileTester } from '../../engine/rule-test-files.ts';
import { type RuleTestResult, shownTo } from '../../engine/rule-tests.ts';
import { counted } from '../../report/counted.ts';
import { terminalSafe } from '../../report/escape.ts';
import { type JunitCase, junit } from '../../report/junit.ts';
import { gatherRuleFiles, printDiagnostics } from '../detection-content.ts';
import { CommandError, type ExitCode, exitCodes } from '../exit-codes.ts';
import { decisiveLines } from '../explanation-lines.ts';
import { openOutput } from '../output-file.ts';
import type { Terminal } from '../terminal.ts';
import { collect, oneOf, percentValue } from '../values.ts';
import { type MutateOptions, mutate, mutationFormats } from './rules-mutate.ts';

interface TestOptions {
  readonly pack?: readonly string[];
  readonly parameters?: string;
  readonly junit?: string;
  readonly force?: boolean;
  readonly verbose?: boolean;
  readonly mutate?: boolean;
}

const format = `
Tests stand beside a rule: NAME.yml, NAME.test.yml.

  parameters:               # may be left out: parameters of the rules for these tests
    trusted_accounts: ['111122223333']
    snapshot_burst_count: 5
  tests:
    - name: shared with everybody
      match: true
      event: { … }          # a native record
    - name: shared with our backup account
      match: false
      events: [ …, … ]      # the records of one operation
    - name: taken, then shared
      rule: snapshot_out    # id, name or title, where the file holds several
      match: true
      findings: 1           # may be left out: how many findings of the correlation
      events: [ …, … ]      # for a correlation: records of any cloud, in any order
  accepted:                 # may be left out: mutants that --mutate may leave alive
    - mutant: 'selection.operation: equals → contains'
      why: no other operation has this name in its own

Examples:
  nephoscope rules test my-rules/
  nephoscope rules test my-rules/ --mutate                which changes of a rule would nobody notice?
  nephoscope rules test -p cloud-compute --mutate -f json`;

export function rulesTestCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  return new Command('test')
    .description('Run the tests that stand beside rules; exits with 1 when one fails.')
    .argument('[path...]', 'rule files and folders')
    .option('-p, --pack <pack>', 'test a pack', collect)
    .option('--parameters <file>', 'YAML values of parameters: lists, numbers, timespans')
    .option('--junit <file>', 'write the results as JUnit XML (- for stdout)')
    .option('--force', 'overwrite an existing JUnit file')
    .option('-v, --verbose', 'name the tests that pass, too')
    .option(
      '--mutate',
      'test the tests: change each rule in small ways, and report the changes that no test notices',
    )
    .addOption(
      new Option(
        '--min-killed <percent>',
        'with --mutate: exit with 1 below this share of mutants that are killed',
      )
        .argParser(percentValue)
        .default(100),
    )
    .addOption(
      new Option('-f, --format <format>', 'with --mutate: table, json, junit').argParser(
        oneOf(mutationFormats),
      ),
    )
    .addHelpText('after', format)
    .action(async (paths: string[], options: TestOptions & MutateOptions) =>
      finish(await run(paths, options, terminal)),
    );
}

interface FileResults {
  readonly path: string;
  readonly results: readonly RuleTestResult[];
  /** No test file, or one that cannot be used. */
  readonly problem?: string;
  /** The path is that of a test file without a rule. */
  readonly isOrphan?: true;
}

async function run(
  paths: readonly string[],
  options: TestOptions & MutateOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  if (paths.length === 0 && options.pack === undefined) {
    throw new CommandError('name the rules to test: a file, a folder, or --pack.');
  }
  if (options.mutate) return mutate(paths, options, terminal);
  if (options.format !== undefined)
    throw new CommandError('--format is for --mutate; --junit <file> writes XML.');
  return test(paths, options, terminal);
}

async function test(paths: readonly string[], options: TestOptions, terminal: Terminal): Promise<ExitCode> {
  const packs = options.pack ?? [];
  const { shipped, given, placeholders, warnings } = gatherRuleFiles(packs, paths, options.parameters);
  printDiagnostics({ diagnostics: [], files: [], warnings }, [], terminal);
  let refused = 0;
  const results: FileResults[] = [];
  const tester = new RuleFileTester([...shipped, ...given, ...enclosingFiles(paths)], placeholders);
  for (const file of [...shipped, ...given]) {
    const { load, ...result } = tester.run(file);
    refused += load.refused;
    printDiagnostics({ diagnostics: load.diagnostics, files: [file] }, ['error'], terminal);
    results.push(result);
  }
  const folders = [...paths, ...packs.map((pack) => join(loadPack(pack).folder, 'rules'))];
  for (const path of orphanTests(folders)) {
    const problem = `${path}: no rule stands beside it: ${path.replace(/\.test(\.ya?ml)$/, '$1')} is not there`;
    results.push({ path, results: [], problem, isOrphan: true });
  }
  if (options.junit !== undefined) {
    const output = await openOutput(options.junit, options.force ?? false, terminal);
    await output.write(junit(results.flatMap(junitCases)));
    await output.close();
  }
  await print(results, options, terminal);
  if (results.some(isFailed)) return exitCodes.findings;
  return refused > 0 ? exitCodes.rulesRefused : exitCodes.done;
}

function isFailed({ problem, results }: FileResults): boolean {
  return problem !== undefined || results.some(({ passed }) => !passed);
}

function junitCases({ path, results, problem }: FileResults): JunitCase[] {
  if (problem !== undefined) return [{ suite: path, name: 'test file', failure: problem }];
  return results.map(({ test: { name }, passed, message = 'failed' }) =>
    passed ? { suite: path, name } : { suite: path, name, failure: message },
  );
}

async function print(files: readonly FileResults[], options: TestOptions, terminal: Terminal): Promise<void> {
  const write = options.junit === '-' ? async (text: string) => terminal.err(text) : terminal.out;
  const all = files.flatMap(({ results }) => results);
  for (const { path, results, problem } of files) {
    if (problem !== undefined) await write(`FAILED ${terminalSafe(problem)}\n`);
    for (const result of results) {
      const { test: one, passed, message } = result;
      if (!passed) {
        await write(`FAILED ${path}: ${terminalSafe(one.name)}: ${message}\n`);
        await write(why(result, terminal.outColour && options.junit !== '-').join(''));
      } else if (options.verbose) await write(`ok     ${path}: ${terminalSafe(one.name)}\n`);
    }
  }
  const untested = files.filter(({ results, problem }) => results.length === 0 && problem === undefined);
  if (options.verbose) for (const { path } of untested) await write(`no tests beside ${path}\n`);
  const failed =
    all.filter(({ passed }) => !passed).length + files.filter(({ problem }) => problem !== undefined).length;
  terminal.err(
    `${counted(files.filter(({ isOrphan }) => !isOrphan).length, 'rule file')} (${untested.length} without tests): ${all.length - all.filter(({ passed }) => !passed).length} passed, ${failed} failed\n`,
  );
}

/** The tests of the rule that decided, for each thing that it was shown: what is wanted, and what was found. */
function why({ rule, steps = [], test: { events } }: RuleTestResult, colour: boolean): string[] {
  if (rule?.kind === 'correlation')
    return steps.map(
      ({ title, count }) =>
        `  ${terminalSafe(title)}: ${count === 0 ? 'matches nothing' : counted(count, 'event')}\n`,
    );
  const shown = rule === undefined ? '' : shownTo(rule, events);
  if (rule === undefined || typeof shown === 'string') return [];
  return shown.flatMap((one) => decisiveLines(explain(rule, one), 1, colour));
}
