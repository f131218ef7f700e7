import { type Command, Option } from 'commander';
import {
  type ChangesFile,
  type LoadChangesOptions,
  type LoadedChanges,
  loadChanges,
} from '../changes/index.ts';
import { type Diagnostic, renderDiagnostic } from '../core/diagnostic.ts';
import { readChangesFiles } from '../engine/changes-files.ts';
import { ContentError } from '../engine/load-content.ts';
import { terminalSafe } from '../report/escape.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { zoneValue } from './values.ts';

/** How to read files of changes; the same for every command that takes them. */
export interface ChangesOptions {
  readonly zone?: string;
  readonly mapping?: string;
}

export interface ChangesContent extends LoadedChanges {
  readonly files: readonly ChangesFile[];
}

export function changesOptions(command: Command): void {
  command
    .addOption(
      new Option(
        '--zone <zone>',
        'time zone of times that name none: UTC, +01:00, Europe/Berlin (default: UTC)',
      ).argParser(zoneValue),
    )
    .option('--mapping <file>', 'YAML: what fields, states and people of a ticket system mean');
}

/** Longer lines (a whole export on one) are not shown below a diagnostic. */
const LONGEST_LINE = 400;

/** Prints what is said of files of changes; they hold texts that other people wrote. */
export function printChangesDiagnostics(
  { diagnostics, files }: Pick<ChangesContent, 'diagnostics' | 'files'>,
  severities: readonly Diagnostic['severity'][],
  print: (text: string) => void,
): void {
  const shown = files.filter(({ text }) => text.split('\n').every(({ length }) => length <= LONGEST_LINE));
  const texts = new Map(shown.map(({ path, text }) => [path, text]));
  for (const diagnostic of diagnostics) {
    if (!severities.includes(diagnostic.severity)) continue;
    const rendered = renderDiagnostic(diagnostic, texts.get(diagnostic.at?.file ?? ''));
    print(`${rendered.split('\n').map(terminalSafe).join('\n')}\n`);
  }
}

/** @throws CommandError when a file cannot be read */
export function loadChangesFiles(
  paths: readonly string[],
  { zone, mapping }: ChangesOptions,
  options: Pick<LoadChangesOptions, 'now' | 'only'> = {},
): ChangesContent {
  try {
    const files = readChangesFiles(paths);
    const [map] = mapping === undefined ? [] : readChangesFiles([mapping]);
    const loaded = loadChanges(files, { ...options, ...(zone && { zone }), ...(map && { mapping: map }) });
    return { ...loaded, files: map ? [...files, map] : files };
  } catch (error) {
    if (!(error instanceof ContentError)) throw error;
    throw new CommandError(error.message, { code: exitCodes.inputUnreadable, cause: error });
  }
}
