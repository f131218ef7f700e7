import { Command, Option } from 'commander';
import { findTechnique } from '../../attack/attack.ts';
import { scope } from '../../attack/scope.ts';
import { suggest } from '../../core/suggest.ts';
import { nameErrors } from '../../coverage/attack-names.ts';
import { coverageOf } from '../../coverage/matrix.ts';
import { coverageHtml } from '../../coverage/render/html.ts';
import { coverageLayer } from '../../coverage/render/navigator.ts';
import { coverageCsv, coverageJson } from '../../coverage/render/plain.ts';
import { coverageTable } from '../../coverage/render/table.ts';
import type { CoverageReport } from '../../coverage/report.ts';
import { type Sight, SightCounter } from '../../coverage/sight.ts';
import { coveringRules } from '../../engine/covering-rules.ts';
import { RuleFileTester } from '../../engine/rule-test-files.ts';
import { loadContent, printDiagnostics } from '../detection-content.ts';
import { CommandError, type ExitCode, exitCodes } from '../exit-codes.ts';
import { keepInputs } from '../kept-inputs.ts';
import { extensionOf, openOutput } from '../output-file.ts';
import { type ReadingOptions, readingOptions, readLogs } from '../reading.ts';
import { contentOptions } from '../shared-options.ts';
import type { Terminal } from '../terminal.ts';
import { collect, oneOf } from '../values.ts';

interface CoverageOptions extends ReadingOptions {
  readonly rules?: readonly string[];
  readonly pack?: readonly string[] | false;
  readonly parameters?: string;
  readonly technique?: readonly string[];
  readonly details?: boolean;
  readonly format?: CoverageFormat;
  readonly output?: string;
  readonly force?: boolean;
}

const formats = ['table', 'csv', 'json', 'html', 'navigator'] as const;
type CoverageFormat = (typeof formats)[number];

const examples = `
Each technique is looked at in each cloud by the data components that ATT&CK's analytics, its older editions and the operation
catalogue say it shows in. A component is covered by rules that can match its operations, and counts when a test with records of
that cloud shows that they do.

Examples:
  nephoscope coverage                            what the shipped pack covers
  nephoscope coverage logs/                      and what these logs can show at all
  nephoscope coverage -r my-rules/ --no-pack -t T1578.001 --details
  nephoscope coverage logs/ -f navigator -o layer.json`;

export function coverageCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  const command = new Command('coverage')
    .description(
      'What rules cover: technique by cloud and data component, from rules and their tests, and what given logs can show at all.',
    )
    .argument('[path...]', 'audit logs: files, folders, globs, or - for standard input')
    .option(
      '-t, --technique <id>',
      'a technique; may be given again (default: T1578 and its neighbours)',
      collect,
    )
    .option('--details', 'table: a row for each data component')
    .addHelpText('after', examples);
  contentOptions(command);
  readingOptions(command);
  return command
    .addOption(
      new Option(
        '-f, --format <format>',
        `${formats.join(', ')} (default: what the name of the file says, table on a terminal, else json)`,
      ).argParser(oneOf(formats)),
    )
    .option('-o, --output <file>', 'write to a file')
    .option('--force', 'overwrite an existing output file')
    .action(async (paths: string[], options: CoverageOptions) =>
      finish(await coverage(paths, options, terminal)),
    );
}

async function coverage(
  paths: readonly string[],
  options: CoverageOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const techniques = (options.technique ?? scope).map(knownTechnique);
  const content = loadContent(options);
  printDiagnostics(content, ['error'], terminal);
  await keepInputs(paths, options.output);
  const output = await openOutput(options.output, options.force ?? false, terminal);
  const tester = new RuleFileTester(content.files, content.placeholders);
  const results = content.files.flatMap((file) => tester.run(file).results);
  const rules = coveringRules([...content.rules, ...content.correlations], results);
  const read = paths.length > 0 ? await readSight(paths, options, terminal) : undefined;
  const report: CoverageReport = {
    ...coverageOf(techniques, rules, read?.sight),
    nameErrors: nameErrors(),
    ...(read ? { sight: read.sight } : {}),
  };
  const format =
    options.format ??
    formatOf(options.output) ??
    (terminal.outIsTerminal && options.output === undefined ? 'table' : 'json');
  const text = render(report, format, options, terminal);
  await (format === 'table' ? output.write(text) : output.writeData(text));
  await output.close();
  const failed = results.filter(({ passed }) => !passed).length;
  if (failed > 0)
    terminal.err(`warning: ${failed} tests beside the rules fail, and do not count; see rules test\n`);
  if (read?.interrupted) return exitCodes.interrupted;
  return content.refused > 0 ? exitCodes.rulesRefused : exitCodes.done;
}

function formatOf(path: string | undefined): CoverageFormat | undefined {
  const extension = extensionOf(path);
  if (extension === 'csv' || extension === 'html') return extension;
  if (extension === 'htm') return 'html';
  return extension === 'txt' ? 'table' : undefined;
}

function render(
  report: CoverageReport,
  format: CoverageFormat,
  { details = false, output }: CoverageOptions,
  { width, outColour }: Terminal,
): string {
  switch (format) {
    case 'csv':
      return coverageCsv(report);
    case 'json':
      return coverageJson(report);
    case 'html':
      return coverageHtml(report);
    case 'navigator':
      return coverageLayer(report);
    case 'table':
      return coverageTable(report, { width, details, colour: outColour && output === undefined });
  }
}

async function readSight(
  paths: readonly string[],
  options: CoverageOptions,
  terminal: Terminal,
): Promise<{ sight: Sight; interrupted: boolean }> {
  const counter = new SightCounter();
  const { interrupted } = await readLogs(paths, options, terminal, undefined, {
    everyActivity: true,
    remember: false,
    onActivity: (activity) => counter.add(activity),
  });
  return { sight: counter.result(), interrupted };
}

/** @throws CommandError for what our extract of ATT&CK does not have */
function knownTechnique(id: string): string {
  const technique = findTechnique(id);
  if (technique) return technique.id;
  const near = suggest(id.toUpperCase(), scope);
  throw new CommandError(
    `${id}: no technique that is known here.${near === undefined ? '' : ` Did you mean ${near}?`} Ids look like T1578 and T1578.002.`,
  );
}
