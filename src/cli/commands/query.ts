import { Command } from 'commander';
import { formatTime } from '../../core/time.ts';
import { timeZone, utcZone } from '../../core/zone.ts';
import { QueryLimitError } from '../../emit/closure/query/index.ts';
import { compareQueries } from '../../engine/query/compare-queries.ts';
import { type QueryFilesOptions, QueryInputError, queryFiles } from '../../engine/query/query-files.ts';
import { type LakePlan, lakePlan, queryLake } from '../../engine/query/query-lake.ts';
import type { Query } from '../../ir/query/query.ts';
import { approvedSet, type QueryOptions, withEmptySet } from '../../lang/aql/index.ts';
import { counted } from '../../report/counted.ts';
import { changeRows, changeSummary } from '../../report/query/changes.ts';
import { explainQuery } from '../../report/query/explain.ts';
import { type RowFormat, type Rows, renderRows } from '../../report/query/rows.ts';
import { querySummary } from '../../report/query/summary.ts';
import type { RunStats } from '../../report/run-stats.ts';
import { type Listing, listInputs } from '../../sources/index.ts';
import { CommandError, type ExitCode, exitCodes } from '../exit-codes.ts';
import { huntExitCode, sayWhy } from '../hunt-exit-code.ts';
import { refuseInputsAsOutputs } from '../hunt-source.ts';
import { lakeFailure, writerNote } from '../lake-options.ts';
import { openOutput } from '../output-file.ts';
import { ProgressLine } from '../progress-line.ts';
import { loadReady, type QueryText, queryOptionsOf, readQueryFile } from '../query-content.ts';
import { correctedText, fixOne, lacksApproved, lintOne } from '../query-lint.ts';
import { type QueryCommandOptions, queryOptions } from '../query-options.ts';
import { printData, type Terminal } from '../terminal.ts';

const FILE_WIDTH = 240;

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
  const count = result ? await write(result, options, terminal) : 0;
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

async function runOnLake(
  source: QueryText,
  paths: readonly string[],
  lake: string,
  asked: QueryOptions,
  options: QueryCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  if (paths.length > 0)
    throw new CommandError('give paths or --lake, not both: a lake is imported into first.');
  if (options.diff || options.compare !== undefined)
    throw new CommandError('--diff and --compare read files: give paths instead of --lake.');
  refuseInputsAsOutputs({ kind: 'lake', lake }, [], [options.output]);
  const { query: loaded } = loadReady(source, asked, terminal);
  const result = await queryLake(loaded, lake, { signal: terminal.interrupt }).catch((error: unknown) => {
    throw lakeFailure(error);
  });
  if (result.interrupted) {
    terminal.err('interrupted: the query has not been answered\n');
    return exitCodes.interrupted;
  }
  const count = await write(result, options, terminal);
  if (!options.quiet) {
    writerNote(result.writer, terminal);
    const how = result.plan.inProcess === undefined ? 'in SQL' : `in process: ${result.plan.inProcess}`;
    terminal.err(
      `${counted(count, 'row')}; ${result.activities.toLocaleString('en-US')} Activities in the files of that time, ${how}\n`,
    );
    const { period } = result;
    if (result.activities === 0 && period) {
      terminal.err(
        `note: the lake has Activities from ${formatTime(period.first)} to ${formatTime(period.last)}: nothing lies in the window; see --now and --all-times\n`,
      );
    }
  }
  return exitCodes.done;
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
  await write(changeRows(comparison), options, terminal);
  terminal.err(changeSummary(comparison));
  if (!options.quiet) {
    const { stats, interrupted } = comparison;
    terminal.err(querySummary({ query: before, stats, readings: 1, interrupted }));
  }
  return exitCode(comparison, options, terminal);
}

function otherQuery(
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

/** @returns how many rows there were */
async function write(result: Rows, options: QueryCommandOptions, terminal: Terminal): Promise<number> {
  const output = await openOutput(options.output, options.force ?? false, terminal);
  const toFile = options.output !== undefined && options.output !== '-';
  const format: RowFormat =
    options.format ?? formatOf(options.output) ?? (terminal.outIsTerminal && !toFile ? 'table' : 'ndjson');
  let count = 0;
  const rows = function* (): Generator<readonly (string | number | boolean | null)[]> {
    for (const row of result.rows) {
      count += 1;
      yield row;
    }
  };
  const context = { width: toFile ? FILE_WIDTH : terminal.width, time: timeWriter(options.tz) };
  for (const text of renderRows({ columns: result.columns, rows: rows() }, format, context))
    await output.writeData(text);
  await output.close();
  return count;
}

function formatOf(path: string | undefined): RowFormat | undefined {
  const extension = /\.([a-z]+)$/i.exec(path ?? '')?.[1]?.toLowerCase();
  if (extension === 'csv' || extension === 'json') return extension;
  return extension === 'txt' ? 'table' : undefined;
}

/** Times for people, in the zone that was asked for. */
function timeWriter(zone: string): (time: number) => string {
  const { offsetAt } = timeZone(zone) ?? utcZone;
  return (time) =>
    formatTime(time + offsetAt(time))
      .slice(0, 19)
      .replace('T', ' ');
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
