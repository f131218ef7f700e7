import { existsSync } from 'node:fs';
import { Command } from 'commander';
import type { JsonObject } from '../../core/json.ts';
import { explain } from '../../emit/reference/index.ts';
import { decodeRecords } from '../../engine/decode-records.ts';
import { operationsOf, shownTo } from '../../engine/rule-tests.ts';
import type { Rule } from '../../ir/rule.ts';
import { paint } from '../../report/colour.ts';
import { counted } from '../../report/counted.ts';
import { terminalSafe } from '../../report/escape.ts';
import { loadContent, printDiagnostics } from '../detection-content.ts';
import { CommandError, type ExitCode, exitCodes } from '../exit-codes.ts';
import { explanationLines } from '../explanation-lines.ts';
import type { Terminal } from '../terminal.ts';
import { collect } from '../values.ts';

interface ExplainOptions {
  readonly rules?: readonly string[];
  readonly pack?: readonly string[];
  readonly parameters?: string;
  readonly json?: boolean;
}

export function rulesExplainCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  return new Command('explain')
    .description('Say which selection, field and value of a rule matched records, or did not.')
    .argument('<rule>', 'a rule file, or the id or title of a rule in a pack or under -r')
    .argument('<events>', 'a file with records in any container, or - for standard input')
    .option('-r, --rules <path>', 'where to look for the rule', collect)
    .option('-p, --pack <pack>', 'a pack to look in (default: cloud-compute)', collect)
    .option('--parameters <file>', 'YAML lists that fill %placeholders%')
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
  const rules = await findRules(name, options, terminal);
  const { records, problems } = await decodeRecords(events);
  for (const problem of problems) terminal.err(`${terminalSafe(problem)}\n`);
  if (records.length === 0)
    throw new CommandError(`${events}: no record was found.`, { code: exitCodes.inputUnreadable });
  let matched = 0;
  for (const rule of rules) {
    for (const { events, places } of operationsOf(rule, records)) {
      const shown = shownTo(rule, events);
      const name = `${places.length === 1 ? 'record' : 'records'} ${places.join(', ')}`;
      if (typeof shown === 'string') await terminal.out(`${name}: ${terminalSafe(shown)}\n`);
      else for (const one of shown) matched += await print(rule, one, name, options.json ?? false, terminal);
    }
  }
  terminal.err(`${counted(records.length, 'record')}, ${matched} matched\n`);
  return exitCodes.done;
}

async function findRules(
  name: string,
  options: ExplainOptions,
  terminal: Terminal,
): Promise<readonly Rule[]> {
  const isFile = existsSync(name);
  const content = loadContent(
    isFile ? { rules: [name], pack: false, ...parametersOf(options) } : { ...options },
  );
  printDiagnostics(content, ['error'], terminal);
  if (isFile && content.rules.length === 0)
    throw new CommandError(`${name}: the rule was refused.`, { code: exitCodes.rulesRefused });
  if (isFile) return content.rules;
  const wanted = name.toLowerCase();
  const found = content.rules.filter((rule) =>
    [rule.id, rule.name, rule.title].some((one) => one?.toLowerCase() === wanted),
  );
  if (found.length > 0) return found;
  const near = content.rules.filter(({ title }) => title.toLowerCase().includes(wanted)).slice(0, 5);
  const hint = near.length > 0 ? ` Did you mean: ${near.map(({ title }) => title).join('; ')}?` : '';
  throw new CommandError(
    `${name}: neither a file nor the id or title of a rule among ${content.rules.length}.${hint}`,
  );
}

function parametersOf({ parameters, pack }: ExplainOptions): {
  parameters?: string;
  pack?: readonly string[];
} {
  return { ...(parameters === undefined ? {} : { parameters }), ...(pack === undefined ? {} : { pack }) };
}

async function print(
  rule: Rule,
  record: JsonObject,
  name: string,
  json: boolean,
  terminal: Terminal,
): Promise<number> {
  const explanation = explain(rule, record);
  if (json) {
    await terminal.out(`${JSON.stringify({ rule: rule.id, records: name, ...explanation })}\n`);
    return explanation.matched ? 1 : 0;
  }
  const verdict = explanation.matched
    ? paint('green', 'matches', terminal.outColour)
    : paint('red', 'does not match', terminal.outColour);
  await terminal.out(`${terminalSafe(rule.title)}: ${name} ${verdict}\n`);
  await terminal.out(explanationLines(explanation, 1, terminal.outColour).join(''));
  return explanation.matched ? 1 : 0;
}
