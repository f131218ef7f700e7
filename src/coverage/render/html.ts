import { providerNames } from '../../activity/vocabulary.ts';
import { html, type Markup } from '../../report/html/markup.ts';
import { pageHead } from '../../report/html/page-head.ts';
import type { CoverageRow } from '../matrix.ts';
import type { CoverageReport } from '../report.ts';
import {
  blindSpots,
  type CloudCell,
  cellText,
  nameErrorText,
  type TechniqueLine,
  techniqueLines,
} from '../summary.ts';

/** One self-contained page: the matrix, every row behind it, what cannot be seen. */
export function coverageHtml(report: CoverageReport): string {
  const { rows, nameErrors } = report;
  const lines = techniqueLines(rows);
  const heads = Object.values(providerNames).map((name) => html`<th>${name}</th>`);
  const body = html`<header><h1>Coverage</h1><p>n/m: of the data components that a log can show, how many have a tested detection of level low
or above.</p></header>
<div class="scroll"><table><thead><tr><th>Technique</th>${heads}</tr></thead><tbody>${lines.map(lineOf)}</tbody></table></div>
<h2>Cannot be seen</h2>${list(blindSpots(report))}
<h2>Names in ATT&amp;CK that mislead</h2>${list(nameErrors.map(nameErrorText))}
<h2>Every data component</h2>
<div class="scroll"><table><thead><tr><th>Technique</th><th>Cloud</th><th>Data component</th><th>Verdict</th><th>Said by</th><th>Rules</th><th>Tests</th><th>Logs</th><th>Seen</th></tr></thead>
<tbody>${rows.map(rowOf)}</tbody></table></div></body></html>`;
  return `${pageHead('nephoscope coverage')}${body.markup}\n`;
}

function lineOf({ technique, name, cells }: TechniqueLine): Markup {
  return html`<tr><td>${technique} ${name}</td>${cells.map(cellOf)}</tr>`;
}

/** Good, in part, or nothing: the colours of levels say it without words of their own. */
function cellOf(cell: CloudCell): Markup {
  const visible = cell.components - cell.verdicts['not logged'];
  if (visible === 0) return html`<td class="quiet">${cellText(cell)}</td>`;
  const partial = cell.verdicts.tested === 0 ? 'high' : 'medium';
  const level = cell.verdicts.tested === visible ? 'low' : partial;
  return html`<td><span class="badge ${level}">${cellText(cell)}</span></td>`;
}

function rowOf(row: CoverageRow): Markup {
  const { technique, cloud, component, verdict, saidBy, rules, tests, logs, seen } = row;
  return html`<tr><td>${technique}</td><td>${providerNames[cloud]}</td><td>${component.id} ${component.name}</td><td>${verdict}</td><td>${saidBy.join(', ')}</td>
<td>${rules.map(({ title }) => html`${title}<br>`)}</td><td class="number">${tests}</td><td>${logs.map(({ name, note }) => html`<span title="${note}">${name}</span><br>`)}</td>
<td class="number">${seen}</td></tr>`;
}

function list(items: readonly string[]): Markup {
  return items.length === 0
    ? html`<p class="quiet">Nothing.</p>`
    : html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;
}
