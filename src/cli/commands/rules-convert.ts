import { existsSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type Provider, providers } from '../../activity/vocabulary.ts';
import {
  type CarriedRule,
  carryRules,
  findTarget,
  type SiemTarget,
  siemTargets,
} from '../../convert/index.ts';
import { suggest } from '../../core/suggest.ts';
import type { Correlation } from '../../ir/correlation.ts';
import type { Rule } from '../../ir/rule.ts';
import { terminalSafe } from '../../report/escape.ts';
import { conversionSummary } from '../conversion-table.ts';
import { type ContentOptions, loadContent, printDiagnostics } from '../detection-content.ts';
import { CommandError, type ExitCode, exitCodes } from '../exit-codes.ts';
import { openOutput } from '../output-file.ts';
import { contentOptions } from '../shared-options.ts';
import { printData, type Terminal } from '../terminal.ts';
import { collect, oneOf } from '../values.ts';

interface ConvertOptions extends ContentOptions {
  readonly target?: SiemTarget;
  readonly list?: boolean;
  readonly cloud?: readonly string[];
  readonly output?: string;
  readonly force?: boolean;
  readonly format: 'text' | 'json';
}

const examples = `
Examples:
  nephoscope rules convert -t sentinel -o kql/                       the pack, a file for each query
  nephoscope rules convert -t splunk --cloud aws 'Disk data shared with everybody'
  nephoscope rules convert -t elastic --no-pack -r my-rules/ --strict  only what is carried over exactly
  nephoscope rules convert --list                                    the targets and their tables`;

export function rulesConvertCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  const command = new Command('convert')
    .description(
      'Carry rules to the SIEM that you own: KQL, SPL, ES|QL, CQL, YARA-L, Sumo Logic, AQL. What a target cannot be ' +
        'told is named, in a comment of the query and on stderr.',
    )
    .argument('[rule...]', 'rules by id, name or title (default: all)')
    .addHelpText('after', examples)
    .addOption(new Option('-t, --target <target>', targetNames().join(', ')).argParser(targetValue))
    .option('--list', 'list the targets and the tables that they read');
  contentOptions(command);
  return command
    .addOption(
      new Option('--cloud <cloud>', `only for ${providers.join(', ')}; may be given again`).argParser(
        (value: string, before: string[] | undefined) => collect(oneOf(providers)(value), before),
      ),
    )
    .option('-o, --output <path>', 'a file, or a folder for a file of each query (default: stdout)')
    .option('--force', 'overwrite files that exist')
    .option('--strict', 'refuse queries that do not find exactly what the rule finds')
    .addOption(
      new Option('-f, --format <format>', 'text, json').argParser(oneOf(['text', 'json'])).default('text'),
    )
    .action(async (rules: string[], options: ConvertOptions) =>
      finish(await convert(rules, options, terminal)),
    );
}

function targetNames(): readonly string[] {
  return siemTargets.map(({ name }) => name);
}

function targetValue(text: string): SiemTarget {
  const target = findTarget(text);
  if (target) return target;
  const near = suggest(text.toLowerCase(), targetNames());
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  throw new InvalidArgumentError(`expected one of ${targetNames().join(', ')}.${hint}`);
}

async function convert(
  names: readonly string[],
  options: ConvertOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  if (options.list) {
    await terminal.out(targetList());
    return exitCodes.done;
  }
  const { target } = options;
  if (!target) throw new CommandError(`name the target with -t: ${targetNames().join(', ')}.`);
  // Strict is meant for the queries, here: our own extensions of Sigma can be carried over like anything else.
  const content = loadContent({ ...options, strict: false });
  printDiagnostics(content, ['error'], terminal);
  const all = [...content.rules, ...content.correlations];
  const wanted = names.length === 0 ? all : names.flatMap((name) => chosen(all, name));
  const clouds = options.cloud?.filter((cloud): cloud is Provider => providers.some((one) => one === cloud));
  const carried = carryRules(
    all,
    target,
    { ...(clouds ? { clouds } : {}), strict: options.strict ?? false },
    wanted,
  );
  await write(carried, target, options, terminal);
  terminal.err(conversionSummary(carried, terminal.width));
  const isRefused = content.refused > 0 || carried.some(({ refusals }) => refusals.length > 0);
  return isRefused ? exitCodes.rulesRefused : exitCodes.done;
}

function targetList(): string {
  const lines = siemTargets.flatMap(({ name, title, logs }) => [
    `${name.padEnd(10)} ${title}`,
    ...logs.map(({ cloud, service, table }) => `${''.padEnd(10)}   ${cloud}/${service}: ${table}`),
  ]);
  return `${lines.join('\n')}\n`;
}

/** @throws CommandError when no rule has that id, name or title */
function chosen(all: readonly (Rule | Correlation)[], name: string): readonly (Rule | Correlation)[] {
  const wanted = name.toLowerCase();
  const namesOf = ({ id, title, name: own }: Rule | Correlation): string[] =>
    [id, title, own ?? ''].filter((one) => one !== '');
  const found = all.filter((rule) => namesOf(rule).some((one) => one.toLowerCase() === wanted));
  if (found.length > 0) return found;
  const names = new Map(all.flatMap(namesOf).map((one) => [one.toLowerCase(), one]));
  const near = names.get(suggest(wanted, [...names.keys()]) ?? '');
  const hint = near === undefined ? '' : ` Did you mean "${terminalSafe(near)}"?`;
  throw new CommandError(`no rule has the id, name or title "${terminalSafe(name)}".${hint}`);
}

async function write(
  carried: readonly CarriedRule[],
  target: SiemTarget,
  { output, force = false, format }: ConvertOptions,
  terminal: Terminal,
): Promise<void> {
  if (format === 'text' && output !== undefined && isFolder(output))
    return writeFolder(carried, target, output, force, terminal);
  const text =
    format === 'json'
      ? `${JSON.stringify(carried.map(plain), null, 2)}\n`
      : carried.flatMap(({ queries }) => queries.map(({ document }) => document)).join('\n');
  if (output === undefined) return printData(terminal, text);
  const file = await openOutput(output, force, terminal);
  await file.writeData(text);
  await file.close();
}

function isFolder(path: string): boolean {
  return /[\\/]$/.test(path) || (existsSync(path) && statSync(path).isDirectory());
}

async function writeFolder(
  carried: readonly CarriedRule[],
  { extension }: SiemTarget,
  folder: string,
  force: boolean,
  terminal: Terminal,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const taken = new Set<string>();
  for (const { rule, queries } of carried) {
    for (const { cloud, service, document } of queries) {
      const base = `${fileName(rule.name ?? rule.title)}.${cloud}`;
      const isTaken = taken.has(base);
      const name = isTaken ? `${base}.${fileName(service)}.${rule.id.slice(0, 8)}` : base;
      taken.add(base);
      const file = await openOutput(join(folder, `${name}.${extension}`), force, terminal);
      await file.writeData(document);
      await file.close();
    }
  }
}

/** A title as the name of a file: nothing that a path or a shell could act on. */
function fileName(title: string): string {
  const name = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return name.slice(0, 80) || 'rule';
}

function plain({ rule, target, queries, refusals }: CarriedRule): object {
  const { id, title, name, level, source } = rule;
  return {
    rule: { id, title, ...(name === undefined ? {} : { name }), level, path: source.path },
    target,
    queries: queries.map(({ document: _, ...query }) => query),
    refusals,
  };
}
