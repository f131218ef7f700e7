import type { Measurement } from './measure.ts';

const columns: readonly (readonly [title: string, cell: (row: Measurement) => string])[] = [
  ['row', ({ name }) => name],
  ['threads', ({ threads }) => String(threads)],
  ['rules', ({ rules }) => String(rules)],
  ['records', ({ records }) => records.toLocaleString('en')],
  ['bytes/record', ({ textMB, records }) => ((textMB * 1e6) / records).toFixed(0)],
  ['matched', ({ matched }) => `${(matched * 100).toFixed(1)} %`],
  ['events/s', ({ eventsPerSecond }) => (Math.round(eventsPerSecond / 1000) * 1000).toLocaleString('en')],
  ['MB/s of text', ({ textMBPerSecond }) => textMBPerSecond.toFixed(0)],
  ['inflate MB/s', ({ floorMBPerSecond }) => floorMBPerSecond.toFixed(0)],
  ['of inflate', ({ ofFloor }) => ofFloor.toFixed(2)],
  ['in CPU time', ({ ofFloorCpu }) => ofFloorCpu.toFixed(2)],
  ['of JSON.parse', ({ ofParse }) => ofParse.toFixed(2)],
  ['peak RSS MB', ({ peakMB }) => peakMB.toFixed(0)],
];

/** The results as a Markdown table, aligned for reading as text. */
export function table(rows: readonly Measurement[]): string {
  const cells = [columns.map(([title]) => title), ...rows.map((row) => columns.map(([, cell]) => cell(row)))];
  const widths = columns.map((_, at) => Math.max(...cells.map((line) => (line[at] ?? '').length)));
  const line = (texts: readonly string[]): string =>
    `| ${texts.map((text, at) => (at === 0 ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0))).join(' | ')} |`;
  const [head = [], ...body] = cells;
  const rule = widths.map((width, at) => (at === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(head), line(rule), ...body.map(line)].join('\n');
}
