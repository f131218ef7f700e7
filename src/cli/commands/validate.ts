import { Command, Option } from 'commander';
import { createAtomicValidator } from '../../engine/validate-atomics.ts';
import { junit } from '../../report/junit.ts';
import { validationCases, validationJson, validationText } from '../../report/validation-text.ts';
import type { Validation } from '../../validate/validation.ts';
import { type AtomicOptions, atomicOptions, chooseAtomics } from '../atomic-content.ts';
import {
  type ContentOptions,
  type DetectionContent,
  loadContent,
  printDiagnostics,
} from '../detection-content.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { keepInputs } from '../kept-inputs.ts';
import { openOutput } from '../output-file.ts';
import { type ReadingOptions, readingOptions, readLogs } from '../reading.ts';
import { contentOptions } from '../shared-options.ts';
import type { Terminal } from '../terminal.ts';
import { oneOf } from '../values.ts';

const formats = ['table', 'json', 'junit'] as const;

interface ValidateOptions extends ReadingOptions, Omit<ContentOptions, 'pack'>, AtomicOptions {
  readonly format?: (typeof formats)[number];
  readonly output?: string;
  readonly force?: boolean;
}

const notes = `
ATOMIC is a test (T1578.002-aws-1), all tests of a technique (T1578.002, T1578.002-aws), a GUID, a name, or a file of tests;
emulate --list shows them. Exits with 1 when something that is expected did not arrive, or a detection did not fire.

Examples:
  nephoscope validate T1578.002-aws-1 trail/ --last 2h           after running the test in a lab
  nephoscope validate T1578.002-aws-2 trail/ --set account=111122223333
  nephoscope emulate T1578 -o lab/ && nephoscope validate T1578 lab/ -f junit -o atomics.xml`;

export function validateCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  const command = new Command('validate')
    .description(
      'Hold logs against what an atomic test has to leave in them, field by field: what arrived, when, what is missing or ' +
        'different, and which detections fired.',
    )
    .argument('<atomic>', 'which test')
    .argument('<path...>', 'audit logs: files, folders, globs, or - for standard input')
    .addHelpText('after', notes);
  atomicOptions(command);
  contentOptions(command);
  readingOptions(command);
  return command
    .addOption(
      new Option(
        '-f, --format <format>',
        `${formats.join(', ')} (default: table on a terminal, else json)`,
      ).argParser(oneOf(formats)),
    )
    .option('-o, --output <file>', 'write to a file')
    .option('--force', 'overwrite an existing output file')
    .action(async (atomic: string, paths: string[], options: ValidateOptions) =>
      finish(await validateLogs(atomic, paths, options, terminal)),
    );
}

async function validateLogs(
  atomic: string,
  paths: readonly string[],
  options: ValidateOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const tests = chooseAtomics([atomic], options, terminal, 'given');
  const content = loadContent(options);
  printDiagnostics(content, ['error'], terminal);
  await keepInputs(paths, options.output);
  const output = await openOutput(options.output, options.force ?? false, terminal);
  const validator = createAtomicValidator(tests, {
    ...(options.set && { set: options.set }),
    lists: listsOf(content.placeholders),
  });
  const result = await readLogs(paths, options, terminal, content, validator.options);
  const validations = validator.finish(result);
  if (validator.dropped() > 0 && !options.quiet) {
    const count = validator.dropped().toLocaleString('en-US');
    terminal.err(
      `warning: ${count} earlier operations of these kinds were left out; narrow the time with --from or --last.\n`,
    );
  }
  const format = options.format ?? (terminal.outIsTerminal ? 'table' : 'json');
  if (format === 'table')
    await output.write(validationText(validations, terminal.outColour && options.output === undefined));
  else
    await output.writeData(format === 'junit' ? junit(validationCases(validations)) : jsonText(validations));
  await output.close();
  if (!options.quiet) terminal.err(`${summary(validations)}\n`);
  if (result.interrupted) return exitCodes.interrupted;
  if (validations.some(({ passed }) => !passed)) return exitCodes.findings;
  return content.refused > 0 ? exitCodes.rulesRefused : exitCodes.done;
}

/** Names of the lists that say something. */
function listsOf(placeholders: DetectionContent['placeholders']): string[] {
  return Object.entries(placeholders).flatMap(([name, { value }]) => (value.length > 0 ? name : []));
}

function jsonText(validations: readonly Validation[]): string {
  return `${JSON.stringify(validationJson(validations), null, 2)}\n`;
}

function summary(validations: readonly Validation[]): string {
  const passed = validations.filter((one) => one.passed).length;
  return `${passed} passed, ${validations.length - passed} failed`;
}
