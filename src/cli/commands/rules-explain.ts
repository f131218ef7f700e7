import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { recognise } from '../../clouds/index.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Explanation } from '../../emit/reference/index.ts';
import { decodeRecords } from '../../engine/decode-records.ts';
import { explainForPrint } from '../../engine/redact-explanation.ts';
import { operationsOf, shownTo } from '../../engine/rule-tests.ts';
import type { Correlation } from '../../ir/correlation.ts';
import type { Rule } from '../../ir/rule.ts';
import { loadRules } from '../../lang/sigma/index.ts';
import { paint } from '../../report/colour.ts';
import { counted } from '../../report/counted.ts';
import { terminalSafe } from '../../report/escape.ts';
import { contentAround, gatherRuleFiles, loadContent, printDiagnostics } from '../detection-content.ts';
import { CommandError, type ExitCode, exitCodes } from '../exit-codes.ts';
import { correlationLines, rulesOf } from '../explained-rules.ts';
import { explanationLines } from '../explanation-lines.ts';
import { printData, type Terminal } from '../terminal.ts';
import { collect } from '../values.ts';

/** So many operations are shown whether they match or not. */
const FEW = 5;

/** The beginning of an id that is enough to name a rule. */
const SHORTEST_ID = 6;

interface ExplainOptions {
  readonly rules?: readonly string[];
  readonly pack?: readonly string[];
  readonly parameters?: string;
  readonly all?: boolean;
  readonly json?: boolean;
}

/** One operation as the rule sees it, and which records it is made of. */
interface Shown {
  readonly rule: Rule;
  readonly records: string;
  /** Why there is nothing to show instead. */
  readonly problem?: string;
  readonly facts?: JsonObject;
  /** Name and time of the operation, where they are known. */
  readonly what: string;
}

export function rulesExplainCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  return new Command('explain')
    .description('Say which selection, field and value of a rule matched records, or did not.')
    .argument('<rule>', 'a rule file, or the id (or its beginning) or title of a rule in a pack or under -r')
    .argument('<events>', 'a file with records in any container, or - for standard input')
    .option('-r, --rules <path>', 'where to look for the rule', collect)
    .option('-p, --pack <pack>', 'a pack to look in (default: cloud-compute)', collect)
    .option('--parameters <file>', 'YAML values of parameters: lists, numbers, timespans')
    .option('--all', `of more than ${FEW} operations, show those that do not match, too`)
    .option('--json', 'print the explanation as JSON lines')
    .action(async (rule: string, events: string, options: ExplainOptions) =>
      finish(await run(rule, events, options, terminal)),
    );
}

async function run(
  name: string,
  events: string,
  options: ExplainOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { chosen, content } = await findRules(name, options, terminal);
  const rules = rulesOf(chosen, content);
  const { records, problems } = await decodeRecords(events);
  for (const problem of problems) terminal.err(`${terminalSafe(problem)}\n`);
  if (records.length === 0)
    throw new CommandError(`${events}: no record was found.`, { code: exitCodes.inputUnreadable });
  const shown = rules.flatMap((rule) => show(rule, records));
  const onlyMatching = !options.all && !options.json && shown.length > FEW;
  let matched = 0;
  let others = 0;
  for (const one of shown) {
    const explanation = one.facts === undefined ? undefined : explainForPrint(one.rule, one.facts);
    if (explanation?.matched === true) matched += 1;
    else others += 1;
    if (onlyMatching && explanation?.matched !== true) continue;
    if (explanation === undefined) await terminal.out(`${one.records}: ${terminalSafe(one.problem ?? '')}\n`);
    else await print(one, explanation, options.json ?? false, terminal);
  }
  if (onlyMatching && others > 0)
    await terminal.out(
      `${others} ${others === 1 ? 'other does' : 'others do'} not match; --all shows them\n`,
    );
  const found = options.json ? [] : correlationLines(chosen, content, records);
  await terminal.out(found.join(''));
  terminal.err(`${counted(records.length, 'record')}, ${matched} matched\n`);
  return exitCodes.done;
}

function show(rule: Rule, records: readonly JsonObject[]): Shown[] {
  return operationsOf(rule, records).flatMap(({ events, places }): Shown[] => {
    const name = `${places.length === 1 ? 'record' : 'records'} ${places.join(', ')}`;
    const shown = shownTo(rule, events);
    if (typeof shown === 'string') return [{ rule, records: name, problem: shown, what: '' }];
    return shown.map((facts) => ({ rule, records: name, facts, what: describe(events) }));
  });
}

/** Name and time of the operation, as far as a cloud knows one of its records. */
function describe(events: readonly JsonObject[]): string {
  for (const [index, event] of events.entries()) {
    const known = recognise(event, { container: 'explain', index });
    if (known === undefined || 'outcome' in known) continue;
    return `${known.operation} at ${new Date(known.time).toISOString()}: `;
  }
  return '';
}

type Content = readonly (Rule | Correlation)[];

async function findRules(
  name: string,
  options: ExplainOptions,
  terminal: Terminal,
): Promise<{ readonly chosen: Content; readonly content: Content }> {
  if (existsSync(name)) return rulesOfFile(name, options, terminal);
  const loaded = loadContent(options);
  printDiagnostics(loaded, ['error'], terminal);
  const content = [...loaded.rules, ...loaded.correlations];
  return { chosen: choose(name, content), content };
}

/** A file may hold correlations of rules in other files of its pack. */
function rulesOfFile(
  name: string,
  options: ExplainOptions,
  terminal: Terminal,
): { readonly chosen: Content; readonly content: Content } {
  const files = gatherRuleFiles(options.pack ?? [], [name], options.parameters);
  const { given, placeholders } = files;
  const known = contentAround([name], files);
  const { rules, correlations, diagnostics } = loadRules(given, { placeholders, known });
  printDiagnostics({ diagnostics, files: given, warnings: files.warnings }, ['error'], terminal);
  const chosen = [...rules, ...correlations];
  if (chosen.length === 0)
    throw new CommandError(`${name}: the rule was refused.`, { code: exitCodes.rulesRefused });
  return { chosen, content: [...chosen, ...known] };
}

function choose(name: string, rules: Content): Content {
  const wanted = name.toLowerCase();
  const found = rules.filter((rule) =>
    [rule.id, rule.name, rule.title].some((one) => one?.toLowerCase() === wanted),
  );
  if (found.length > 0) return found;
  const begin = name.length < SHORTEST_ID ? [] : rules.filter(({ id }) => id.startsWith(wanted));
  if (begin.length === 1) return begin;
  if (begin.length > 1) {
    const ids = begin.slice(0, 5).map(({ id, title }) => `${id} (${title})`);
    throw new CommandError(`${name}: ${begin.length} rules have an id that begins so: ${ids.join('; ')}.`);
  }
  const near = rules.filter(({ title }) => title.toLowerCase().includes(wanted)).slice(0, 5);
  const hint = near.length > 0 ? ` Did you mean: ${near.map(({ title }) => title).join('; ')}?` : '';
  throw new CommandError(
    `${name}: neither a file nor the id or title of a rule among ${rules.length}.${hint}`,
  );
}

async function print(
  { rule, records, what }: Shown,
  explanation: Explanation,
  json: boolean,
  terminal: Terminal,
): Promise<void> {
  if (json) {
    await printData(terminal, `${JSON.stringify({ rule: rule.id, records, ...explanation })}\n`);
    return;
  }
  const isOne = records.startsWith('record ');
  const verdict = explanation.matched
    ? paint('green', isOne ? 'matches' : 'match', terminal.outColour)
    : paint('red', isOne ? 'does not match' : 'do not match', terminal.outColour);
  await terminal.out(`${terminalSafe(`${rule.title}: ${what}${records}`)} ${verdict}\n`);
  await terminal.out(explanationLines(explanation, 1, terminal.outColour).join(''));
}
