import { Command } from 'commander';
import type { ExitCode } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';
import { lakeCompactCommand } from './lake-compact.ts';
import { lakeExportCommand } from './lake-export.ts';
import { lakeImportCommand } from './lake-import.ts';
import { lakePushCommand } from './lake-push.ts';
import { lakeStatsCommand } from './lake-stats.ts';
import { lakeVerifyCommand } from './lake-verify.ts';

const notes = `
A lake keeps Activities for queries and hunts over history (hunt --lake): a DuckDB file, and sealed Parquet files, one for
each provider and day, in a folder beside it. One process writes; others read what is sealed. lake push publishes it to a
ClickHouse server.`;

export function lakeCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  return new Command('lake')
    .description('Keep Activities for queries and for hunts over history.')
    .addHelpText('after', notes)
    .addCommand(lakeImportCommand(terminal, finish))
    .addCommand(lakeStatsCommand(terminal, finish))
    .addCommand(lakeCompactCommand(terminal, finish))
    .addCommand(lakeExportCommand(terminal, finish))
    .addCommand(lakeVerifyCommand(terminal, finish))
    .addCommand(lakePushCommand(terminal, finish));
}
