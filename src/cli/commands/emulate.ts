import Table from 'cli-table3';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { AtomicTest } from '../../atomics/atomic.ts';
import { containersOf } from '../../emulate/containers/index.ts';
import { emulate } from '../../emulate/emulate.ts';
import { loadRoutines } from '../../engine/load-atomics.ts';
import { atomicText, cloudName } from '../../report/atomic-text.ts';
import { counted } from '../../report/counted.ts';
import { terminalSafe } from '../../report/escape.ts';
import { type AtomicOptions, atomicOptions, chooseAtomics, loadAtomicContent } from '../atomic-content.ts';
import { DEFAULT_PACK, printDiagnostics } from '../detection-content.ts';
import { chooseContainers, type EmulatedOutput, writeEmulated } from '../emulated-files.ts';
import { CommandError, type ExitCode, exitCodes } from '../exit-codes.ts';
import { printData, type Terminal } from '../terminal.ts';
import { collect, oneOf, timeValue } from '../values.ts';

interface EmulateCommandOptions extends AtomicOptions, EmulatedOutput {
  readonly pack?: readonly string[];
  readonly at?: number;
  readonly seed: number;
  readonly noise: number;
  readonly redelivered: number;
  readonly list?: boolean;
  readonly print?: boolean;
  readonly dryRun?: boolean;
  readonly lint?: boolean;
  readonly format?: 'table' | 'json';
}

/** The containers of each cloud, in lines that fit a terminal. */
const containerLists = (['aws', 'azure', 'gcp'] as const).map((cloud) => {
  const names = containersOf(cloud).map(({ name, layout }) => (layout === 'folder' ? `${name}/` : name));
  const lines: string[] = [];
  let line = '';
  for (const name of names) {
    if (line.length + name.length > 72) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? name : ` ${name}`;
  }
  return `  ${`${cloudName(cloud)}:`.padEnd(14)}${[...lines, line].join(`\n${' '.repeat(16)}`)}`;
});

const notes = `
ATOMIC is a test (T1578.002-aws-1), all tests of a technique (T1578.002, T1578.002-aws), a GUID, a name, or a file of tests.
Nothing is ever run: emulate writes the records that a test would leave, --print shows the commands for you to run.

Containers (-c); those with / are folders of files. A folder gets the first, a file or stdout gets lines:
${containerLists.join('\n')}

Examples:
  nephoscope emulate --list
  nephoscope emulate T1578.002-aws-2 --at 2026-03-10T09:00:00Z -o lab/   the files of a trail
  nephoscope emulate T1578.002-azure -c sentinel -o rows.csv
  nephoscope emulate T1485 --noise 500 | nephoscope hunt -
  nephoscope emulate T1490-gcp --print --set zone=europe-west3-a         commands, cost, cleanup`;

export function emulateCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  const command = new Command('emulate')
    .description(
      'Write the telemetry that an atomic test would leave in the logs, or print the test for you to run.',
    )
    .argument('[atomic...]', 'which tests')
    .addHelpText('after', notes)
    .option(
      '-p, --pack <pack>',
      'tests of a pack by name or folder; may be given again (default: cloud-compute)',
      collect,
    );
  atomicOptions(command);
  return command
    .addOption(new Option('--at <time>', 'when the first test begins (default: now)').argParser(timeValue))
    .addOption(
      new Option('--seed <n>', 'other ids and delays; the same seed gives the same')
        .argParser(whole)
        .default(1),
    )
    .addOption(
      new Option('--noise <n>', 'so many operations of routine in each cloud').argParser(whole).default(0),
    )
    .addOption(
      new Option('--redelivered <percent>', 'how many in a hundred records come twice')
        .argParser(percent)
        .default(10),
    )
    .option('-c, --container <name>', 'how the cloud delivers the records; see below')
    .option('-o, --output <path>', 'a file or a folder (default: stdout)')
    .option('--force', 'overwrite existing files')
    .option('--list', 'list the tests')
    .option('--print', 'print commands, prerequisites, cost and cleanup')
    .option('--dry-run', 'the same as --print')
    .option('--lint', 'say what is wrong with the tests')
    .addOption(
      new Option(
        '-f, --format <format>',
        'of --list: table, json (default: table on a terminal, else json)',
      ).argParser(oneOf(['table', 'json'] as const)),
    )
    .action(async (atomics: string[], options: EmulateCommandOptions) =>
      finish(await run(atomics, options, terminal)),
    );
}

async function run(
  written: readonly string[],
  options: EmulateCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const modes = [options.list, options.print ?? options.dryRun, options.lint].filter(Boolean);
  if (modes.length > 1) throw new CommandError('--list, --print and --lint exclude each other.');
  if (options.lint) return lint(written, options, terminal);
  if (options.list) return list(written, options, terminal);
  if (written.length === 0) throw new CommandError('name an atomic test; --list shows what there is.');
  const isPrint = options.print ?? options.dryRun ?? false;
  const tests = chooseAtomics(written, options, terminal, isPrint ? 'all' : 'made-up');
  const { set = {} } = options;
  if (isPrint) {
    await terminal.out(tests.map((test) => atomicText(test, set, terminal.outColour)).join('\n'));
    return exitCodes.done;
  }
  return write(tests, options, terminal);
}

async function write(
  tests: readonly AtomicTest[],
  options: EmulateCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { at = terminal.now(), seed, noise, redelivered, set = {}, pack = [DEFAULT_PACK] } = options;
  const containers = chooseContainers(
    tests.map(({ provider }) => provider),
    options,
  );
  const routines = noise > 0 ? loadRoutines(pack) : { routines: [], diagnostics: [], files: [] };
  printDiagnostics(routines, ['error'], terminal);
  if (noise > 0 && routines.routines.length === 0)
    throw new CommandError('the pack has no routines for --noise.');
  const records = emulate(tests, {
    at,
    seed,
    redelivered,
    set,
    noise: { count: noise, routines: routines.routines },
  });
  const paths = await writeEmulated(records, containers, options, terminal);
  const where = paths.length === 0 ? '' : ` in ${counted(paths.length, 'file')}`;
  terminal.err(`${counted(tests.length, 'test')}, ${counted(records.length, 'record')}${where}\n`);
  return exitCodes.done;
}

async function list(
  written: readonly string[],
  options: EmulateCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const content = loadAtomicContent(options);
  const tests = written.length === 0 ? content.atomics : chooseAtomics(written, options, terminal, 'given');
  if (written.length === 0) printDiagnostics(content, ['error'], terminal);
  const format = options.format ?? (terminal.outIsTerminal ? 'table' : 'json');
  await printData(
    terminal,
    format === 'json' ? `${JSON.stringify(tests.map(plain), null, 2)}\n` : tableOf(tests, terminal.width),
  );
  return content.refused > 0 ? exitCodes.rulesRefused : exitCodes.done;
}

function plain(test: AtomicTest): object {
  const {
    key,
    technique,
    techniqueName,
    provider,
    name,
    guid,
    cost,
    blastRadius,
    steps,
    findings,
    latency,
    source,
  } = test;
  return {
    key,
    technique,
    techniqueName,
    provider,
    name,
    guid,
    cost,
    blastRadius,
    operations: steps.map(({ operation }) => operation),
    findings: findings.map(({ rule, level, needs }) => ({ rule, level, ...(needs && { needs }) })),
    latency,
    path: source.path,
  };
}

function tableOf(tests: readonly AtomicTest[], width: number): string {
  const key = 17;
  const steps = 7;
  const table = new Table({
    head: ['Test', 'Name', 'Steps', 'Detections'],
    style: { head: [], border: [], compact: true },
    colWidths: [
      key + 2,
      Math.max(30, Math.floor((width - key - steps - 9) * 0.55)),
      steps,
      Math.max(20, Math.floor((width - key - steps - 9) * 0.45)),
    ],
    wordWrap: true,
  });
  for (const { key: name, name: title, steps: all, findings } of tests) {
    const told = findings.map(({ rule, level }) => `${rule} (${level})`).join(', ');
    table.push([name, title, String(all.length), told].map(terminalSafe));
  }
  return `${table.toString()}\n`;
}

async function lint(
  written: readonly string[],
  options: EmulateCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { atomics, diagnostics, refused, files } = loadAtomicContent(
    written.length === 0 ? options : { ...options, pack: options.pack ?? false },
    written,
  );
  printDiagnostics({ diagnostics, files }, ['error', 'warning', 'info'], terminal);
  const of = (severity: string): number => diagnostics.filter((one) => one.severity === severity).length;
  terminal.err(
    `${counted(atomics.length, 'test')}, ${refused} refused: ${counted(of('error'), 'error')}, ${counted(of('warning'), 'warning')}\n`,
  );
  return of('error') > 0 ? exitCodes.rulesRefused : exitCodes.done;
}

function whole(text: string): number {
  const value = Number(text);
  if (!/^\d{1,7}$/.test(text)) throw new InvalidArgumentError('expected a whole number, up to 9,999,999.');
  return value;
}

function percent(text: string): number {
  const value = Number(text);
  if (!/^\d{1,3}$/.test(text) || value > 100)
    throw new InvalidArgumentError('expected a whole number from 0 to 100.');
  return value;
}
