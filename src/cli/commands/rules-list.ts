import Table from 'cli-table3';
import { Command, Option } from 'commander';
import { rank } from '../../core/levels.ts';
import type { Correlation } from '../../ir/correlation.ts';
import type { Rule } from '../../ir/rule.ts';
import { csvLine } from '../../report/csv.ts';
import { terminalSafe } from '../../report/escape.ts';
import { loadContent, printDiagnostics } from '../detection-content.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { contentOptions } from '../shared-options.ts';
import { printData, type Terminal } from '../terminal.ts';
import { oneOf } from '../values.ts';

interface ListOptions {
  readonly rules?: readonly string[];
  readonly pack?: readonly string[] | false;
  readonly parameters?: string;
  readonly format?: 'table' | 'csv' | 'json';
}

const headings = ['Level', 'Title', 'Log source', 'Techniques', 'Id', 'Path'] as const;

export function rulesListCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  const command = new Command('list').description(
    'List the rules that a hunt would run, the most severe first.',
  );
  contentOptions(command);
  return command
    .addOption(
      new Option(
        '-f, --format <format>',
        'table, csv, json (default: table on a terminal, else csv)',
      ).argParser(oneOf(['table', 'csv', 'json'])),
    )
    .action(async (options: ListOptions) => {
      const content = loadContent(options);
      printDiagnostics(content, ['error'], terminal);
      const rules = [...content.rules, ...content.correlations].toSorted(
        (a, b) => rank(b.level) - rank(a.level) || (a.title < b.title ? -1 : 1),
      );
      await printData(
        terminal,
        render(rules, options.format ?? (terminal.outIsTerminal ? 'table' : 'csv'), terminal.width),
      );
      terminal.err(
        `${content.rules.length} rules and ${content.correlations.length} correlations, ${content.refused} refused\n`,
      );
      finish(content.refused > 0 ? exitCodes.rulesRefused : exitCodes.done);
    });
}

function render(
  rules: readonly (Rule | Correlation)[],
  format: 'table' | 'csv' | 'json',
  width: number,
): string {
  if (format === 'json') return `${JSON.stringify(rules.map(plain), null, 2)}\n`;
  if (format === 'csv') return [headings, ...rules.map(cells)].map(csvLine).join('');
  const free = Math.max(60, width - 60);
  const table = new Table({
    head: headings.slice(0, 4),
    style: { head: [], border: [], compact: true },
    colWidths: [15, Math.floor(free * 0.55), Math.floor(free * 0.45), 40],
  });
  for (const rule of rules) table.push(cells(rule).slice(0, 4).map(terminalSafe));
  return `${table.toString()}\n`;
}

function cells(rule: Rule | Correlation): string[] {
  const { level, techniques, id, source } = rule;
  const off = rule.kind === 'rule' ? rule.off : undefined;
  const title = off ? `${rule.title} (off: nothing in ${off.join(', ')})` : rule.title;
  return [level, title, sourceOf(rule), techniques.join(' '), id, source.path];
}

/** A rule's log source; a correlation's type and window. */
function sourceOf(rule: Rule | Correlation): string {
  if (rule.kind === 'correlation') return `${rule.type} in ${timespanText(rule.timespan)}`;
  const { product, service, category } = rule.logsource;
  return [product, service, category].filter((part) => part !== undefined).join('/');
}

const units = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
] as const;

/** As people write it: the largest unit that divides it, but 24h for one day. */
function timespanText(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  const unit = units.find(([name, size]) => seconds % size === 0 && (name !== 'd' || seconds > size));
  return unit ? `${seconds / unit[1]}${unit[0]}` : `${seconds}s`;
}

function plain(rule: Rule | Correlation): object {
  const { id, title, level, status, author, techniques, tactics, tags, references, source } = rule;
  const kind =
    rule.kind === 'rule'
      ? { logsource: rule.logsource, ...(rule.off ? { off: rule.off } : {}) }
      : { correlation: { type: rule.type, rules: rule.rules, timespan: timespanText(rule.timespan) } };
  return {
    id,
    title,
    level,
    status,
    author,
    ...kind,
    techniques,
    tactics,
    tags,
    references,
    path: source.path,
  };
}
