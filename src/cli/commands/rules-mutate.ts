import Table from 'cli-table3';
import { enclosingFiles } from '../../engine/load-content.ts';
import { type MutantResult, type MutatedFile, mutateFile } from '../../engine/mutation/mutate-file.ts';
import { RuleFileTester } from '../../engine/rule-test-files.ts';
import { counted } from '../../report/counted.ts';
import { terminalSafe } from '../../report/escape.ts';
import { type JunitCase, junit } from '../../report/junit.ts';
import { gatherRuleFiles, printDiagnostics } from '../detection-content.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { openOutput } from '../output-file.ts';
import { StatusLine } from '../status-line.ts';
import { printData, type Terminal } from '../terminal.ts';

export const mutationFormats = ['table', 'json', 'junit'] as const;

export interface MutateOptions {
  readonly pack?: readonly string[];
  readonly parameters?: string;
  readonly junit?: string;
  readonly force?: boolean;
  readonly verbose?: boolean;
  readonly minKilled: number;
  readonly format?: (typeof mutationFormats)[number];
}

/** `rules test --mutate`: changes the rules, and reports the changes that no test notices. */
export async function mutate(
  paths: readonly string[],
  options: MutateOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const packs = options.pack ?? [];
  const { shipped, given, placeholders, warnings } = gatherRuleFiles(packs, paths, options.parameters);
  printDiagnostics({ diagnostics: [], files: [], warnings }, [], terminal);
  const files = [...shipped, ...given];
  const tester = new RuleFileTester([...files, ...enclosingFiles(paths)], placeholders);
  const progress = new StatusLine(terminal);
  const done: MutatedFile[] = [];
  for (const file of files) {
    // Between files there is time for Ctrl-C.
    await new Promise(setImmediate);
    if (terminal.interrupt.aborted) break;
    const result = mutateFile(file, tester);
    done.push(result);
    const tried = all(done);
    const left = tried.filter(isSurvivor).length;
    progress.show(
      `${done.length}/${files.length} files · ${counted(tried.length, 'mutant')} · ${left} survive`,
    );
  }
  progress.clear();
  for (const [index, { load }] of done.entries())
    printDiagnostics(
      { diagnostics: load.diagnostics, files: files.slice(index, index + 1) },
      ['error'],
      terminal,
    );
  await report(done, options, terminal);
  if (terminal.interrupt.aborted) return exitCodes.interrupted;
  if (score(done) < options.minKilled || done.some(({ problems }) => problems.length > 0))
    return exitCodes.findings;
  return done.some(({ load }) => load.refused > 0) ? exitCodes.rulesRefused : exitCodes.done;
}

function all(files: readonly MutatedFile[]): MutantResult[] {
  return files.flatMap(({ mutants }) => mutants);
}

function isSurvivor({ killedBy, accepted }: MutantResult): boolean {
  return killedBy === undefined && accepted === undefined;
}

/** Per cent of the mutants that were killed, or may survive. */
function score(files: readonly MutatedFile[]): number {
  const mutants = all(files);
  if (mutants.length === 0) return 100;
  return ((mutants.length - mutants.filter(isSurvivor).length) / mutants.length) * 100;
}

async function report(
  files: readonly MutatedFile[],
  options: MutateOptions,
  terminal: Terminal,
): Promise<void> {
  if (options.junit !== undefined) {
    const output = await openOutput(options.junit, options.force ?? false, terminal);
    await output.write(junit(files.flatMap(junitCases)));
    await output.close();
  }
  if (options.junit !== '-') await printData(terminal, render(files, options, terminal.width));
  const mutants = all(files);
  const accepted = mutants.filter((one) => one.accepted !== undefined).length;
  const untested = files.flatMap((file) => file.untested);
  const rules = new Set(mutants.map(({ rule }) => rule)).size;
  if (options.verbose)
    for (const { title, source } of untested)
      terminal.err(`no tests: ${terminalSafe(`${source.path}:${source.line}: ${title}`)}\n`);
  terminal.err(
    `${counted(rules, 'rule')} (${untested.length} without tests): ${counted(mutants.length, 'mutant')}, ` +
      `${mutants.filter(({ killedBy }) => killedBy !== undefined).length} killed, ${accepted} accepted, ` +
      `${mutants.filter(isSurvivor).length} survive: ${floored(score(files))} %\n`,
  );
}

/** 99.99 is not 100. */
function floored(percent: number): string {
  return String(Math.floor(percent * 10) / 10);
}

function render(files: readonly MutatedFile[], { format = 'table' }: MutateOptions, width: number): string {
  if (format === 'junit') return junit(files.flatMap(junitCases));
  if (format === 'json') return `${JSON.stringify(plain(files), null, 2)}\n`;
  const problems = files.flatMap((file) => file.problems);
  const lines = problems.map((problem) => `FAILED ${terminalSafe(problem)}\n`).join('');
  const survivors = all(files).filter(isSurvivor);
  if (survivors.length === 0) return lines;
  const free = Math.max(80, width - 10);
  const table = new Table({
    head: ['Survives', 'Rule', 'Place'],
    style: { head: [], border: [], compact: true },
    colWidths: [0.42, 0.24, 0.34].map((share) => Math.floor(free * share)),
    wordWrap: true,
    // Paths have no spaces to break at.
    wrapOnWordBoundary: false,
  });
  for (const one of survivors) table.push([one.what, one.rule.title, placeText(one)].map(terminalSafe));
  return `${lines}${table.toString()}\n`;
}

function placeText({ at }: MutantResult): string {
  return `${at.file}:${at.line}:${at.column}`;
}

function plain(files: readonly MutatedFile[]): object {
  return {
    score: score(files),
    problems: files.flatMap(({ problems }) => problems),
    untested: files.flatMap(({ untested }) => untested.map(({ id, title }) => ({ id, title }))),
    mutants: all(files).map(({ rule, what, at, killedBy, accepted }) => ({
      rule: { id: rule.id, title: rule.title },
      mutant: what,
      at: { file: at.file, line: at.line, column: at.column },
      killedBy: killedBy ?? null,
      ...(accepted === undefined ? {} : { accepted }),
    })),
  };
}

function junitCases({ path, mutants, problems }: MutatedFile): JunitCase[] {
  return [
    ...problems.map((failure) => ({ suite: path, name: 'test file', failure })),
    ...mutants.map((one) => {
      const name = `${one.rule.title}: ${one.what}`;
      return isSurvivor(one)
        ? { suite: path, name, failure: `no test notices the change at ${placeText(one)}` }
        : { suite: path, name };
    }),
  ];
}
