import { Command } from 'commander';
import { QueryLimitError } from '../../emit/closure/query/index.ts';
import { compareQueries } from '../../engine/query/compare-queries.ts';
import { type QueryFilesOptions, QueryInputError, queryFiles } from '../../engine/query/query-files.ts';
import { type LakePlan, lakePlan } from '../../engine/query/query-lake.ts';
import type { Query } from '../../ir/query/query.ts';
import type { QueryOptions } from '../../lang/aql/index.ts';
import { changeRows, changeSummary } from '../../report/query/changes.ts';
import { explainQuery } from '../../report/query/explain.ts';
import { querySummary } from '../../report/query/summary.ts';
import type { RunStats } from '../../report/run-stats.ts';
import { type Listing, listInputs } from '../../sources/index.ts';
import { CommandError, type ExitCode, exitCodes } from '../exit-codes.ts';
import { huntExitCode, sayWhy } from '../hunt-exit-code.ts';
import { keepInputs, refuseInputsAsOutputs } from '../kept-inputs.ts';
import { lakeFailure } from '../lake-options.ts';
import { ProgressLine } from '../progress-line.ts';
import { loadReady, type QueryText, queryOptionsOf, readQueryFile } from '../query-content.ts';
import { fixOne, lintOne, otherQuery } from '../query-lint.ts';
import { runOnLake } from '../query-on-lake.ts';
import { type QueryCommandOptions, queryOptions } from '../query-options.ts';
import { writeRows } from '../query-rows.ts';
import { printData, type Terminal } from '../terminal.ts';

const examples = `
Examples:
  nephoscope query "SELECT username, COUNT(*) FROM events GROUP BY username LAST 24 HOURS" logs/
  nephoscope query -q hunt.aql logs/ --now 2026-03-01T12:00:00Z -f csv -o rows.csv
  nephoscope query -q hunt.aql logs/ --all-times
  nephoscope query -q hunt.aql --lake history.lake      over what lake import has kept
  nephoscope query -q hunt.aql --lake clickhouse://reader@db.example:8123/history   over what lake push has published
  nephoscope query -q hunt.aql --lint                   what is wrong with it, and what it does not see
  nephoscope query -q hunt.aql --fix > better.aql       the query put right
  nephoscope query -q hunt.aql logs/ --diff             which rows that changes

The language is AQL of IBM QRadar; docs/reference/aql.md has the columns and functions.

Exit codes: 0 done · 2 the query was refused · 3 wrong usage · 4 input could not be read ·
            5 output could not be written · 130 interrupted`;

export function queryCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  const command = new Command('query')
    .description('Ask audit logs a question in AQL, the query language of IBM QRadar.')
    .argument(
      '[query-or-path...]',
      'the query, unless -q names a file, and files, folders, globs, or - for standard input',
    )
    .addHelpText('after', examples);
  return queryOptions(command).action(async (given: string[], options: QueryCommandOptions) =>
    finish(await query(given, options, terminal)),
  );
}

async function query(
  given: readonly string[],
  options: QueryCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { source, paths } = sourceOf(given, options);
  const asked = queryOptionsOf(options, terminal);
  if (options.lint) return lintOne(source, asked, options, terminal);
  if (options.fix) return fixOne(source, asked, terminal);
  if (options.explain) return explain(source, asked, options, terminal);
  if (options.lake === undefined && paths.length === 0) {
    throw new CommandError(
      'name the logs to ask: files, folders, globs, - for standard input, or --lake FILE (--help shows more).',
    );
  }
  await keepInputs([options.query, options.compare, ...(options.referenceData ?? [])], options.output);
  try {
    if (options.lake !== undefined)
      return await runOnLake(source, paths, options.lake, asked, options, terminal);
    if (options.compare !== undefined || options.diff)
      return await compare(source, paths, asked, options, terminal);
    return await run(source, paths, asked, options, terminal);
  } catch (error) {
    if (!(error instanceof QueryLimitError) && !(error instanceof QueryInputError)) throw error;
    throw new CommandError(error.message, { cause: error });
  }
}

/** Without `-q` the first argument is the query. */
function sourceOf(
  given: readonly string[],
  { query: file }: QueryCommandOptions,
): { readonly source: QueryText; readonly paths: readonly string[] } {
  if (file !== undefined) {
    if (file === '-' && given.includes('-')) {
      throw new CommandError('standard input is either the query or a log: give one of them as a file.');
    }
    return { source: readQueryFile(file), paths: given };
  }
  const [text, ...paths] = given;
  if (text === undefined)
    throw new CommandError('give a query, or a file that has one with -q (--help shows more).');
  if (!/^[\s(]*select\b/i.test(text) && !/\s/.test(text)) {
    throw new CommandError(`${text}: the first argument is the query; with -q it is read from a file.`);
  }
  return { source: { file: 'query', text }, paths };
}

async function explain(
  source: QueryText,
  asked: QueryOptions,
  options: QueryCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { query: loaded, statement } = loadReady(source, asked, terminal);
  const plan = planOf(loaded, options);
  await printData(
    terminal,
    explainQuery(loaded, statement ? source.text : '', plan, options.format === 'json'),
  );
  return exitCodes.done;
}

function planOf(loaded: Query, { lake }: QueryCommandOptions): LakePlan {
  try {
    return lakePlan(loaded, lake);
  } catch (error) {
    throw lakeFailure(error);
  }
}

async function run(
  source: QueryText,
  paths: readonly string[],
  asked: QueryOptions,
  options: QueryCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { query: loaded } = loadReady(source, asked, terminal);
  const listing = await inputsOf(paths, options);
  const progress = new ProgressLine(terminal);
  const { results, stats, readings, interrupted } = await queryFiles(
    listing,
    [loaded],
    filesOptions(options, terminal, progress),
  ).finally(() => progress.clear());
  const [result] = results;
  const count = result ? await writeRows(result, options, terminal) : 0;
  if (!options.quiet)
    terminal.err(querySummary({ query: loaded, stats, rows: count, readings, interrupted }));
  return exitCode({ stats, interrupted }, options, terminal);
}

/** What the query reads; nothing of it may be written over. */
async function inputsOf(paths: readonly string[], { output }: QueryCommandOptions): Promise<Listing> {
  const listing = await listInputs(paths);
  refuseInputsAsOutputs({ kind: 'files', listing }, [], [output]);
  return listing;
}

async function compare(
  source: QueryText,
  paths: readonly string[],
  asked: QueryOptions,
  options: QueryCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const before = loadReady(source, asked, terminal).query;
  const after = otherQuery(source, asked, options, terminal);
  const listing = await inputsOf(paths, options);
  const progress = new ProgressLine(terminal);
  const comparison = await compareQueries(
    listing,
    before,
    after,
    filesOptions(options, terminal, progress),
  ).finally(() => progress.clear());
  await writeRows(changeRows(comparison), options, terminal);
  terminal.err(changeSummary(comparison));
  if (!options.quiet) {
    const { stats, interrupted } = comparison;
    terminal.err(querySummary({ query: before, stats, readings: 1, interrupted }));
  }
  return exitCode(comparison, options, terminal);
}

function filesOptions(
  options: QueryCommandOptions,
  terminal: Terminal,
  progress: ProgressLine,
): QueryFilesOptions {
  return {
    threads: options.threads,
    signal: terminal.interrupt,
    ...(options.scan ? {} : { scan: false }),
    onProgress: (now) => {
      if (!options.quiet) progress.update(now);
    },
  };
}

function exitCode(
  { stats, interrupted }: { readonly stats: RunStats; readonly interrupted: boolean },
  options: QueryCommandOptions,
  terminal: Terminal,
): ExitCode {
  const code = huntExitCode({ stats, interrupted }, { refused: 0 }, { strict: options.strict ?? false });
  if (options.quiet) sayWhy(code, { stats }, { refused: 0 }, terminal);
  return code;
}
