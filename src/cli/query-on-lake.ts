import { compareQueriesOnLake } from '../engine/query/compare-queries.ts';
import { type QueryLakeResult, queryLake } from '../engine/query/query-lake.ts';
import type { QueryOptions } from '../lang/aql/index.ts';
import { counted } from '../report/counted.ts';
import { changeRows, changeSummary } from '../report/query/changes.ts';
import { CommandError, type ExitCode, exitCodes } from './exit-codes.ts';
import { refuseInputsAsOutputs } from './kept-inputs.ts';
import { lakeFailure, periodNote, writerNote } from './lake-options.ts';
import { loadReady, type QueryText } from './query-content.ts';
import { otherQuery } from './query-lint.ts';
import type { QueryCommandOptions } from './query-options.ts';
import { writeRows } from './query-rows.ts';
import type { Terminal } from './terminal.ts';

/** Runs a query over a lake, or holds it against another one there. */
export async function runOnLake(
  source: QueryText,
  paths: readonly string[],
  lake: string,
  asked: QueryOptions,
  options: QueryCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  if (paths.length > 0)
    throw new CommandError('give paths or --lake, not both: a lake is imported into first.');
  refuseInputsAsOutputs({ kind: 'lake', lake }, [], [options.output]);
  const isCompared = options.diff || options.compare !== undefined;
  const ask = isCompared ? compareOn : runOn;
  return ask({ source, lake, asked, options, terminal }).catch((error: unknown) => {
    throw lakeFailure(error);
  });
}

/** What is asked, of which lake, and how. */
interface Question {
  readonly source: QueryText;
  readonly lake: string;
  readonly asked: QueryOptions;
  readonly options: QueryCommandOptions;
  readonly terminal: Terminal;
}

async function runOn({ source, lake, asked, options, terminal }: Question): Promise<ExitCode> {
  const { query } = loadReady(source, asked, terminal);
  const result = await queryLake(query, lake, { signal: terminal.interrupt });
  if (result.interrupted) return interrupted(terminal);
  const count = await writeRows(result, options, terminal);
  if (!options.quiet) sayOf(result, counted(count, 'row'), terminal);
  return exitCodes.done;
}

async function compareOn({ source, lake, asked, options, terminal }: Question): Promise<ExitCode> {
  const before = loadReady(source, asked, terminal).query;
  const after = otherQuery(source, asked, options, terminal);
  const comparison = await compareQueriesOnLake(lake, before, after, { signal: terminal.interrupt });
  if (comparison.interrupted) return interrupted(terminal);
  await writeRows(changeRows(comparison), options, terminal);
  terminal.err(changeSummary(comparison));
  if (!options.quiet) sayOf(comparison.lake, 'two queries', terminal);
  return exitCodes.done;
}

function interrupted(terminal: Terminal): ExitCode {
  terminal.err('interrupted: the query has not been answered\n');
  return exitCodes.interrupted;
}

/** What was asked of the lake, and what of it could not be seen. */
function sayOf(
  { writer, plan, activities, period }: Omit<QueryLakeResult, 'rows'>,
  what: string,
  terminal: Terminal,
): void {
  writerNote(writer, terminal);
  const how = plan.inProcess === undefined ? 'in SQL' : `in process: ${plan.inProcess}`;
  terminal.err(
    `${what}; ${activities.toLocaleString('en-US')} Activities in the files of that time, ${how}\n`,
  );
  if (activities === 0) periodNote(period, 'nothing lies in the window; see --now and --all-times', terminal);
}
