import { type Level, levels, rank } from '../../core/levels.ts';
import { formatTime } from '../../core/time.ts';
import type { Finding } from '../../detect/finding/finding.ts';
import { instant } from '../instant.ts';
import { html, type Markup } from './markup.ts';

const BARS = 160;
const WIDTH = 960;
const HEIGHT = 120;
const FLOOR = 100;

interface Bar {
  readonly from: number;
  readonly to: number;
  readonly counts: Record<Level, number>;
}

/** The findings over time as stacked bars, one colour a level. The page's script lets a range be brushed. */
export function timelineSvg(findings: readonly Finding[]): Markup {
  const times = findings.flatMap(({ time }) => time ?? []);
  if (times.length === 0) return html`<p class="quiet">No finding has a time.</p>`;
  const first = times.reduce((a, b) => Math.min(a, b));
  const last = times.reduce((a, b) => Math.max(a, b));
  const span = Math.max(1, last - first + 1);
  const bars = makeBars(findings, first, span);
  const most = Math.max(1, ...bars.map(({ counts }) => sum(counts)));
  const width = WIDTH / BARS;
  const drawn = bars.flatMap((bar, index) => drawBar(bar, index * width, width, most));
  const from = instant(first);
  const to = instant(last);
  return html`<svg id="timeline" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" tabindex="0"
 aria-label="Findings over time from ${from} to ${to}" data-first="${first}" data-span="${span}" data-width="${WIDTH}">
<line x1="0" y1="${FLOOR}" x2="${WIDTH}" y2="${FLOOR}" class="axis"/>${drawn}
<rect id="brush" x="0" y="0" width="0" height="${FLOOR}"/>
<text x="0" y="${HEIGHT - 4}">${from}</text><text x="${WIDTH}" y="${HEIGHT - 4}" text-anchor="end">${to}</text></svg>`;
}

function makeBars(findings: readonly Finding[], first: number, span: number): Bar[] {
  const bars = Array.from({ length: BARS }, (_, index) => ({
    from: first + (span * index) / BARS,
    to: first + (span * (index + 1)) / BARS,
    counts: Object.fromEntries(levels.map((level) => [level, 0])) as Record<Level, number>,
  }));
  for (const { time, level } of findings) {
    if (time === undefined) continue;
    const bar = bars[Math.min(BARS - 1, Math.floor(((time - first) / span) * BARS))];
    if (bar) bar.counts[level] += 1;
  }
  return bars;
}

function drawBar({ from, counts }: Bar, x: number, width: number, most: number): Markup[] {
  let y = FLOOR;
  const label = `${formatTime(Math.round(from)).slice(0, 19)}: ${sum(counts)}`;
  return levels
    .toSorted((a, b) => rank(b) - rank(a))
    .flatMap((level) => {
      if (counts[level] === 0) return [];
      // Even one among thousands is seen.
      const height = Math.max(2, (counts[level] / most) * (FLOOR - 4));
      y -= height;
      return [
        html`<rect class="${level}" x="${x.toFixed(2)}" y="${Math.max(0, y).toFixed(2)}" width="${(width - 0.6).toFixed(2)}" height="${height.toFixed(2)}"><title>${label}</title></rect>`,
      ];
    });
}

function sum(counts: Readonly<Record<Level, number>>): number {
  return levels.reduce((total, level) => total + counts[level], 0);
}
