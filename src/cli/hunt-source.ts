import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { formatTime } from '../core/time.ts';
import { type HuntFilesOptions, type HuntFilesResult, huntFiles } from '../engine/hunt-files.ts';
import { type HuntLakeResult, huntLake } from '../engine/hunt-lake.ts';
import type { Rule } from '../ir/rule.ts';
import { counted } from '../report/counted.ts';
import { type Listing, listInputs } from '../sources/index.ts';
import { shownAddress } from '../store/clickhouse/address.ts';
import { isPartOfLake } from '../store/places.ts';
import { CommandError } from './exit-codes.ts';
import { lakeFailure, writerNote } from './lake-options.ts';
import { ProgressLine } from './progress-line.ts';
import type { Terminal } from './terminal.ts';

/** What is read: files, or a lake. */
type ReadSource =
  | { readonly kind: 'files'; readonly listing: Listing }
  | { readonly kind: 'lake'; readonly lake: string };

/** Where a hunt reads, and how that was said. */
export type HuntSource = ReadSource & { readonly words: string };

/**
 * @param lake the lake's file, or the address of a server, when there is one; then there are no paths
 * @throws CommandError when there is neither, or both
 */
export async function huntSource(paths: readonly string[], lake: string | undefined): Promise<HuntSource> {
  if (lake !== undefined) {
    if (paths.length > 0)
      throw new CommandError('give paths or --lake, not both: a lake is imported into first.');
    return { kind: 'lake', lake, words: `--lake ${shownAddress(lake)}` };
  }
  if (paths.length === 0) {
    throw new CommandError(
      'nothing to read: give files, folders or globs, - for standard input, or --lake FILE.',
    );
  }
  return { kind: 'files', listing: await listInputs(paths), words: paths.join(' ') };
}

/** @throws CommandError when an output is one of the inputs: evidence is never written over */
export function refuseInputsAsOutputs(
  source: ReadSource,
  more: Listing['inputs'],
  outputs: readonly (string | boolean | undefined)[],
): void {
  for (const output of outputs) {
    if (typeof output !== 'string' || output === '-') continue;
    const place = resolve(output);
    if (isOneOf(more, place) || isInput(source, place)) {
      throw new CommandError(
        `${output} is one of the inputs: it would be written over. Choose another name.`,
      );
    }
  }
}

/**
 * The same for commands that read what paths name: logs, queries, rules, lists.
 *
 * @throws CommandError when the output is one of them
 */
export async function keepInputs(
  read: readonly (string | undefined)[],
  output: string | undefined,
): Promise<void> {
  if (output === undefined || output === '-' || !existsSync(output)) return;
  const paths = read.filter((path) => path !== undefined && path !== '-') as string[];
  refuseInputsAsOutputs({ kind: 'files', listing: await listInputs(paths) }, [], [output]);
}

function isInput(source: ReadSource, place: string): boolean {
  if (source.kind === 'lake') return isPartOfLake(source.lake, place);
  return isOneOf(source.listing.inputs, place);
}

function isOneOf(inputs: Listing['inputs'], place: string): boolean {
  const there = identityOf(place);
  return inputs.some(
    ({ path, source }) =>
      source === 'file' && (resolve(path) === place || (there !== undefined && identityOf(path) === there)),
  );
}

/** The file itself, whatever links lead to it; undefined when there is none. */
function identityOf(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev} ${ino}`;
  } catch {
    // Not there, below a file, or in a folder that may not be looked into.
    return undefined;
  }
}

/** Runs the hunt with progress, and says what could not be seen. */
export async function runHunt(
  source: HuntSource,
  rules: readonly Rule[],
  options: HuntFilesOptions,
  { terminal, quiet }: { readonly terminal: Terminal; readonly quiet: boolean },
): Promise<HuntFilesResult> {
  const progress = new ProgressLine(terminal);
  if (source.kind === 'files') {
    const onProgress: HuntFilesOptions['onProgress'] = quiet
      ? () => undefined
      : (now) => progress.update(now);
    return huntFiles(source.listing, rules, { ...options, onProgress }).finally(() => progress.clear());
  }
  const result = await huntLake(source.lake, rules, {
    ...options,
    onProgress: ({ done, all, signals }) => {
      if (!quiet) progress.updateShare(done, all, signals);
    },
  })
    .finally(() => progress.clear())
    .catch((error: unknown) => {
      throw lakeFailure(error);
    });
  if (!quiet) sayWhatIsMissing(result, terminal);
  return result;
}

/** Rules on native records see only what was imported with its records. */
function sayWhatIsMissing({ coverage, writer, period }: HuntLakeResult, terminal: Terminal): void {
  writerNote(writer, terminal);
  const { rules, activities, withRecords } = coverage;
  if (activities === 0 && period) {
    terminal.err(
      `note: the lake has Activities from ${formatTime(period.first)} to ${formatTime(period.last)}: nothing is inside the time asked for; see --from, --to and --last\n`,
    );
  }
  if (rules === 0 || activities === withRecords) return;
  const why = 'they look at native records, which lake import keeps with --records';
  terminal.err(
    withRecords === 0
      ? `warning: ${counted(rules, 'rule')} skipped: ${why}.\n`
      : `warning: ${counted(rules, 'rule')} saw ${withRecords.toLocaleString('en-US')} of ` +
          `${activities.toLocaleString('en-US')} activities: ${why}.\n`,
  );
}
