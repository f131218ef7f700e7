import type { Finding } from '../../detect/finding/finding.ts';
import { findingJson } from '../finding-json.ts';
import { sentence } from '../incident-block.ts';
import { toRow } from '../row.ts';
import { html, type Markup } from './markup.ts';

/** One finding as a row of the table: the parts of its score and everything behind it can be opened. */
export function findingRow(finding: Finding): Markup {
  const { id, level, score, rule, time, parts, activity, incident, count, kind } = finding;
  const row = toRow(finding);
  const events = kind === 'correlation' ? ` (${count} events)` : '';
  return html`<tr data-time="${time ?? ''}" data-level="${level}"><td>${row.time.replace('T', ' ').slice(0, 19)}</td>
<td><span class="badge ${level}">${level} ${score}</span></td>
<td><details><summary>${rule.title}${events}</summary><ul>${parts.map(
    ({ points, name, reason }) => html`<li>${points > 0 ? '+' : ''}${points} ${name}: ${reason}</li>`,
  )}</ul><p class="quiet">${id}</p><pre>${JSON.stringify(findingJson(finding), null, 2)}</pre></details></td>
<td>${row.principal}</td><td>${activity ? sentence(activity).replace(/^[^:]*: /, '') : ''}</td><td>${row.cloud} ${row.account}</td>
<td>${rule.techniques.join(' ')}</td><td>${incident === undefined ? undefined : html`<a href="#i-${incident}">${incident.slice(0, 8)}</a>`}</td></tr>`;
}
