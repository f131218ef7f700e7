import { Command } from 'commander';
import { compareFindings, type Finding } from '../../detect/finding/finding.ts';
import type { Incident } from '../../detect/incident/incident.ts';
import { explainFindings, type FindingExplanation, type Inspection } from '../../engine/explain-finding.ts';
import { shellQuote } from '../../guides/index.ts';
import { counted } from '../../report/counted.ts';
import { terminalSafe } from '../../report/escape.ts';
import { activityJson, findingJson, incidentJson } from '../../report/finding-json.ts';
import { incidentBlocks } from '../../report/incident-block.ts';
import { lineageJson } from '../../report/lineage-text.ts';
import {
  type ChangesOptions,
  changesOptions,
  loadChangesFiles,
  printChangesDiagnostics,
} from '../changes-content.ts';
import {
  type ContentOptions,
  type DetectionContent,
  guideNames,
  loadContent,
  printDiagnostics,
} from '../detection-content.ts';
import { CommandError, type ExitCode, exitCodes } from '../exit-codes.ts';
import { findingLines } from '../finding-lines.ts';
import { type FlowOptions, flowOptions, flowsOf } from '../flow-options.ts';
import { loadGuideContent } from '../guide-content.ts';
import { baselineOptions, type MemoryOptions, readKnown } from '../memory-options.ts';
import { type ReadingOptions, readingOptions, readLogs } from '../reading.ts';
import { writePlaybook } from '../response-output.ts';
import { contentOptions } from '../shared-options.ts';
import { printData, type Terminal } from '../terminal.ts';
import { collect } from '../values.ts';

interface ExplainOptions extends ReadingOptions, ContentOptions, MemoryOptions, ChangesOptions, FlowOptions {
  readonly changes?: readonly string[];
  readonly json?: boolean;
  readonly playbook?: boolean;
}

const SHORTEST_ID = 6;
/** Findings of an incident that are explained; the others are named. */
const MOST_EXPLAINED = 10;

const examples = `
Examples:
  nephoscope explain 4f6c0d1e logs/            the beginning of the id of a finding or an incident
  nephoscope explain 4f6c0d1e logs/ --json     for a ticket
  nephoscope explain 4f6c0d1e logs/ --playbook what to do, with the commands filled in; nothing is run

Give the same rules, changes, baseline and flow logs as to the hunt: the id depends on the rule, the score on all of them.`;

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
  flowOptions(command);
  command.option('--changes <file>', 'authorised changes and exceptions; may be given again', collect);
  changesOptions(command);
  return command
    .option('--json', 'print the explanation as JSON')
    .option('--playbook', 'print the steps of the response, filled in for it; nothing is run')
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
  const flows = await flowsOf(options, content.placeholders, paths);
  let explained: Explained | undefined;
  await readLogs(paths, options, terminal, content, {
    keepRecord: true,
    guides: guideNames(content),
    ...readKnown(options, content.placeholders),
    ...(changes ? { changes: changes.changes } : {}),
    ...(flows ? { flows } : {}),
    inspect: (inspection) => {
      explained = find(id, inspection);
    },
  });
  if (!explained) return exitCodes.interrupted;
  if (options.playbook) await printPlaybook(explained, content, options, paths, terminal);
  else await print(explained, options, paths, terminal);
  return exitCodes.done;
}

interface Explained {
  readonly incident?: Incident;
  readonly findings: readonly FindingExplanation[];
  /** Weaker findings of the incident, which are not explained. */
  readonly others: readonly Finding[];
  readonly title: (id: string) => string;
  /** Why nothing is said of the network. */
  readonly networkNote?: string;
}

/** @throws CommandError when nothing, or more than one thing, has an id that begins so */
function find(id: string, inspection: Inspection): Explained {
  const { detected, ruleSet } = inspection;
  const all: readonly Finding[] = [...detected.findings, ...detected.suppressed];
  const found = all.filter((one) => one.id.startsWith(id));
  const incidents = detected.incidents.filter((one) => one.id.startsWith(id));
  const titles = new Map(
    [...ruleSet.correlations, ...ruleSet.rules.toReversed()].map((one) => [one.id, one.title]),
  );
  if (found.length + incidents.length > 1) {
    const ids = [...found, ...incidents].map((one) => one.id);
    throw new CommandError(`${id} is the beginning of several ids: ${ids.slice(0, 10).join(', ')}.`);
  }
  const [incident] = incidents;
  const members = new Set(incident?.findings);
  const chosen = incident ? all.filter((one) => members.has(one.id)) : found;
  if (chosen.length === 0) {
    throw new CommandError(
      `${id}: no finding or incident has an id that begins so (there are ${all.length} findings). ` +
        'Are these the logs, rules and changes of the hunt?',
    );
  }
  const strongest = strongestOf(chosen);
  const around = incident ?? detected.incidents.find(({ id: one }) => one === chosen[0]?.incident);
  const networkNote = around?.network?.note;
  return {
    ...(incident ? { incident } : {}),
    findings: explainFindings(strongest, inspection),
    others: chosen.filter((one) => !strongest.includes(one)),
    title: (rule) => titles.get(rule) ?? rule,
    ...(networkNote === undefined ? {} : { networkNote }),
  };
}

/** At most so many as are explained, in event time. */
function strongestOf(findings: readonly Finding[]): Finding[] {
  return findings
    .toSorted((a, b) => b.score - a.score || compareFindings(a, b))
    .slice(0, MOST_EXPLAINED)
    .sort(compareFindings);
}

async function print(
  explained: Explained,
  options: ExplainOptions,
  paths: readonly string[],
  terminal: Terminal,
): Promise<void> {
  const { incident, findings, others, title, networkNote } = explained;
  if (options.json) {
    await printData(terminal, `${JSON.stringify(toJson(explained), null, 2)}\n`);
    return;
  }
  const context = { width: Math.max(80, terminal.width), colour: terminal.outColour };
  if (incident) for (const block of incidentBlocks([incident], context)) await terminal.out(block);
  for (const explanation of findings) {
    await terminal.out(`${findingLines(explanation, title, context).join('\n')}\n`);
  }
  if (others.length > 0) await terminal.out(`\n${othersLine(others)}\n`);
  if (networkNote !== undefined) await terminal.out(`\nNetwork    ${networkNote}\n`);
  const id = incident?.id ?? findings[0]?.finding.id ?? '';
  const flows = (options.flows ?? []).flatMap((path) => ['--flows', path]);
  const replay = ['nephoscope', 'explain', id, ...paths, ...flows].map(shellQuote).join(' ');
  await terminal.out(`\nReplay     ${terminalSafe(replay)}\n`);
}

/** The steps for all of its findings, those that are not explained included. */
async function printPlaybook(
  explained: Explained,
  content: DetectionContent,
  { json }: ExplainOptions,
  paths: readonly string[],
  terminal: Terminal,
): Promise<void> {
  const { incident, findings, others } = explained;
  const all = [...findings.map(({ finding }) => finding), ...others].toSorted((a, b) => b.score - a.score);
  const [strongest] = all;
  if (!strongest) return;
  const activities = all.flatMap(({ evidence }) => evidence.flatMap(({ activity }) => activity ?? []));
  const { id, level, techniques } = incident ?? { ...strongest, techniques: strongest.rule.techniques };
  const guides = loadGuideContent(content, terminal);
  await writePlaybook(guides, techniques, json ? { format: 'json' } : {}, terminal, {
    subject: {
      id,
      level,
      title: incident?.title ?? strongest.rule.title,
      techniques,
      activities: [...new Map(activities.map((activity) => [activity.id, activity])).values()],
      json: incident ? incidentJson(incident) : findingJson(strongest),
    },
    logs: paths,
  });
}

function toJson({ incident, findings, others, networkNote }: Explained): unknown {
  const plain = findings.map(({ finding, matches, family, ...rest }) => ({
    finding: findingJson(finding),
    matches: matches.map(({ activity, ...match }) => ({ activity: activityJson(activity), ...match })),
    ...rest,
    ...(family ? { lineage: JSON.parse(lineageJson(family.family, family.of)) as unknown } : {}),
  }));
  if (!incident) {
    return networkNote === undefined
      ? plain[0]
      : { ...plain[0], network: { observable: false, note: networkNote } };
  }
  return {
    incident: incidentJson(incident),
    findings: plain,
    ...(others.length > 0
      ? { others: others.map(({ id, score, rule }) => ({ id, score, rule: rule.title })) }
      : {}),
  };
}

const MOST_NAMED = 5;

/** What was found beside the findings that are explained: by which rules, and the ids of the strongest. */
function othersLine(others: readonly Finding[]): string {
  const rules = new Map<string, number>();
  for (const { rule } of others) rules.set(rule.title, (rules.get(rule.title) ?? 0) + 1);
  const byRule = [...rules].map(([name, count]) => `${name} ×${count}`);
  const ids = strongestOf(others).map(({ id }) => id.slice(0, 8));
  return terminalSafe(
    `Also       ${counted(others.length, 'further finding')}, none of them stronger: ${shortened(byRule)}; ` +
      `explain them by their ids: ${shortened(ids, others.length)} (-f json of hunt has all)`,
  );
}

function shortened(texts: readonly string[], all: number = texts.length): string {
  const more = all - MOST_NAMED;
  return `${texts.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
