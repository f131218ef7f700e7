import { Command, Option } from 'commander';
import type { Diagnostic } from '../../core/diagnostic.ts';
import { counted } from '../../report/counted.ts';
import {
  type ChangesOptions,
  changesOptions,
  loadChangesFiles,
  printChangesDiagnostics,
} from '../changes-content.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { printData, type Terminal } from '../terminal.ts';
import { oneOf } from '../values.ts';

interface LintOptions extends ChangesOptions {
  readonly strict?: boolean;
  readonly severity: Diagnostic['severity'];
  readonly format: 'text' | 'json';
}

const severities = ['error', 'warning', 'info'] as const;

export function changesLintCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  const command = new Command('lint')
    .description(
      'Say what is wrong with authorisations: keys and times that cannot be read, exceptions without owner, review or end, ' +
        'patterns that let strangers in, people without principals, what has ended.',
    )
    .argument('<file...>', 'changes.yml, JSON, CSV, or exports of ServiceNow and Jira; told by content');
  changesOptions(command);
  return command
    .option('--strict', 'warnings fail')
    .addOption(
      new Option('--severity <severity>', 'show from: error, warning, info')
        .argParser(oneOf(severities))
        .default('info'),
    )
    .addOption(
      new Option('-f, --format <format>', 'text, json').argParser(oneOf(['text', 'json'])).default('text'),
    )
    .action(async (paths: string[], options: LintOptions) => finish(await lint(paths, options, terminal)));
}

async function lint(paths: readonly string[], options: LintOptions, terminal: Terminal): Promise<ExitCode> {
  const { changes, diagnostics, refused, files } = loadChangesFiles(paths, options, { now: terminal.now() });
  const shown = severities.slice(0, severities.indexOf(options.severity) + 1);
  if (options.format === 'json') {
    const kept = diagnostics.filter(({ severity }) => shown.includes(severity));
    await printData(terminal, `${JSON.stringify(kept, null, 2)}\n`);
  } else {
    printChangesDiagnostics(
      { diagnostics, files },
      shown,
      (text) => void terminal.out(text).catch(() => undefined),
    );
  }
  const of = (severity: Diagnostic['severity']): number =>
    diagnostics.filter((one) => one.severity === severity).length;
  terminal.err(
    `${counted(changes.length, 'record')}, ${refused} refused: ${counted(of('error'), 'error')}, ` +
      `${counted(of('warning'), 'warning')}, ${counted(of('info'), 'note')}\n`,
  );
  const isBad = of('error') > 0 || (options.strict === true && of('warning') > 0);
  return isBad ? exitCodes.rulesRefused : exitCodes.done;
}
