import { Command, Option } from 'commander';
import { operationTechniques } from '../../clouds/operation-techniques.ts';
import type { Diagnostic } from '../../core/diagnostic.ts';
import { lintRules } from '../../engine/lint-rules.ts';
import type { Pack, RuleFile } from '../../engine/load-content.ts';
import { loadGuides } from '../../engine/load-guides.ts';
import type { Parameters } from '../../engine/parameters.ts';
import { loadRules, type SourceFile } from '../../lang/sigma/index.ts';
import { counted } from '../../report/counted.ts';
import { contentAround, gatherRuleFiles, printDiagnostics } from '../detection-content.ts';
import { CommandError, type ExitCode, exitCodes } from '../exit-codes.ts';
import { readGuideFiles } from '../guide-content.ts';
import { printData, type Terminal } from '../terminal.ts';
import { collect, oneOf } from '../values.ts';

interface LintOptions {
  readonly pack?: readonly string[];
  readonly parameters?: string;
  readonly strict?: boolean;
  readonly severity: Diagnostic['severity'];
  readonly format: 'text' | 'json';
}

const severities = ['error', 'warning', 'info'] as const;

export function rulesLintCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  return new Command('lint')
    .description(
      'Say what is wrong with rules, and what is worth knowing about them: unknown fields and values, fields that are ' +
        'repaired, rules that can never match, missing metadata, techniques that do not fit. Of a pack also its guides and ' +
        'playbooks: sections that are missing, references to what does not exist, commands that are not safe to fill in.',
    )
    .argument('[path...]', 'rule files and folders')
    .option('-p, --pack <pack>', 'lint a pack', collect)
    .option('--parameters <file>', 'YAML values of parameters: lists, numbers, timespans')
    .option('--strict', 'refuse extensions of Sigma; warnings fail')
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

/** What is wrong with the guides and playbooks of packs. */
function lintGuides(
  packs: readonly Pack[],
  ruleFiles: readonly RuleFile[],
  placeholders: Readonly<Parameters>,
): { readonly files: readonly SourceFile[]; readonly diagnostics: readonly Diagnostic[] } {
  const files = readGuideFiles(packs);
  if (files.length === 0) return { files, diagnostics: [] };
  const { rules, correlations } = loadRules(ruleFiles, { placeholders });
  return { files, diagnostics: loadGuides(files, [...rules, ...correlations]).diagnostics };
}

async function lint(paths: readonly string[], options: LintOptions, terminal: Terminal): Promise<ExitCode> {
  if (paths.length === 0 && options.pack === undefined) {
    throw new CommandError('name the rules to lint: a file, a folder, or --pack.');
  }
  const { shipped, given, placeholders, packs, warnings } = gatherRuleFiles(
    options.pack ?? [],
    paths,
    options.parameters,
  );
  printDiagnostics({ diagnostics: [], files: [], warnings }, [], terminal);
  const ruleFiles = [...shipped, ...given];
  const ofRules = lintRules(ruleFiles, {
    placeholders,
    strict: options.strict ?? false,
    known: contentAround(paths, { given: ruleFiles, placeholders }),
    operations: operationTechniques,
  });
  const guides = lintGuides(packs, ruleFiles, placeholders);
  const files = [...ruleFiles, ...guides.files];
  const found = [...ofRules, ...guides.diagnostics];
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { severity } of found) counts[severity] += 1;
  const shown = severities.slice(0, severities.indexOf(options.severity) + 1);
  if (options.format === 'json') {
    const kept = found.filter(({ severity }) => shown.includes(severity));
    await printData(terminal, `${JSON.stringify(kept, null, 2)}\n`);
  } else
    printDiagnostics({ diagnostics: found, files }, shown, {
      ...terminal,
      err: (text) => void terminal.out(text).catch(() => undefined),
    });
  terminal.err(
    `${counted(files.length, 'file')}: ${counted(counts.error, 'error')}, ${counted(counts.warning, 'warning')}, ${counted(counts.info, 'note')}\n`,
  );
  return counts.error > 0 || (options.strict === true && counts.warning > 0)
    ? exitCodes.rulesRefused
    : exitCodes.done;
}
