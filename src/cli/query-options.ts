import { availableParallelism } from 'node:os';
import { type Command, Option } from 'commander';
import { type RowFormat, rowFormats } from '../report/query/rows.ts';
import { collect, oneOf, threadsValue, timeValue, zoneValue } from './values.ts';

export interface QueryCommandOptions {
  readonly query?: string;
  readonly format?: RowFormat;
  readonly output?: string;
  readonly force?: boolean;
  readonly now?: number;
  readonly tz: string;
  readonly allTimes?: boolean;
  readonly windowBy: 'starttime' | 'devicetime';
  readonly matches: 'search' | 'whole';
  readonly referenceData?: readonly string[];
  readonly lake?: string;
  readonly explain?: boolean;
  readonly lint?: boolean;
  readonly fix?: boolean;
  readonly diff?: boolean;
  readonly compare?: string;
  readonly threads: number;
  readonly scan: boolean;
  readonly strict?: boolean;
  readonly quiet?: boolean;
}

/** Adds the options of `query`. */
export function queryOptions(command: Command): Command {
  return command
    .option('-q, --query <file>', 'read the query from a file; - is standard input')
    .addOption(
      new Option(
        '-f, --format <format>',
        `${rowFormats.join(', ')} (default: table on a terminal, else ndjson)`,
      ).argParser(oneOf(rowFormats)),
    )
    .option('-o, --output <file>', 'write the rows to a file')
    .option('--force', 'overwrite an existing output file')
    .addOption(new Option('--now <time>', 'what LAST and NOW() take for now').argParser(timeValue))
    .addOption(
      new Option('--tz <zone>', 'zone of times in the query and of DATEFORMAT')
        .argParser(zoneValue)
        .default('UTC'),
    )
    .option(
      '--all-times',
      'look at all events: leave out the time of the query, and the 5 minutes of those without',
    )
    .addOption(
      new Option('--window-by <column>', 'the time that LAST, START and STOP go by: starttime, devicetime')
        .argParser(oneOf(['starttime', 'devicetime'] as const))
        .default('starttime'),
    )
    .addOption(
      new Option('--matches <how>', 'MATCHES looks for a part of the text or takes the whole: search, whole')
        .argParser(oneOf(['search', 'whole'] as const))
        .default('search'),
    )
    .option(
      '--reference-data <file>',
      'reference sets, maps, tables and custom properties: YAML, JSON, CSV; may be given again',
      collect,
    )
    .option(
      '--lake <lake>',
      'ask the history in a lake instead (see lake import): a file, or clickhouse://user@host:8123/database',
    )
    .option('--lint', 'say what is wrong with the query, and what it does not see; does not run it')
    .option('--fix', 'print the query put right; does not run it')
    .option('--diff', 'run the query as it is and put right, and print the rows that differ')
    .option('--compare <file>', 'run another query, too, and print the rows that differ')
    .option('--explain', 'print what the query is understood as, and the SQL for a lake; does not run it')
    .addOption(
      new Option('--threads <n>', 'worker threads')
        .argParser(threadsValue)
        .default(availableParallelism(), 'all cores'),
    )
    .option('--no-scan', 'parse every record, also those that the query cannot ask for')
    .option('--strict', 'fail when anything could not be read; with --lint warnings fail')
    .option('--quiet', 'print neither progress nor the summary');
}
