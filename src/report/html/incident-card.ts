import type { Incident, StoryLine } from '../../detect/incident/incident.ts';
import { counted, listed } from '../counted.ts';
import { activityJson } from '../finding-json.ts';
import { sentence } from '../incident-block.ts';
import { instant } from '../instant.ts';
import { actorName, knownActors } from '../known-actors.ts';
import { type NetworkLine, networkLines } from '../network-text.ts';
import { nextCommands } from '../next-commands.ts';
import { principalName } from '../row.ts';
import { lineageSvg } from './lineage-svg.ts';
import { html, type Markup } from './markup.ts';
import { networkSection } from './network-section.ts';

/**
 * One incident: who, what happened line by line with the records behind, what came from what, how the score adds up; in
 * pieces, since the records are large.
 */
export function* incidentCard(incident: Incident): Generator<Markup> {
  const { id, level, score, title, story, omitted, parts, techniques, principals, accounts } = incident;
  const { regions, network } = incident;
  yield html`<article class="incident" id="i-${id}" data-level="${level}" data-from="${incident.time}" data-to="${incident.endTime}">
<h3><span class="badge ${level}">${level} ${score}</span> ${title}</h3>
<dl>${fact('When', when(incident))}${fact('Principals', listed(principals))}${fact('Accounts', listed(accounts))}${fact('Regions', listed(regions))}${fact('Techniques', listed(techniques))}${fact('Used before by', listed(knownActors(techniques).map(actorName)))}${fact('Findings', String(incident.findings.length))}${fact('Id', id)}</dl>
<h4>What happened</h4>
<div class="scroll"><table><thead><tr><th>Time (UTC)</th><th>Principal</th><th>What</th><th>From</th><th>Rules</th></tr></thead>
<tbody>`;
  const told: { time: number; row: () => Markup }[] = story.map((line) => ({
    time: line.time,
    row: () => storyRow(line),
  }));
  for (const line of networkLines(incident)) told.push({ time: line.time, row: () => networkRow(line) });
  for (const { row } of told.sort((a, b) => a.time - b.time)) yield row();
  const graph = lineageSvg(story.map(({ activity }) => activity));
  yield html`</tbody></table></div>
${omitted > 0 ? html`<p class="quiet">${counted(omitted, 'further line')} left out.</p>` : undefined}
${graph ? html`<h4>What came from what</h4><div class="scroll">${graph}</div>` : undefined}
${network ? networkSection(network) : undefined}
<h4>How the score adds up</h4>
<table class="parts"><tbody>${parts.map(
    ({ points, name, reason }) =>
      html`<tr><td class="number">${points > 0 ? '+' : ''}${points}</td><td>${name}</td><td>${reason}</td></tr>`,
  )}</tbody></table>${whatToDo(incident)}</article>`;
}

function whatToDo(incident: Incident): Markup | undefined {
  const commands = nextCommands(incident);
  if (commands.length === 0) return undefined;
  return html`<h4>What to do</h4><ul>${commands.map(([command, about]) => html`<li><code>${command}</code>: ${about}</li>`)}</ul>`;
}

function fact(name: string, value: string): Markup | undefined {
  return value === '' ? undefined : html`<dt>${name}</dt><dd>${value}</dd>`;
}

function storyRow({ time, activity, rules }: StoryLine): Markup {
  const { path, index = 0 } = activity.evidence;
  const place = path === undefined ? '' : `${path}#${index}`;
  return html`<tr data-time="${time}"${rules.length > 0 ? html` class="marked"` : undefined}><td>${instant(time)}</td><td>${principalName(activity)}</td>
<td><details><summary>${sentence(activity).replace(/^[^:]*: /, '')}</summary><p class="quiet">${place}</p><pre>${JSON.stringify(activityJson(activity), null, 2)}</pre></details></td>
<td class="nowrap">${activity.source.ip ?? ''}</td><td>${rules.join('; ')}</td></tr>`;
}

function networkRow({ time, text, isUse }: NetworkLine): Markup {
  return html`<tr data-time="${time}"${isUse ? html` class="marked"` : undefined}><td>${instant(time)}</td><td>network</td><td>${text}</td><td></td><td></td></tr>`;
}

function when({ time, endTime }: Incident): string {
  return time === endTime ? instant(time) : `${instant(time)} to ${instant(endTime)}`;
}
