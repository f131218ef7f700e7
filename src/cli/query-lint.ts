import { fixQuery } from '../engine/query/lint-query.ts';
import type { Query } from '../ir/query/query.ts';
import { approvedSet, printQuery, type QueryOptions, withEmptySet } from '../lang/aql/index.ts';
import { counted } from '../report/counted.ts';
import { CommandError, type ExitCode, exitCodes } from './exit-codes.ts';
import { allDiagnostics, loadReady, type QueryText, readQueryFile, renderSafely } from './query-content.ts';
import type { QueryCommandOptions } from './query-options.ts';
import { printData, type Terminal } from './terminal.ts';

/** Prints everything that is to be said of a query. */
export async function lintOne(
  source: QueryText,
  query: QueryOptions,
  options: QueryCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const found = allDiagnostics(source, query);
  if (options.format === 'json') await printData(terminal, `${JSON.stringify(found, null, 2)}\n`);
  else for (const one of found) await terminal.out(`${renderSafely(one, source.text)}\n`);
  const of = (severity: string): number => found.filter((one) => one.severity === severity).length;
  const [errors, warnings, notes] = [of('error'), of('warning'), of('info')];
  terminal.err(`${counted(errors, 'error')}, ${counted(warnings, 'warning')}, ${counted(notes, 'note')}\n`);
  if (errors === 0 && (fixQuery(source.file, source.text, query)?.changes.length ?? 0) > 0)
    terminal.err('--fix prints the query put right; --diff shows which rows that changes\n');
  return errors > 0 || (options.strict && warnings > 0) ? exitCodes.rulesRefused : exitCodes.done;
}

/** Prints the query put right, and says what was changed. */
export async function fixOne(source: QueryText, query: QueryOptions, terminal: Terminal): Promise<ExitCode> {
  const text = correctedText(source, query, terminal);
  if (lacksApproved(text, query)) {
    terminal.err(`to run it, give the reference set '${approvedSet}' with --reference-data\n`);
  }
  await terminal.out(`${text}\n`);
  return exitCodes.done;
}

/** The corrected query asks for a reference set that was not given. */
export function lacksApproved(text: string, query: QueryOptions): boolean {
  return withEmptySet(query, approvedSet) !== query && text.includes(`'${approvedSet}'`);
}

/**
 * The query put right, as text; what was changed is printed.
 *
 * @throws CommandError when it cannot run as it is
 */
export function correctedText(source: QueryText, query: QueryOptions, terminal: Terminal): string {
  loadReady(source, query, terminal);
  const fixed = fixQuery(source.file, source.text, query);
  if (!fixed) throw new CommandError('the query cannot run.', { code: exitCodes.rulesRefused });
  for (const { code, message } of fixed.changes) terminal.err(`${code}: ${message}\n`);
  if (fixed.changes.length === 0) terminal.err('nothing to put right was found\n');
  return printQuery(fixed.statement);
}

/** What a query is compared with: that of `--compare`, or the query put right. */
export function otherQuery(
  source: QueryText,
  asked: QueryOptions,
  options: QueryCommandOptions,
  terminal: Terminal,
): Query {
  if (options.compare !== undefined) return loadReady(readQueryFile(options.compare), asked, terminal).query;
  const text = correctedText(source, asked, terminal);
  if (lacksApproved(text, asked)) {
    terminal.err(`the reference set '${approvedSet}' was not given (--reference-data): nobody is in it\n`);
  }
  return loadReady({ file: `${source.file} (put right)`, text }, withEmptySet(asked, approvedSet), terminal)
    .query;
}
