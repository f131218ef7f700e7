import type { Activity } from '../activity/activity.ts';
import { compareFindings, type Finding } from '../detect/finding/finding.ts';
import type { Incident } from '../detect/incident/incident.ts';
import { counted, listed } from './counted.ts';
import { sentence } from './incident-block.ts';
import { instant } from './instant.ts';
import { actorName, knownActors } from './known-actors.ts';
import { plain, table } from './markdown-text.ts';
import { networkMarkdown } from './network-markdown.ts';
import { networkLines } from './network-text.ts';
import { nextCommands } from './next-commands.ts';
import type { ReportDefinition } from './report.ts';
import { principalName } from './row.ts';

/** A ticket is read by people: `-f json` has everything. */
const MOST_INCIDENTS = 200;
const MOST_FINDINGS = 200;
/** Diagrams of more arrows are not drawn by what shows them. */
const MOST_ARROWS = 100;

/** An incident report for a ticket or a wiki: what, who, when, how it was told, and where to look it up. */
export const markdown: ReportDefinition = {
  name: 'markdown',
  description: 'an incident report in Markdown',
  *render({ findings, incidents }) {
    const sorted = incidents.toSorted((a, b) => b.score - a.score || a.time - b.time);
    yield `# Incident report\n\n${counted(incidents.length, 'incident')}, ${counted(findings.length, 'finding')}.\n`;
    const shown = sorted.slice(0, MOST_INCIDENTS);
    if (shown.length > 0) yield `\n${overview(shown)}`;
    if (shown.length < sorted.length) yield `\n${leftOut(sorted.length - shown.length, 'further incident')}`;
    const byIncident = grouped(findings);
    for (const incident of shown) yield `\n${section(incident, byIncident.get(incident.id) ?? [])}`;
    const alone = byIncident.get(undefined) ?? [];
    if (alone.length > 0) yield `\n## Findings without an incident\n\n${findingTable(alone)}`;
  },
};

/** Findings by the incident that they belong to, or none. */
function grouped(findings: readonly Finding[]): Map<string | undefined, Finding[]> {
  const groups = new Map<string | undefined, Finding[]>();
  for (const finding of findings) {
    const there = groups.get(finding.incident);
    if (there) there.push(finding);
    else groups.set(finding.incident, [finding]);
  }
  return groups;
}

function leftOut(count: number, what: string): string {
  return `${counted(count, what)} left out: use -f json for all.\n`;
}

function overview(incidents: readonly Incident[]): string {
  const rows = incidents.map(({ id, level, score, title, time, endTime, findings }) => [
    level,
    String(score),
    title,
    instant(time),
    instant(endTime),
    String(findings.length),
    `\`${id}\``,
  ]);
  return table(['Level', 'Score', 'Incident', 'From', 'To', 'Findings', 'Id'], rows);
}

function section(incident: Incident, own: readonly Finding[]): string {
  return [
    `## ${plain(incident.title)}\n`,
    facts(incident),
    '\n### What happened\n',
    storyTable(incident),
    incident.omitted > 0 ? `\n${counted(incident.omitted, 'further line')} left out.\n` : '',
    origins(incident),
    incident.network ? networkMarkdown(incident.network) : '',
    '\n### Why it is shown\n',
    table(
      ['Points', 'Part', 'Reason'],
      incident.parts.map(({ points, name, reason }) => [String(points), name, reason]),
    ),
    '\n### Findings\n',
    findingTable(own),
    ...whatToDo(incident),
    '\n### Check it\n',
    `\`nephoscope explain ${incident.id} PATH…\` prints what matched, what was new and how the scores add up.\n`,
  ]
    .filter((text) => text !== '')
    .join('\n');
}

function whatToDo(incident: Incident): string[] {
  const commands = nextCommands(incident);
  if (commands.length === 0) return [];
  const lines = commands.map(([command, about]) => `- \`${command}\`: ${about}`);
  return ['\n### What to do\n', `${lines.join('\n')}\n`];
}

function facts({
  id,
  level,
  score,
  time,
  endTime,
  principals,
  accounts,
  regions,
  techniques,
}: Incident): string {
  return table(
    ['', ''],
    [
      ['Level', `${level} (${score})`],
      ['Time', time === endTime ? instant(time) : `${instant(time)} to ${instant(endTime)}`],
      ['Principals', listed(principals)],
      ['Accounts', listed(accounts)],
      ['Regions', listed(regions)],
      ['Techniques', listed(techniques)],
      ...usedBefore(techniques),
      ['Id', `\`${id}\``],
    ],
  );
}

function usedBefore(techniques: readonly string[]): string[][] {
  const actors = knownActors(techniques).map(actorName);
  return actors.length === 0 ? [] : [['Used before by', listed(actors)]];
}

function storyTable(incident: Incident): string {
  const told = incident.story.map(({ time, activity, rules }) => ({
    time,
    cells: [
      principalName(activity),
      sentence(activity).replace(/^[^:]*: /, ''),
      activity.source.ip ?? '',
      rules.join('; '),
      place(activity),
    ],
  }));
  const seen = networkLines(incident).map(({ time, text }) => ({
    time,
    cells: ['network', text, '', '', ''],
  }));
  return table(
    ['Time', 'Principal', 'What', 'From', 'Rules', 'Record'],
    [...told, ...seen].sort((a, b) => a.time - b.time).map(({ time, cells }) => [instant(time), ...cells]),
  );
}

function place({ evidence: { path, index = 0 } }: Activity): string {
  return path === undefined ? '' : `${path}#${index}`;
}

/** What came from what, as a Mermaid diagram. */
function origins({ story }: Incident): string {
  const names = new Map<string, string>();
  const name = (id: string): string => {
    if (!names.has(id)) names.set(id, `n${names.size}`);
    return names.get(id) ?? '';
  };
  const label = (id: string): string => (id.split('/').at(-1) ?? id).replace(/[^\w.:@-]/g, ' ');
  const edges = story.flatMap(({ activity }) => activity.edges);
  const distinct = [...new Map(edges.map((edge) => [`${edge.from} ${edge.kind} ${edge.to}`, edge])).values()];
  if (distinct.length === 0) return '';
  const arrows = distinct
    .slice(0, MOST_ARROWS)
    .map(
      ({ from, to, kind }) =>
        `  ${name(from)}["${label(from)}"] -->|${kind.replace('<-', ' from ')}| ${name(to)}["${label(to)}"]`,
    );
  const more = distinct.length - arrows.length;
  const note = more > 0 ? `\n${leftOut(more, 'further arrow')}` : '';
  return `\n### What came from what\n\n\`\`\`mermaid\nflowchart LR\n${arrows.join('\n')}\n\`\`\`\n${note}`;
}

/** The strongest, in event time. */
function findingTable(findings: readonly Finding[]): string {
  const shown = findings
    .toSorted((a, b) => b.score - a.score || compareFindings(a, b))
    .slice(0, MOST_FINDINGS)
    .sort(compareFindings);
  const rows = table(
    ['Level', 'Score', 'Time', 'Rule', 'Techniques', 'Id'],
    shown.map(({ level, score, time, rule, id }) => [
      level,
      String(score),
      time === undefined ? '' : instant(time),
      rule.title,
      rule.techniques.join(' '),
      `\`${id}\``,
    ]),
  );
  const more = findings.length - shown.length;
  return more > 0 ? `${rows}\n${leftOut(more, 'further finding')}` : rows;
}
