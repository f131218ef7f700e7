import { type Command, Option } from 'commander';
import { CommandError } from './exit-codes.ts';
import { collect, durationValue, timeValue } from './values.ts';

export interface TimeOptions {
  readonly from?: number;
  readonly to?: number;
  readonly last?: number;
}

/** Which rules to use. */
export function contentOptions(command: Command): void {
  command
    .option('-r, --rules <path>', 'Sigma rules: a file or a folder; may be given again', collect)
    .option(
      '-p, --pack <pack>',
      'a detection pack by name or folder; may be given again (default: cloud-compute)',
      collect,
    )
    .option('--no-pack', 'no pack, only the rules given with -r')
    .option(
      '--parameters <file>',
      "YAML values of parameters: lists, numbers, timespans; they override a pack's",
    );
}

/** Which time to look at. */
export function timeOptions(command: Command): void {
  command
    .addOption(
      new Option('--from <time>', 'from this time on (UTC unless a zone is given)').argParser(timeValue),
    )
    .addOption(new Option('--to <time>', 'before this time').argParser(timeValue))
    .addOption(
      new Option('--last <duration>', 'the time up to now: 30d, 12h, 90m')
        .argParser(durationValue)
        .conflicts(['from']),
    );
}

/** @throws CommandError when the range is empty */
export function timeRange({ from, to, last }: TimeOptions, now: number): { from: number; to: number } {
  const start = last === undefined ? (from ?? Number.NEGATIVE_INFINITY) : now - last;
  const end = to ?? Number.POSITIVE_INFINITY;
  if (start >= end) throw new CommandError('the time range is empty: --from must be before --to.');
  return { from: start, to: end };
}
