import { type HuntFilesOptions, type HuntFilesResult, huntFiles } from '../engine/hunt-files.ts';
import { type HuntLakeResult, huntLake } from '../engine/hunt-lake.ts';
import type { Rule } from '../ir/rule.ts';
import { counted } from '../report/counted.ts';
import { listInputs } from '../sources/index.ts';
import { shownAddress } from '../store/clickhouse/address.ts';
import { CommandError } from './exit-codes.ts';
import type { ReadSource } from './kept-inputs.ts';
import { lakeFailure, periodNote, writerNote } from './lake-options.ts';
import { ProgressLine } from './progress-line.ts';
import type { Terminal } from './terminal.ts';

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
  if (activities === 0)
    periodNote(period, 'nothing is inside the time asked for; see --from, --to and --last', terminal);
  if (rules === 0 || activities === withRecords) return;
  const why = 'they look at native records, which lake import keeps with --records';
  terminal.err(
    withRecords === 0
      ? `warning: ${counted(rules, 'rule')} skipped: ${why}.\n`
      : `warning: ${counted(rules, 'rule')} saw ${withRecords.toLocaleString('en-US')} of ` +
          `${activities.toLocaleString('en-US')} activities: ${why}.\n`,
  );
}
