import { levels } from '../../core/levels.ts';
import type { Finding } from '../../detect/finding/finding.ts';
import type { Incident } from '../../detect/incident/incident.ts';
import { counted } from '../counted.ts';
import type { ReportDefinition } from '../report.ts';
import { principalName } from '../row.ts';
import { findingRow } from './finding-rows.ts';
import { incidentCard } from './incident-card.ts';
import { html as build, type Markup } from './markup.ts';
import { asset, pageHead } from './page-head.ts';
import { timelineSvg } from './timeline.ts';

/** More would make the page slow; every other format has them all. */
const MOST_FINDINGS = 5000;
const MOST_INCIDENTS = 300;
const MOST_PRINCIPALS = 30;

/**
 * One file that needs nothing else: no script, style or picture from elsewhere, which its own policy forbids. It can be
 * read without scripts; with them the timeline can be brushed and the tables filtered.
 */
export const html: ReportDefinition = {
  name: 'html',
  description: 'one self-contained page with timeline, incidents, lineage and records',
  *render({ findings, incidents }) {
    const sorted = incidents.toSorted((a, b) => b.score - a.score || a.time - b.time);
    const script = asset('page.js');
    yield pageHead('nephoscope report', script);
    yield `${header(findings, incidents).markup}\n`;
    yield '<h2>Incidents</h2>\n';
    if (sorted.length === 0) yield '<p class="quiet">None.</p>\n';
    for (const incident of sorted.slice(0, MOST_INCIDENTS)) {
      for (const { markup } of incidentCard(incident)) yield `${markup}\n`;
    }
    yield omitted(sorted.length - MOST_INCIDENTS, 'incident');
    yield `${
      build`<h2>Principals</h2>${principals(findings)}<h2>Findings</h2>
<div class="scroll"><table id="findings"><thead><tr><th>Time (UTC)</th><th>Level</th><th>Rule</th><th>Principal</th><th>What</th><th>Where</th><th>Techniques</th><th>Incident</th></tr></thead><tbody>`
        .markup
    }\n`;
    for (const finding of findings.slice(0, MOST_FINDINGS)) yield `${findingRow(finding).markup}\n`;
    yield '</tbody></table></div>\n';
    yield omitted(findings.length - MOST_FINDINGS, 'finding');
    yield `<script>${script}</script></body></html>\n`;
  },
};

function header(findings: readonly Finding[], incidents: readonly Incident[]): Markup {
  const counts = levels.toReversed().map((level) => {
    const count = findings.filter((one) => one.level === level).length;
    return build`<label class="badge ${level}"><input type="checkbox" value="${level}" checked> ${level} ${count}</label> `;
  });
  return build`<header><h1>nephoscope</h1><p>${counted(findings.length, 'finding')}, ${counted(incidents.length, 'incident')}.
Times are UTC.</p>${timelineSvg(findings)}
<p id="controls" hidden><span id="levels">${counts}</span><input id="search" type="search" placeholder="Filter by any text" aria-label="Filter by any text">
<button id="clear" type="button">Show all</button> <span id="range" class="quiet">Drag over the timeline to choose a time.</span></p></header>`;
}

function principals(findings: readonly Finding[]): Markup {
  const counts = new Map<string, { name: string; findings: number; top: number }>();
  for (const { activity, score } of findings) {
    if (!activity) continue;
    const { key } = activity.principal;
    const there = counts.get(key) ?? { name: principalName(activity), findings: 0, top: 0 };
    counts.set(key, { ...there, findings: there.findings + 1, top: Math.max(there.top, score) });
  }
  const sorted = [...counts].sort(([, a], [, b]) => b.top - a.top || b.findings - a.findings);
  const rows = sorted
    .slice(0, MOST_PRINCIPALS)
    .map(
      ([key, one]) =>
        build`<tr><td>${one.name}</td><td>${key}</td><td class="number">${one.findings}</td><td class="number">${one.top}</td></tr>`,
    );
  const more = Math.max(0, sorted.length - MOST_PRINCIPALS);
  return build`<div class="scroll"><table><thead><tr><th>Principal</th><th>Key</th><th>Findings</th><th>Highest score</th></tr></thead><tbody>${rows}</tbody></table></div>${
    more > 0 ? build`<p class="quiet">and ${more} more</p>` : undefined
  }`;
}

function omitted(count: number, what: string): string {
  return count > 0 ? `<p class="quiet">${counted(count, what)} more: use -f json for all.</p>\n` : '';
}
