import type { Activity } from '../activity/activity.ts';
import { formatTime } from '../core/time.ts';
import type { Incident, StoryLine } from '../detect/incident/incident.ts';
import { paint, paintLevel } from './colour.ts';
import { counted } from './counted.ts';
import { terminalSafe } from './escape.ts';
import { instant } from './instant.ts';
import { networkLines, networkNotes } from './network-text.ts';
import type { ReportContext } from './report.ts';
import { principalName } from './row.ts';
import { cut, outcomeText, shortOperation, shortPrincipal, targetText } from './short.ts';

/** Lines of a story that a terminal shows; every other format has them all. */
const MOST_LINES = 12;
/** And of what flow logs tell. */
const MOST_NETWORK_LINES = 6;

/** The incidents as blocks of text: what it is about, then its story line by line. */
export function* incidentBlocks(incidents: readonly Incident[], context: ReportContext): Generator<string> {
  if (incidents.length === 0) return;
  yield `\n${paint('bold', counted(incidents.length, 'incident'), context.colour)}\n`;
  const sorted = incidents.toSorted((a, b) => b.score - a.score || a.time - b.time);
  for (const incident of sorted) yield block(incident, context);
}

function block(incident: Incident, { width, colour }: ReportContext): string {
  const { level, score, title, findings, techniques, id, story, omitted } = incident;
  const facts = [
    counted(findings.length, 'finding'),
    span(incident),
    techniques.join(' '),
    `id ${id.slice(0, 8)}`,
  ].filter((fact) => fact !== '');
  const lines = story.length <= MOST_LINES ? story : abridged(story);
  const left = story.length - lines.length + omitted;
  const { shown, notes } = networkPart(incident);
  const told = [...lines.map((line) => ({ time: line.time, text: lineText(line) })), ...shown].sort(
    (a, b) => a.time - b.time,
  );
  return [
    `\n  ${paintLevel(level, colour)} ${score}  ${paint('bold', cut(terminalSafe(title), width - 12), colour)}`,
    `  ${paint('dim', cut(facts.join(' · '), width - 2), colour)}`,
    ...told.map(({ text }) => `    ${cut(text, width - 4)}`),
    ...(left > 0 ? [`    ${paint('dim', `… and ${left} more lines (-f json has them all)`, colour)}`] : []),
    ...notes.map((text) => `    ${paint('dim', cut(text, width - 4), colour)}`),
    ...guideLine(incident, width, colour),
    '',
  ].join('\n');
}

/** What flow and DNS logs tell, as lines among the others; that there were none is said once, in the summary. */
function networkPart(incident: Incident): {
  readonly shown: readonly { readonly time: number; readonly text: string }[];
  readonly notes: readonly string[];
} {
  const all = networkLines(incident);
  const uses = all.filter(({ isUse }) => isUse);
  const shown = (uses.length > 0 ? uses : all).slice(0, MOST_NETWORK_LINES).map(({ time, text }) => ({
    time,
    text: `${formatTime(time).slice(11, 19)} » ${terminalSafe(text)}`,
  }));
  const left = all.length - shown.length;
  const { network } = incident;
  const notes = network?.observable ? networkNotes(network).map((text) => `» ${terminalSafe(text)}`) : [];
  return {
    shown,
    notes: left > 0 ? [`» … and ${left} more of the network (-f json has them)`, ...notes] : notes,
  };
}

/** Where it says what to do. */
function guideLine({ id, guides = [] }: Incident, width: number, colour: boolean): string[] {
  if (guides.length === 0) return [];
  const pages = guides.map((guide) => `nephoscope show ${guide}`).join(' · ');
  const text = `→ nephoscope explain ${id.slice(0, 8)} PATH… --playbook · ${pages}`;
  return [`    ${paint('dim', cut(text, width - 4), colour)}`];
}

/** What findings rest on comes before what only happened around it. */
function abridged(story: readonly StoryLine[]): StoryLine[] {
  const kept = new Set(story.filter(({ rules }) => rules.length > 0).slice(0, MOST_LINES));
  for (const line of story) {
    if (kept.size >= MOST_LINES) break;
    kept.add(line);
  }
  return story.filter((line) => kept.has(line));
}

function lineText({ time, activity, rules }: StoryLine): string {
  const mark = rules.length > 0 ? '●' : '·';
  return `${formatTime(time).slice(11, 19)} ${mark} ${terminalSafe(sentence(activity))}`;
}

/** `tess: RunInstances i-04749c562deb4fc8a from snap-07423b4da009e33ab`. */
export function sentence(activity: Activity): string {
  const origins = activity.resources.filter(
    ({ role, type }) => role === 'source' && type !== 'image' && type !== 'template',
  );
  const from =
    origins.length === 0 ? '' : ` from ${origins.map(({ name, id }) => name ?? shortEnd(id)).join(', ')}`;
  const grantees = activity.attrs.grantees?.length ? ` for ${activity.attrs.grantees.join(', ')}` : '';
  const what = `${shortOperation(activity.operation)}${outcomeText(activity.outcome)}`;
  return `${shortPrincipal(principalName(activity))}: ${what} ${targetText(activity)}${from}${grantees}`.trim();
}

function shortEnd(id: string): string {
  return id.split('/').at(-1) ?? id;
}

function span({ time, endTime }: Incident): string {
  const from = instant(time);
  const to = formatTime(endTime).slice(11, 19);
  if (time === endTime) return from;
  return `${from}–${formatTime(time).slice(0, 10) === formatTime(endTime).slice(0, 10) ? to : instant(endTime)}`;
}
