import Table from 'cli-table3';
import { Command, Option } from 'commander';
import { stringify } from 'yaml';
import { ContentError } from '../../engine/load-content.ts';
import { type ListedParameter, listParameters } from '../../engine/parameter-list.ts';
import { counted } from '../../report/counted.ts';
import { terminalSafe } from '../../report/escape.ts';
import { loadContent, printDiagnostics } from '../detection-content.ts';
import { CommandError, type ExitCode, exitCodes } from '../exit-codes.ts';
import { printData, type Terminal } from '../terminal.ts';
import { collect, oneOf } from '../values.ts';

interface ParametersOptions {
  readonly pack?: readonly string[] | false;
  readonly parameters?: string;
  readonly format?: Format;
}

const formats = ['table', 'json', 'yaml'] as const;
type Format = (typeof formats)[number];

const examples = `
Examples:
  nephoscope rules parameters                                 of the shipped pack
  nephoscope rules parameters my-rules/ --parameters my.yml   what a file of yours makes of them
  nephoscope rules parameters -f yaml > my.yml                a file to begin with, for --parameters`;

export function rulesParametersCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  return new Command('parameters')
    .description(
      'List what can be set without editing a rule: lists, thresholds, windows; what each is now, where that was said, ' +
        "which rules use it, and which of ATT&CK's mutable elements it is.",
    )
    .argument('[path...]', 'rule files and folders (default: the pack cloud-compute)')
    .option('-p, --pack <pack>', 'a detection pack by name or folder; may be given again', collect)
    .option('--parameters <file>', 'YAML values of parameters: lists, numbers, timespans')
    .addOption(
      new Option(
        '-f, --format <format>',
        'table, json, yaml (default: table on a terminal, else json)',
      ).argParser(oneOf(formats)),
    )
    .addHelpText('after', examples)
    .action(async (paths: string[], options: ParametersOptions) =>
      finish(await show(paths, options, terminal)),
    );
}

async function show(
  paths: readonly string[],
  { pack, parameters, format }: ParametersOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const named = pack ?? (paths.length > 0 ? false : undefined);
  const content = loadContent({
    rules: paths,
    ...(named === undefined ? {} : { pack: named }),
    ...(parameters === undefined ? {} : { parameters }),
  });
  printDiagnostics(content, ['error'], terminal);
  const listed = listOf(content);
  const render = renderers[format ?? (terminal.outIsTerminal ? 'table' : 'json')];
  await printData(terminal, render(listed, terminal.width));
  const set = listed.filter(({ from }) => from !== undefined).length;
  terminal.err(`${counted(listed.length, 'parameter')}, ${set} of them set in a file\n`);
  return content.refused > 0 ? exitCodes.rulesRefused : exitCodes.done;
}

/** @throws CommandError */
function listOf({ parameters, placeholders }: ReturnType<typeof loadContent>): ListedParameter[] {
  try {
    return listParameters(parameters, placeholders);
  } catch (error) {
    if (error instanceof ContentError) throw new CommandError(error.message, { cause: error });
    throw error;
  }
}

const renderers: Readonly<Record<Format, (listed: readonly ListedParameter[], width: number) => string>> = {
  table: (listed, width) => {
    const free = Math.max(70, width - 16);
    const table = new Table({
      head: ['Name', 'Value', 'Set in', 'Element', 'Used by'],
      style: { head: [], border: [], compact: true },
      colWidths: [0.28, 0.16, 0.2, 0.12, 0.24].map((share) => Math.floor(free * share)),
      wordWrap: true,
    });
    for (const one of listed)
      table.push(
        [one.name, valueText(one), placeText(one), one.elements.join(' '), usersText(one)].map(terminalSafe),
      );
    return `${table.toString()}\n`;
  },
  json: (listed) => `${JSON.stringify(listed.map(plain), null, 2)}\n`,
  yaml: (listed) => listed.map(entryText).join('\n'),
};

function valueText({ value }: ListedParameter): string {
  if (value === undefined) return 'not given';
  if (typeof value === 'string') return value;
  return value.length === 0 ? 'an empty list' : value.join(', ');
}

function placeText({ from, standard, rules }: ListedParameter): string {
  if (!from && rules.length === 0) return 'nephoscope itself';
  if (!from) return standard === undefined ? '' : 'the rule itself';
  return `${from.file}:${from.line}${standard === undefined ? '' : ` (else ${standard})`}`;
}

function usersText({ rules }: ListedParameter): string {
  return rules.length === 0 ? 'what is new for a principal' : rules.join('; ');
}

function plain({ name, kind, value, standard, from, elements, rules }: ListedParameter): object {
  const place = from && { file: from.file, line: from.line, column: from.column };
  return {
    name,
    kind,
    value: value ?? null,
    ...(standard === undefined ? {} : { standard }),
    from: place ?? null,
    elements,
    rules,
  };
}

/** An entry of a parameters file, with what it is as a comment. */
function entryText(one: ListedParameter): string {
  const { name, kind, value, standard, elements } = one;
  const about = [
    kind,
    ...elements,
    ...(standard === undefined ? [] : [`${standard} where nothing sets it`]),
  ].join(', ');
  const comments = [about, usersText(one)].map((line) => `# ${line.replaceAll(/\s+/g, ' ')}\n`);
  // Values stay as they are written: a number of digits is a text in YAML only between quotes.
  const written = kind === 'number' ? `${name}: ${String(value)}\n` : stringify({ [name]: value ?? [] });
  return `${comments.join('')}${written}`;
}
