import { existsSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type Provider, providers } from '../../activity/vocabulary.ts';
import { carryRules, findTarget, type SiemTarget, siemTargets } from '../../convert/index.ts';
import { suggest } from '../../core/suggest.ts';
import { readRuleFiles } from '../../engine/load-content.ts';
import type { Correlation } from '../../ir/correlation.ts';
import type { Rule } from '../../ir/rule.ts';
import { terminalSafe } from '../../report/escape.ts';
import { conversionSummary } from '../conversion-table.ts';
import { type ContentOptions, loadContent, printDiagnostics } from '../detection-content.ts';
import { CommandError, type ExitCode, exitCodes } from '../exit-codes.ts';
import { keepInputs } from '../kept-inputs.ts';
import { writeQueries } from '../query-files.ts';
import { contentOptions } from '../shared-options.ts';
import type { Terminal } from '../terminal.ts';
import { oneOf } from '../values.ts';

interface ConvertOptions extends ContentOptions {
  readonly to?: SiemTarget;
  readonly list?: boolean;
  readonly cloud?: readonly Provider[];
  readonly output?: string;
  readonly force?: boolean;
  readonly format: 'text' | 'json';
}

const examples = `
Examples:
  nephoscope rules convert --to sentinel -o kql/              the pack, a file for each query
  nephoscope rules convert --to splunk my-rules/ --cloud aws  rules of one's own
  nephoscope rules convert --to elastic 'Disk data shared with everybody'
  nephoscope rules convert --to qradar --strict               only what is carried over exactly
  nephoscope rules convert --list                             the targets and their tables`;

export function rulesConvertCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  const command = new Command('convert')
    .description(
      'Carry rules and correlations to the SIEM that you own: KQL, SPL, ES|QL, CQL, YARA-L, Sumo Logic, AQL. What a ' +
        'target cannot be told is named, in a comment of the query and on stderr.',
    )
    .argument('[rule...]', 'rule files, folders, or rules by id, name or title (default: all of the pack)')
    .addHelpText('after', examples)
    .addOption(new Option('-t, --to <target>', targetNames().join(', ')).argParser(targetValue))
    .option('--list', 'list the targets and the tables that they read');
  contentOptions(command);
  return command
    .addOption(
      new Option('--cloud <cloud>', `only for ${providers.join(', ')}; may be given again`).argParser(
        (value: string, before: readonly Provider[] | undefined) => [
          ...(before ?? []),
          oneOf(providers)(value),
        ],
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
  const { to: target, cloud: clouds, strict = false } = options;
  if (!target) throw new CommandError(`name the target with --to: ${targetNames().join(', ')}.`);
  const { content, wanted, refused } = contentToConvert(names, options, terminal);
  const carried = carryRules(content, target, { ...(clouds ? { clouds } : {}), strict }, wanted);
  await keepInputs([...names, ...(options.rules ?? []), options.parameters], options.output);
  await writeQueries(carried, target, options, terminal);
  terminal.err(conversionSummary(carried, terminal.width));
  const isRefused = refused > 0 || carried.some(({ refusals }) => refusals.length > 0);
  return isRefused ? exitCodes.rulesRefused : exitCodes.done;
}

function targetList(): string {
  const lines = siemTargets.flatMap(({ name, title, logs }) => [
    `${name.padEnd(10)} ${title}`,
    ...logs.map(({ cloud, service, table }) => `${''.padEnd(10)}   ${cloud}/${service}: ${table}`),
  ]);
  return `${lines.join('\n')}\n`;
}

interface ContentToConvert {
  /** What correlations may refer to. */
  readonly content: Content;
  readonly wanted: Content;
  /** How many rules could not be loaded. */
  readonly refused: number;
}

type Content = readonly (Rule | Correlation)[];

/** The rules of paths, and those with names; without either, everything. */
function contentToConvert(
  names: readonly string[],
  options: ConvertOptions,
  terminal: Terminal,
): ContentToConvert {
  const paths = names.filter((name) => existsSync(name));
  // Strict is meant for the queries, here: our own extensions of Sigma can be carried over like anything else.
  const rules = [...(options.rules ?? []), ...paths];
  const loaded = loadContent({ ...options, rules, strict: false }, true);
  printDiagnostics(loaded, ['error'], terminal);
  const all = [...loaded.rules, ...loaded.correlations];
  const content = [...loaded.around, ...all];
  if (names.length === 0) return { content, wanted: all, refused: loaded.refused };
  const given = new Set(readRuleFiles(paths).map(({ path }) => path));
  const wanted = [
    ...all.filter(({ source }) => given.has(source.path)),
    ...names.filter((name) => !paths.includes(name)).flatMap((name) => chosen(all, name)),
  ];
  return { content, wanted: [...new Set(wanted)], refused: loaded.refused };
}

/** @throws CommandError when no rule has that id, name or title */
function chosen(all: Content, name: string): Content {
  const wanted = name.toLowerCase();
  const namesOf = ({ id, title, name: own }: Rule | Correlation): string[] =>
    [id, title, own ?? ''].filter((one) => one !== '');
  const found = all.filter((rule) => namesOf(rule).some((one) => one.toLowerCase() === wanted));
  if (found.length > 0) return found;
  const names = new Map(all.flatMap(namesOf).map((one) => [one.toLowerCase(), one]));
  const near = names.get(suggest(wanted, [...names.keys()]) ?? '');
  const hint = near === undefined ? '' : ` Did you mean "${terminalSafe(near)}"?`;
  throw new CommandError(
    `"${terminalSafe(name)}" is neither a file nor the id, name or title of a rule.${hint}`,
  );
}
