import { isLevel, type Level, rank } from '../core/levels.ts';
import type { HuntFilesResult } from '../engine/hunt-files.ts';
import { counted } from '../report/counted.ts';
import { terminalSafe } from '../report/escape.ts';
import type { DetectionContent } from './detection-content.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

/** What a hunt ends with; the first that applies counts. */
export function huntExitCode(
  { stats, interrupted }: HuntFilesResult,
  { refused }: Pick<DetectionContent, 'refused'>,
  options: { readonly failOn?: Level; readonly strict?: boolean },
): ExitCode {
  if (interrupted) return exitCodes.interrupted;
  const { failOn } = options;
  if (failOn !== undefined) {
    const reached = Object.entries(stats.findings.byLevel).some(
      ([level, count]) => count > 0 && isLevel(level) && rank(level) >= rank(failOn),
    );
    if (reached) return exitCodes.findings;
  }
  if (refused > 0) return exitCodes.rulesRefused;
  const { inActivities, duplicates, skipped } = stats.records;
  const nothingKnown = inActivities + duplicates === 0 && (skipped['unknown-record'] ?? 0) > 0;
  const nothingRead = stats.inputs.read === stats.inputs.withProblems || nothingKnown;
  const imperfect = stats.problems.length > 0 || stats.rejectedPlaces.length > 0;
  return nothingRead || missing(stats.problems) || (options.strict && imperfect)
    ? exitCodes.inputUnreadable
    : exitCodes.done;
}

/** Even a quiet run says in one line why it ended with an error. */
export function sayWhy(
  code: ExitCode,
  { stats }: HuntFilesResult,
  { refused }: Pick<DetectionContent, 'refused'>,
  terminal: Terminal,
): void {
  if (code === exitCodes.rulesRefused)
    terminal.err(`error: ${counted(refused, 'rule')} refused; see without -q.\n`);
  if (code !== exitCodes.inputUnreadable) return;
  const [first] = stats.problems;
  const why = first ? `${first.path}: ${first.detail}` : 'there was nothing to read';
  terminal.err(`error: ${terminalSafe(why)}\n`);
}

/** A path from the command line that is not there at all: more likely a slip than a damaged file. */
function missing(problems: HuntFilesResult['stats']['problems']): boolean {
  return problems.some(({ kind }) => ['not-found', 'no-match', 'not-installed'].includes(kind));
}
