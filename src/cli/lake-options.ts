import { Option } from 'commander';
import { formatTime } from '../core/time.ts';
import { terminalSafe } from '../report/escape.ts';
import { isServerLake, shownAddress } from '../store/clickhouse/address.ts';
import { LakeError } from '../store/lake-error.ts';
import type { LakeReader } from '../store/lake-reader.ts';
import { holderText } from '../store/lock.ts';
import { CommandError, type ExitCode, exitCodes } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

/** Which lake a command is about. */
export function lakeOption(): Option {
  return new Option('--lake <file>', 'the lake: a file, and what stands beside it').makeOptionMandatory();
}

/** @throws CommandError when the lake is on a server: what changes a lake, or proves it, is done to its file */
export function refuseServer(lake: string, instead: string): void {
  if (isServerLake(lake)) throw new CommandError(`${shownAddress(lake)} is a lake on a server: ${instead}.`);
}

/** What a lake could not be used for, as the end of a command; anything else stays what it is. */
export function lakeFailure(error: unknown): unknown {
  if (!(error instanceof LakeError)) return error;
  return new CommandError(terminalSafe(error.message), { code: codeOf(error), cause: error });
}

function codeOf({ code }: LakeError): ExitCode {
  if (code === 'not-available' || code === 'address') return exitCodes.usage;
  return code === 'failed' || code === 'taken' ? exitCodes.outputFailed : exitCodes.inputUnreadable;
}

/** Says what readers do not see: somebody writes the lake, or did when the process died. */
export function writerNote(writer: LakeReader['writer'], terminal: Terminal): void {
  if (!writer) return;
  const who = holderText(writer);
  const text =
    writer.alive === false
      ? `an import was not finished: ${who} has died. What it had not sealed is not seen here; run the import again, or lake compact.`
      : `the lake is being written by ${who}: what is sealed is read, the rest is not seen yet.`;
  terminal.err(`note: ${terminalSafe(text)}\n`);
}

/** Says of which time a lake is, when nothing of it was looked at. */
export function periodNote(period: LakeReader['period'], why: string, terminal: Terminal): void {
  if (!period) return;
  const [first, last] = [formatTime(period.first), formatTime(period.last)];
  terminal.err(`note: the lake has Activities from ${first} to ${last}: ${why}\n`);
}
