import { availableParallelism } from 'node:os';
import { Command, Option } from 'commander';
import type { LoadedChanges } from '../../changes/index.ts';
import { type Level, levels, rank } from '../../core/levels.ts';
import { compareFindings } from '../../detect/finding/finding.ts';
import type { HuntFilesOptions, HuntFilesResult } from '../../engine/hunt-files.ts';
import { type Found, profiles, type ReportDefinition, reports } from '../../report/index.ts';
import { type Summary, summarise, summaryText } from '../../report/summary.ts';
import {
  type ChangesOptions,
  changesOptions,
  loadChangesFiles,
  printChangesDiagnostics,
} from '../changes-content.ts';
import { guideNames, loadContent, offIn, printDiagnostics } from '../detection-content.ts';
import { CommandError, type ExitCode, exitCodes } from '../exit-codes.ts';
import { type FlowOptions, flowOptions, flowsOf } from '../flow-options.ts';
import { huntExitCode, sayWhy } from '../hunt-exit-code.ts';
import { huntSource, runHunt } from '../hunt-source.ts';
import { keepInputs, refuseInputsAsOutputs } from '../kept-inputs.ts';
import { baselineOptions, type MemoryOptions, readKnown } from '../memory-options.ts';
import { extensionOf, type Output, openOutput } from '../output-file.ts';
import { contentOptions, type TimeOptions, timeOptions, timeRange } from '../shared-options.ts';
import type { Terminal } from '../terminal.ts';
import { collect, levelValue, oneOf, threadsValue } from '../values.ts';

interface HuntOptions extends TimeOptions, MemoryOptions, ChangesOptions, FlowOptions {
  readonly lake?: string;
  readonly rules?: readonly string[];
  readonly pack?: readonly string[] | false;
  readonly parameters?: string;
  readonly output?: string;
  readonly format?: string;
  readonly profile?: string;
  readonly excludeRule?: readonly string[];
  readonly minLevel: Level;
  readonly failOn?: Level;
  readonly changes?: readonly string[];
  readonly showSuppressed?: boolean;
  readonly includeRecord?: boolean;
  readonly threads: number;
  readonly scan: boolean;
  readonly strict?: boolean;
  readonly force?: boolean;
  readonly summary?: string | false;
  readonly quiet?: boolean;
}

/** A table in a file is not cut to the terminal. */
const FILE_WIDTH = 240;

const examples = `
Examples:
  nephoscope hunt logs/                                  everything in a folder, shipped detections, a timeline
  nephoscope hunt logs/ -r sigma/rules/cloud -f csv -o timeline.csv
  nephoscope hunt logs/ --flows flow-logs/               and what new instances did on the network
  nephoscope hunt s3-download/**/*.json.gz --from 2026-03-01 --to 2026-03-02 --min-level medium
  zcat activity.json.gz | nephoscope hunt - --fail-on high
  nephoscope hunt --lake history.lake --last 90d         over what lake import has kept

Exit codes: 0 done · 1 findings at or above --fail-on · 2 rules were refused · 3 wrong usage ·
            4 input could not be read · 5 output could not be written · 130 interrupted`;

export function huntCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  const command = new Command('hunt')
    .description('Find what happened to compute in a pile of audit logs of AWS, Azure and Google Cloud.')
    .argument('[path...]', 'files, folders, globs, or - for standard input; formats are told by content')
    .option(
      '--lake <lake>',
      'hunt over the history in a lake instead (see lake import): a file, or clickhouse://user@host:8123/database',
    )
    .addHelpText('after', examples);
  contentOptions(command);
  timeOptions(command);
  baselineOptions(command);
  flowOptions(command);
  command
    .option(
      '--changes <file>',
      'authorised changes and exceptions: changes.yml, JSON, CSV, ticket exports; may be given again',
      collect,
    )
    .option('--show-suppressed', 'show what authorised changes cover, too');
  changesOptions(command);
  command
    .option('-x, --exclude-rule <rule>', 'leave out a rule, by id or title; may be given again', collect)
    .option(
      '-o, --output <file>',
      'write what was found to a file (.csv, .json, .html, .md and .txt choose the format)',
    )
    .addOption(
      new Option(
        '-f, --format <format>',
        `${reports.map(({ name }) => name).join(', ')} (default: table on a terminal, else ndjson)`,
      ).argParser(oneOf(reports.map(({ name }) => name))),
    )
    .addOption(
      new Option('--profile <profile>', "another tool's columns: suzaku").argParser(
        oneOf(profiles.map(({ name }) => name)),
      ),
    )
    .addOption(
      new Option('-m, --min-level <level>', `show findings from this level: ${levels.join(', ')}`)
        .argParser(levelValue)
        .default('low'),
    )
    .addOption(
      new Option('--fail-on <level>', 'exit with 1 when a finding reaches this level').argParser(levelValue),
    )
    .option(
      '--include-record',
      'keep the native record with each finding, without secrets (ndjson, json, html)',
    )
    .addOption(
      new Option('--threads <n>', 'worker threads')
        .argParser(threadsValue)
        .default(availableParallelism(), 'all cores'),
    )
    .option('--no-scan', 'parse every record, also those that no rule asks for')
    .option(
      '--strict',
      'refuse extensions of Sigma in the given rules, and fail when anything could not be read',
    )
    .option('--force', 'overwrite existing output files')
    .option('--summary <file>', 'write the summary as JSON to a file')
    .option('--no-summary', 'print no summary')
    .option('-q, --quiet', 'print neither progress nor warnings nor the summary')
    .action(async (paths: string[], options: HuntOptions) => finish(await hunt(paths, options, terminal)));
  return command;
}

async function hunt(paths: readonly string[], options: HuntOptions, terminal: Terminal): Promise<ExitCode> {
  const report = chooseReport(options, terminal);
  const range = timeRange(options, terminal.now());
  if (options.includeRecord && !['ndjson', 'json', 'html'].includes(report.name)) {
    terminal.err(`warning: --include-record has no effect on ${report.name}; use -f ndjson, json or html.\n`);
  }
  const content = loadContent(options);
  if (!options.quiet) printDiagnostics(content, ['error'], terminal);
  if (content.rules.length === 0) {
    throw new CommandError('no rule was loaded: there is nothing to look for.', {
      code: exitCodes.rulesRefused,
    });
  }
  const changes = loadChangesOf(options, terminal);
  const known = readKnown(options, content.placeholders);
  const source = await huntSource(paths, options.lake);
  const flows = await flowsOf(options, content.placeholders, paths);
  await keepInputs(
    [...(options.rules ?? []), options.parameters, ...(options.changes ?? [])],
    options.output,
  );
  refuseInputsAsOutputs(source, flows?.places.inputs ?? [], [options.output, options.summary]);
  const output = await openOutput(options.output, options.force ?? false, terminal);
  const summaryFile =
    typeof options.summary === 'string'
      ? await openOutput(options.summary, options.force ?? false, terminal)
      : undefined;

  const started = terminal.now();
  const settings: HuntFilesOptions = {
    ...range,
    minRank: rank(options.minLevel),
    keepRecord: options.includeRecord === true || options.profile !== undefined,
    everyActivity: false,
    remember: true,
    correlations: content.correlations,
    changes: changes.changes,
    guides: guideNames(content),
    ...known,
    ...(flows ? { flows } : {}),
    threads: options.threads,
    ...(options.scan ? {} : { scan: false }),
    signal: terminal.interrupt,
  };
  const quiet = options.quiet === true;
  const result = await runHunt(source, content.rules, settings, { terminal, quiet });

  await writeFound(options.showSuppressed ? withSuppressed(result) : result, report, output, {
    toFile: isFile(options.output),
    terminal,
  });
  const summary = summarise(result.findings, {
    stats: result.stats,
    rules: {
      loaded: content.rules.length,
      refused: content.refused,
      correlations: content.correlations.length,
      matched: Object.keys(result.stats.signals.byRule).length,
      off: offIn(content.rules),
    },
    minLevel: options.minLevel,
    interrupted: result.interrupted,
    seconds: (terminal.now() - started) / 1000,
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
  });
  if (summaryFile) {
    await summaryFile.write(`${JSON.stringify(summary, null, 2)}\n`);
    await summaryFile.close();
  }
  if (options.summary !== false && !options.quiet) printSummary(summary, source.words, options, terminal);
  const code = huntExitCode(result, { refused: content.refused + changes.refused }, options);
  if (options.quiet) sayWhy(code, result, { refused: content.refused + changes.refused }, terminal);
  return code;
}

function loadChangesOf(options: HuntOptions, terminal: Terminal): LoadedChanges {
  if (!options.changes) return { changes: [], diagnostics: [], refused: 0 };
  const loaded = loadChangesFiles(options.changes, options, { now: terminal.now() });
  if (!options.quiet) printChangesDiagnostics(loaded, ['error', 'warning'], (text) => terminal.err(text));
  return loaded;
}

/** What is covered stands where it happened. */
function withSuppressed(result: HuntFilesResult): Found {
  const findings = [...result.findings, ...result.suppressed].sort(compareFindings);
  return { findings, incidents: result.incidents };
}

function isFile(output: string | undefined): boolean {
  return output !== undefined && output !== '-';
}

async function writeFound(
  found: Found,
  report: ReportDefinition,
  output: Output,
  { toFile, terminal }: { readonly toFile: boolean; readonly terminal: Terminal },
): Promise<void> {
  const onTerminal = terminal.outIsTerminal && !toFile;
  const context = { width: toFile ? FILE_WIDTH : terminal.width, colour: terminal.outColour && onTerminal };
  for (const text of report.render(found, context)) {
    // The table has colours, and escapes names itself.
    await (report.name === 'table' ? output.write(text) : output.writeData(text));
  }
  await output.close();
}

function chooseReport({ format, profile, output }: HuntOptions, terminal: Terminal): ReportDefinition {
  if (profile !== undefined) {
    if (format !== undefined && format !== 'csv') {
      throw new CommandError(`--profile ${profile} is CSV: leave out -f ${format}, or leave out --profile.`);
    }
    return find(profiles, profile);
  }
  if (format !== undefined) return find(reports, format);
  if (output !== undefined && output !== '-') return find(reports, formatOf(output));
  return find(reports, terminal.outIsTerminal ? 'table' : 'ndjson');
}

function formatOf(path: string): string {
  const formats: Readonly<Record<string, string>> = {
    csv: 'csv',
    json: 'json',
    txt: 'table',
    html: 'html',
    md: 'markdown',
  };
  return formats[extensionOf(path)] ?? 'ndjson';
}

function find(definitions: readonly ReportDefinition[], name: string): ReportDefinition {
  const found = definitions.find((one) => one.name === name);
  if (!found)
    throw new CommandError(
      `${name}: no such format; there are ${definitions.map((one) => one.name).join(', ')}.`,
    );
  return found;
}

function printSummary(summary: Summary, what: string, options: HuntOptions, terminal: Terminal): void {
  terminal.err(
    `${terminal.outIsTerminal && options.output === undefined ? '\n' : ''}${summaryText(summary, terminal.errColour)}`,
  );
  if (!terminal.errIsTerminal) return;
  const again = `nephoscope hunt ${what}`;
  const steps = [
    ...(options.output === undefined ? [`${again} -o timeline.csv   keep it for a spreadsheet`] : []),
    ...(options.minLevel === 'informational' ? [] : [`${again} -m informational   routine changes too`]),
    `${again} --include-record -f json   with the native records`,
  ];
  terminal.err(`Next       ${steps.join('\n           ')}\n`);
}
