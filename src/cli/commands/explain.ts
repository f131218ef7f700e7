import { Command } from 'commander';
import type { Finding } from '../../detect/finding/finding.ts';
import type { Incident } from '../../detect/incident/incident.ts';
import { explainFinding, type FindingExplanation, type Inspection } from '../../engine/explain-finding.ts';
import { terminalSafe } from '../../report/escape.ts';
import { findingJson } from '../../report/finding-json.ts';
import { incidentBlocks } from '../../report/incident-block.ts';
import { lineageJson } from '../../report/lineage-text.ts';
import {
  type ChangesOptions,
  changesOptions,
  loadChangesFiles,
  printChangesDiagnostics,
} from '../changes-content.ts';
import { type ContentOptions, loadContent, printDiagnostics } from '../detection-content.ts';
import { CommandError, type ExitCode, exitCodes } from '../exit-codes.ts';
import { findingLines } from '../finding-lines.ts';
import { baselineOptions, type MemoryOptions, readKnown } from '../memory-options.ts';
import { type ReadingOptions, readingOptions, readLogs } from '../reading.ts';
import { contentOptions } from '../shared-options.ts';
import type { Terminal } from '../terminal.ts';
import { collect } from '../values.ts';

interface ExplainOptions extends ReadingOptions, ContentOptions, MemoryOptions, ChangesOptions {
  readonly changes?: readonly string[];
  readonly json?: boolean;
}

const SHORTEST_ID = 6;

const examples = `
Examples:
  nephoscope explain 4f6c0d1e logs/            the beginning of the id of a finding or an incident
  nephoscope explain 4f6c0d1e logs/ --json     for a ticket

Give the same rules, changes and baseline as to the hunt: the id depends on the rule, the score on all of them.`;

export function explainCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  const command = new Command('explain')
    .description(
      'Say why a finding is one: what matched, what was new, where it came from, how the score adds up, what would have changed it, and how near other rules were.',
    )
    .argument('<id>', 'id of a finding or an incident, or its beginning')
    .argument('<path...>', 'the audit logs that were hunted over')
    .addHelpText('after', examples);
  contentOptions(command);
  readingOptions(command);
  baselineOptions(command);
  command.option('--changes <file>', 'authorised changes and exceptions; may be given again', collect);
  changesOptions(command);
  return command
    .option('--json', 'print the explanation as JSON')
    .action(async (id: string, paths: string[], options: ExplainOptions) =>
      finish(await explain(id, paths, options, terminal)),
    );
}

async function explain(
  id: string,
  paths: readonly string[],
  options: ExplainOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  if (id.length < SHORTEST_ID) {
    throw new CommandError(`${id}: at least ${SHORTEST_ID} characters of an id are needed.`);
  }
  const content = loadContent(options);
  if (!options.quiet) printDiagnostics(content, ['error'], terminal);
  const changes = options.changes
    ? loadChangesFiles(options.changes, options, { now: terminal.now() })
    : undefined;
  if (changes && !options.quiet) printChangesDiagnostics(changes, ['error'], (text) => terminal.err(text));
  let explained: Explained | undefined;
  await readLogs(paths, options, terminal, content, {
    keepRecord: true,
    ...readKnown(options),
    ...(changes ? { changes: changes.changes } : {}),
    inspect: (inspection) => {
      explained = find(id, inspection);
    },
  });
  if (!explained) return exitCodes.interrupted;
  await print(explained, options, paths, terminal);
  return exitCodes.done;
}

interface Explained {
  readonly incident?: Incident;
  readonly findings: readonly FindingExplanation[];
  readonly title: (id: string) => string;
}

/** @throws CommandError when nothing, or more than one thing, has an id that begins so */
function find(id: string, inspection: Inspection): Explained {
  const { detected, ruleSet } = inspection;
  const all: readonly Finding[] = [...detected.findings, ...detected.suppressed];
  const found = all.filter((one) => one.id.startsWith(id));
  const incidents = detected.incidents.filter((one) => one.id.startsWith(id));
  const title = (rule: string): string =>
    [...ruleSet.rules, ...ruleSet.correlations].find((one) => one.id === rule)?.title ?? rule;
  if (found.length + incidents.length > 1) {
    const ids = [...found, ...incidents].map((one) => one.id);
    throw new CommandError(`${id} is the beginning of several ids: ${ids.slice(0, 10).join(', ')}.`);
  }
  const [incident] = incidents;
  const chosen = incident ? all.filter((one) => incident.findings.includes(one.id)) : found;
  if (chosen.length === 0) {
    throw new CommandError(
      `${id}: no finding or incident has an id that begins so (there are ${all.length} findings). ` +
        'Are these the logs, rules and changes of the hunt?',
    );
  }
  return {
    ...(incident ? { incident } : {}),
    findings: chosen.map((finding) => explainFinding(finding, inspection)),
    title,
  };
}

async function print(
  { incident, findings, title }: Explained,
  options: ExplainOptions,
  paths: readonly string[],
  terminal: Terminal,
): Promise<void> {
  if (options.json) {
    const plain = findings.map(({ finding, family, ...rest }) => ({
      finding: findingJson(finding),
      ...rest,
      ...(family ? { lineage: JSON.parse(lineageJson(family.family, family.of)) as unknown } : {}),
    }));
    await terminal.out(`${JSON.stringify(incident ? { incident, findings: plain } : plain[0], null, 2)}\n`);
    return;
  }
  const context = { width: Math.max(80, terminal.width), colour: terminal.outColour };
  if (incident) for (const block of incidentBlocks([incident], context)) await terminal.out(block);
  for (const explanation of findings) {
    await terminal.out(`${findingLines(explanation, title, context).join('\n')}\n`);
  }
  const replay = `nephoscope explain ${findings[0]?.finding.id ?? ''} ${paths.join(' ')}`;
  await terminal.out(`\nReplay     ${terminalSafe(replay)}\n`);
}
