import { Command, InvalidArgumentError, Option } from 'commander';
import { formatTime } from '../../core/time.ts';
import { counted } from '../../report/counted.ts';
import { terminalSafe } from '../../report/escape.ts';
import { type LakeVerification, verifyLake } from '../../store/verify.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { lakeFailure, lakeOption, refuseServer } from '../lake-options.ts';
import { printData, type Terminal } from '../terminal.ts';
import { oneOf } from '../values.ts';

interface VerifyOptions {
  readonly lake: string;
  readonly expect?: string;
  readonly format: 'text' | 'json';
}

const notes = `
Every import and every lake compact puts down which files it sealed, with their SHA-256, in a chain of hashes. A file that was
changed, a row of the chain that was changed or taken out, and a list that names other files are told. Whoever can write the
lake can write the chain anew: note the head elsewhere, and give it with --expect the next time.

Exit codes: 0 everything is as it was sealed, 1 it is not, 4 there is no lake to read, 5 somebody writes it.`;

export function lakeVerifyCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  return new Command('verify')
    .description('Tell whether the sealed files of a lake are what was sealed.')
    .addOption(lakeOption())
    .addOption(
      new Option('--expect <head>', 'the head of an earlier verification, or its first 12 digits').argParser(
        headOf,
      ),
    )
    .addOption(
      new Option('-f, --format <format>', 'text, json').argParser(oneOf(['text', 'json'])).default('text'),
    )
    .addHelpText('after', notes)
    .action(async (options: VerifyOptions) => finish(await verify(options, terminal)));
}

function headOf(value: string): string {
  if (/^[0-9a-f]{12,64}$/i.test(value)) return value.toLowerCase();
  throw new InvalidArgumentError('expected 12 to 64 hexadecimal digits, as lake verify prints them.');
}

async function verify({ lake, format, ...options }: VerifyOptions, terminal: Terminal): Promise<ExitCode> {
  refuseServer(lake, 'verify the file that was pushed');
  const found = await verifyLake(lake, options).catch((error: unknown) => {
    throw lakeFailure(error);
  });
  if (format === 'json') await printData(terminal, `${JSON.stringify(found, null, 2)}\n`);
  else await terminal.out(textOf(found));
  return found.problems.length === 0 ? exitCodes.done : exitCodes.findings;
}

function textOf({ file, entries, files, head, at, problems }: LakeVerification): string {
  const verdict =
    problems.length === 0
      ? 'as it was sealed'
      : `NOT as it was sealed: ${counted(problems.length, 'problem')}`;
  const lines: [string, string][] = [
    ['Lake', `${file}: ${verdict}`],
    [
      'Journal',
      `${entries === 1 ? '1 entry' : `${entries.toLocaleString('en-US')} entries`}, ${counted(files, 'sealed file')}`,
    ],
    ...(head === null || at === null ? [] : [['Head', `${head} of ${formatTime(at)}`] as [string, string]]),
    ...problems.map(({ message }): [string, string] => ['Problem', message]),
  ];
  return lines.map(([label, value]) => `${label.padEnd(11)}${terminalSafe(value)}\n`).join('');
}
