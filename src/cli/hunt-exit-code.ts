import { isLevel, type Level, rank } from '../core/levels.ts';
import type { HuntFilesResult } from '../engine/hunt-files.ts';
import { counted } from '../report/counted.ts';
import { terminalSafe } from '../report/escape.ts';
import type { DetectionContent } from './detection-content.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

/** What a hunt ends with; the first that applies counts. */
export function huntExitCode(
  { stats, interrupted }: Pick<HuntFilesResult, 'stats' | 'interrupted'>,
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
  const { network } = stats;
  const problems = [...stats.problems, ...(network?.problems ?? [])];
  const rejected = stats.rejectedPlaces.length + (network?.rejectedPlaces.length ?? 0);
  const imperfect = problems.length > 0 || rejected > 0;
  return nothingRead || noFlows(network) || missing(problems) || (options.strict && imperfect)
    ? exitCodes.inputUnreadable
    : exitCodes.done;
}

/** Even a quiet run says in one line why it ended with an error. */
export function sayWhy(
  code: ExitCode,
  { stats }: Pick<HuntFilesResult, 'stats'>,
  { refused }: Pick<DetectionContent, 'refused'>,
  terminal: Terminal,
): void {
  if (code === exitCodes.rulesRefused)
    terminal.err(`error: ${counted(refused, 'rule')} refused; see without -q.\n`);
  if (code !== exitCodes.inputUnreadable) return;
  const [first] = [...stats.problems, ...(stats.network?.problems ?? [])];
  const why = first ? `${first.path}: ${first.detail}` : 'there was nothing to read';
  terminal.err(`error: ${terminalSafe(why)}\n`);
}

/** Flow logs were given, and none of them could be read. */
function noFlows(network: HuntFilesResult['stats']['network']): boolean {
  return (
    network !== undefined && network.inputs.read > 0 && network.inputs.read === network.inputs.withProblems
  );
}

/** A path from the command line that is not there at all: more likely a slip than a damaged file. */
function missing(problems: HuntFilesResult['stats']['problems']): boolean {
  return problems.some(({ kind }) => ['not-found', 'no-match', 'not-installed'].includes(kind));
}
