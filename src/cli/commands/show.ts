import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { attack, findTechnique, type Technique } from '../../attack/attack.ts';
import { findOfficial, StixError } from '../../attack/stix.ts';
import type { Json } from '../../core/json.ts';
import { suggest } from '../../core/suggest.ts';
import { DetectionViews } from '../../engine/detection-view.ts';
import { listParameters } from '../../engine/parameter-list.ts';
import { techniqueView } from '../../engine/technique-view.ts';
import type { LoadedGuides } from '../../guides/index.ts';
import type { Correlation } from '../../ir/correlation.ts';
import type { Rule } from '../../ir/rule.ts';
import { terminalSafe } from '../../report/escape.ts';
import type { Section } from '../../report/page/page.ts';
import { officialSection } from '../../report/pages/attack-markdown.ts';
import { listPage } from '../../report/pages/list-page.ts';
import { rulePage } from '../../report/pages/rule-page.ts';
import { techniqueJson } from '../../report/pages/technique-json.ts';
import { techniquePage } from '../../report/pages/technique-page.ts';
import { loadAtomicContent } from '../atomic-content.ts';
import { type DetectionContent, loadContent, printDiagnostics } from '../detection-content.ts';
import { CommandError, type ExitCode, exitCodes } from '../exit-codes.ts';
import { readFindingFile } from '../finding-file.ts';
import { loadGuideContent } from '../guide-content.ts';
import { type PageOptions, pageOptions, writePage } from '../page-output.ts';
import { writePlaybook } from '../response-output.ts';
import { contentOptions } from '../shared-options.ts';
import type { Terminal } from '../terminal.ts';

interface ShowOptions extends PageOptions {
  readonly rules?: readonly string[];
  readonly pack?: readonly string[] | false;
  readonly parameters?: string;
  readonly withRules?: boolean;
  readonly playbook?: boolean;
  readonly finding?: string;
  readonly id?: string;
  readonly attack?: string;
}

const examples = `
Examples:
  nephoscope show                                    what there is
  nephoscope show T1578.002                          the detection page: what, why, where, how to tell, what to do
  nephoscope show T1578.002 -o page.html             the same as one HTML file
  nephoscope show new_account_launches               a rule, by id, name or title
  nephoscope show T1578.002 --playbook               the steps of the response
  nephoscope show T1578.002 --playbook --finding findings.ndjson --id 4f6c0d1e
                                                     the same, filled in for a finding of a hunt
  nephoscope show T1578.002 --attack enterprise-attack.json

Commands of playbooks are printed, never run.`;

export function showCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  const command = new Command('show')
    .description(
      'Print the page of a technique (what finds it, how to investigate, what to do), its playbook, or a rule.',
    )
    .argument('[what]', 'a technique, or the id, name or title of a rule; a list of all when absent')
    .addHelpText('after', examples);
  contentOptions(command);
  command
    .option('--with-rules', 'print the rules of the technique as they are written, too')
    .option('--playbook', 'print the steps of the response instead')
    .option(
      '--finding <file>',
      'fill the playbook in for a finding: a file that hunt -f ndjson or json wrote',
    )
    .option('--id <id>', 'which finding or incident of the file: the beginning of its id')
    .option('--attack <file>', "print ATT&CK's own text, too, from its STIX bundle (enterprise-attack.json)");
  pageOptions(command);
  return command.action(async (what: string | undefined, options: ShowOptions) =>
    finish(await show(what, options, terminal)),
  );
}

async function show(what: string | undefined, options: ShowOptions, terminal: Terminal): Promise<ExitCode> {
  refuseStrayOptions(what, options);
  const content = loadContent(options);
  printDiagnostics(content, ['error'], terminal);
  const guides = loadGuideContent(content, terminal);
  const found = what === undefined ? undefined : find(what, content);
  if (!found) await showList(content, guides, options, terminal);
  else if (found.kind === 'rule') await showRule(found.rule, content, options, terminal);
  else if (options.playbook) await showPlaybook(found.technique, guides, options, terminal);
  else await showTechnique(found.technique, content, guides, options, terminal);
  return content.refused + guides.refused > 0 ? exitCodes.rulesRefused : exitCodes.done;
}

/** @throws CommandError for options that would have no effect */
function refuseStrayOptions(what: string | undefined, { playbook, finding, id }: ShowOptions): void {
  if (what === undefined && playbook) {
    throw new CommandError(
      '--playbook: name the technique, for example nephoscope show T1578.002 --playbook.',
    );
  }
  if (finding !== undefined && !playbook) {
    throw new CommandError('--finding fills a playbook in: add --playbook.');
  }
  if (id !== undefined && finding === undefined) {
    throw new CommandError('--id chooses a finding of a file: name the file with --finding.');
  }
}

type Found =
  | { readonly kind: 'technique'; readonly technique: Technique }
  | { readonly kind: 'rule'; readonly rule: Rule | Correlation };

/** @throws CommandError when nothing is called so */
function find(what: string, { rules, correlations }: DetectionContent): Found {
  const technique = findTechnique(what);
  if (technique) return { kind: 'technique', technique };
  const all: readonly (Rule | Correlation)[] = [...rules, ...correlations];
  const wanted = what.toLowerCase();
  const rule = all.find(({ id, name, title }) =>
    [id, name, title].some((one) => one?.toLowerCase() === wanted),
  );
  if (rule) return { kind: 'rule', rule };
  const names = all.flatMap(({ id, name, title }) => [title, ...(name === undefined ? [] : [name]), id]);
  const near = suggest(what, [...attack().techniques.map(({ id }) => id), ...names]);
  const hint = near === undefined ? 'nephoscope show lists what there is.' : `Did you mean '${near}'?`;
  throw new CommandError(terminalSafe(`${what}: no technique and no rule is called so. ${hint}`));
}

async function showList(
  content: DetectionContent,
  guides: LoadedGuides,
  options: ShowOptions,
  terminal: Terminal,
): Promise<void> {
  const all = [...content.rules, ...content.correlations];
  const { page, json } = listPage(guides, all);
  await writePage(page, () => json, options, terminal);
}

async function showRule(
  rule: Rule | Correlation,
  content: DetectionContent,
  options: ShowOptions,
  terminal: Terminal,
): Promise<void> {
  if (options.playbook || options.attack !== undefined) {
    throw new CommandError(
      `${rule.title} is a rule; --playbook and --attack are for techniques: ${rule.techniques.join(', ') || 'it names none'}.`,
    );
  }
  const [view] = viewsOf(content).of([rule]);
  if (view) await writePage(rulePage(view), () => view, options, terminal);
}

function viewsOf({ rules, correlations, files }: DetectionContent): DetectionViews {
  return new DetectionViews({ rules: [...rules, ...correlations], files });
}

async function showTechnique(
  technique: Technique,
  content: DetectionContent,
  guides: LoadedGuides,
  options: ShowOptions,
  terminal: Terminal,
): Promise<void> {
  const { rules, correlations, files } = content;
  const tests = loadAtomicContent(options);
  printDiagnostics(tests, ['error'], terminal);
  const view = techniqueView(
    technique,
    {
      rules: [...rules, ...correlations],
      files,
      guides,
      parameters: listParameters(content.parameters, content.placeholders),
      atomics: tests.atomics,
    },
    viewsOf(content),
  );
  const official = options.attack === undefined ? undefined : readOfficial(options.attack, technique.id);
  if (!view.guide) terminal.err(`note: no pack that is loaded has a guide for ${technique.id}\n`);
  const page = techniquePage(view, {
    ...(options.withRules ? { withRules: true } : {}),
    ...(official ? { official } : {}),
  });
  await writePage(page, () => techniqueJson(view), options, terminal);
}

/** @throws CommandError when the file is no bundle of ATT&CK, or lacks the technique */
function readOfficial(path: string, id: string): Section {
  try {
    const official = findOfficial(JSON.parse(readFileSync(path, 'utf8')) as Json, id);
    if (official) return officialSection(official);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const what = error instanceof StixError ? error.message : `cannot be read: ${error.message}`;
    throw new CommandError(terminalSafe(`${path}: ${what}`), {
      code: exitCodes.inputUnreadable,
      cause: error,
    });
  }
  throw new CommandError(terminalSafe(`${path}: the bundle has no technique ${id}`));
}

async function showPlaybook(
  { id }: Technique,
  guides: LoadedGuides,
  options: ShowOptions,
  terminal: Terminal,
): Promise<void> {
  const subject =
    options.finding === undefined
      ? undefined
      : readFindingFile(options.finding, { technique: id, id: options.id });
  await writePlaybook(guides, [id], options, terminal, subject ? { subject } : {});
}
