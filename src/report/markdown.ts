import type { Activity } from '../activity/activity.ts';
import { formatTime } from '../core/time.ts';
import type { Finding } from '../detect/finding/finding.ts';
import type { Incident } from '../detect/incident/incident.ts';
import { counted } from './counted.ts';
import { sentence } from './incident-block.ts';
import type { ReportDefinition } from './report.ts';
import { principalName } from './row.ts';

/** An incident report for a ticket or a wiki: what, who, when, how it was told, and where to look it up. */
export const markdown: ReportDefinition = {
  name: 'markdown',
  description: 'an incident report in Markdown',
  *render({ findings, incidents }) {
    const sorted = incidents.toSorted((a, b) => b.score - a.score || a.time - b.time);
    yield `# Incident report\n\n${counted(incidents.length, 'incident')}, ${counted(findings.length, 'finding')}.\n`;
    if (incidents.length > 0) yield `\n${overview(sorted)}`;
    for (const incident of sorted) yield `\n${section(incident, findings)}`;
    const alone = findings.filter(({ incident }) => incident === undefined);
    if (alone.length > 0) yield `\n## Findings without an incident\n\n${findingTable(alone)}`;
  },
};

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

function section(incident: Incident, findings: readonly Finding[]): string {
  const own = findings.filter(({ incident: id }) => id === incident.id);
  return [
    `## ${plain(incident.title)}\n`,
    facts(incident),
    '\n### What happened\n',
    storyTable(incident),
    incident.omitted > 0 ? `\n${incident.omitted} further lines are left out.\n` : '',
    origins(incident),
    '\n### Why it is shown\n',
    table(
      ['Points', 'Part', 'Reason'],
      incident.parts.map(({ points, name, reason }) => [String(points), name, reason]),
    ),
    '\n### Findings\n',
    findingTable(own),
    '\n### Check it\n',
    `\`nephoscope explain ${incident.id} PATH…\` prints what matched, what was new and how the scores add up.\n`,
  ]
    .filter((text) => text !== '')
    .join('\n');
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
      ['Principals', principals.join(', ')],
      ['Accounts', accounts.join(', ')],
      ['Regions', regions.join(', ')],
      ['Techniques', techniques.join(', ')],
      ['Id', `\`${id}\``],
    ],
  );
}

function storyTable({ story }: Incident): string {
  return table(
    ['Time', 'Principal', 'What', 'From', 'Rules', 'Record'],
    story.map(({ time, activity, rules }) => [
      instant(time),
      principalName(activity),
      sentence(activity).replace(/^[^:]*: /, ''),
      activity.source.ip ?? '',
      rules.join('; '),
      place(activity),
    ]),
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
  const edges = new Set(
    story.flatMap(({ activity }) =>
      activity.edges.map(
        ({ from, to, kind }) =>
          `  ${name(from)}["${label(from)}"] -->|${kind.replace('<-', ' from ')}| ${name(to)}["${label(to)}"]`,
      ),
    ),
  );
  return edges.size === 0
    ? ''
    : `\n### What came from what\n\n\`\`\`mermaid\nflowchart LR\n${[...edges].join('\n')}\n\`\`\`\n`;
}

function findingTable(findings: readonly Finding[]): string {
  return table(
    ['Level', 'Score', 'Time', 'Rule', 'Techniques', 'Id'],
    findings.map(({ level, score, time, rule, id }) => [
      level,
      String(score),
      time === undefined ? '' : instant(time),
      rule.title,
      rule.techniques.join(' '),
      `\`${id}\``,
    ]),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeCell).join(' | ')} |`;
  return `${[line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')}\n`;
}

/** Texts from logs must neither break the table nor become links, images or HTML. A cell in back-quotes is ours. */
function escapeCell(text: string): string {
  return /^`[\da-f]+`$/.test(text) || text === '---' ? text : plain(text);
}

function plain(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\\`*_[\]|~#!]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/\b(https?|ftp|mailto|javascript|data):/gi, '$1&#58;');
}

function instant(time: number): string {
  return formatTime(time).replace('T', ' ').slice(0, 19);
}
