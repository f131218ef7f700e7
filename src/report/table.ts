import Table from 'cli-table3';
import type { Finding } from '../detect/finding/finding.ts';
import { paint, paintLevel, shortLevel } from './colour.ts';
import { terminalSafe } from './escape.ts';
import { incidentBlocks } from './incident-block.ts';
import type { ReportContext, ReportDefinition } from './report.ts';
import { principalName, toRow } from './row.ts';
import { cut, outcomeText, shortOperation, shortPrincipal, targetText } from './short.ts';

/** The shares of the width that is left beside time, level and cloud. */
const shares = { rule: 0.36, principal: 0.22, operation: 0.2, resource: 0.22 } as const;
const TIME = 8;
const LEVEL = 4;
const CLOUD = 5;
const GAPS = 6;

/** A timeline for a terminal: a heading for each day, one line a finding, cut to the width. */
export const table: ReportDefinition = {
  name: 'table',
  description: 'a timeline for reading',
  *render({ findings, incidents }, context) {
    let day = '';
    let rows: Finding[] = [];
    for (const finding of findings) {
      const next = finding.time ? `${toRow(finding).time.slice(0, 10)} UTC` : 'Without a time';
      if (next !== day) {
        if (rows.length > 0) yield dayTable(rows, context);
        rows = [];
        day = next;
        yield `${paint('bold', next, context.colour)}\n`;
      }
      rows.push(finding);
      if (rows.length >= ROWS_AT_ONCE) {
        yield dayTable(rows, context);
        rows = [];
      }
    }
    if (rows.length > 0) yield dayTable(rows, context);
    yield* incidentBlocks(incidents, context);
  },
};

const ROWS_AT_ONCE = 500;

/** From this width on source address and account have room. */
const WIDE = 150;
const ADDRESS = 15;
const ACCOUNT = 14;

/** Below this width two lines a finding say more than one that is cut everywhere. */
const NARROW = 110;

function dayTable(findings: readonly Finding[], context: ReportContext): string {
  return context.width < NARROW ? stacked(findings, context) : oneLineEach(findings, context);
}

/** Time, level and rule on one line; who, what and to what below it. */
function stacked(findings: readonly Finding[], { width, colour }: ReportContext): string {
  const indent = ' '.repeat(2 + TIME + 2 + LEVEL + 2);
  const lines = findings.flatMap((finding) => {
    const [time = '', level = '', cloud = '', rule = '', ...facts] = cells(finding, colour);
    const pad = ' '.repeat(LEVEL - shortLevel(finding.level).length);
    const detail = facts.filter((fact) => fact !== '').join(' · ');
    return [
      `${time}  ${level}${pad}  ${cloud.padEnd(CLOUD)}  ${cut(rule, width - indent.length - CLOUD - 2)}`,
      `${indent}${paint('dim', cut(detail, width - indent.length), colour)}`,
    ];
  });
  return `${lines.join('\n')}\n`;
}

function oneLineEach(findings: readonly Finding[], { width, colour }: ReportContext): string {
  const isWide = width >= WIDE;
  const where = isWide ? ADDRESS + ACCOUNT + 4 : 0;
  const free = width - TIME - LEVEL - CLOUD - GAPS * 2 - 2 - where;
  const flexible = Object.values(shares).map((share) => Math.max(10, Math.floor(free * share)));
  const lines = new Table({
    chars: noBorders,
    style: { 'padding-left': 0, 'padding-right': 1, head: [], border: [], compact: true },
    colWidths: [
      TIME + 4,
      LEVEL + 2,
      CLOUD + 2,
      ...flexible.map((columns) => columns + 2),
      ...(isWide ? [ADDRESS + 2, ACCOUNT + 2] : []),
    ],
  });
  for (const finding of findings) {
    lines.push([...cells(finding, colour), ...(isWide ? whereCells(finding) : [])]);
  }
  return `${lines
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')}\n`;
}

/** From where, and in which account: there where the width allows it. */
function whereCells({ activity }: Finding): string[] {
  return [terminalSafe(activity?.source.ip ?? ''), terminalSafe(activity?.account ?? '')];
}

function cells(finding: Finding, colour: boolean): string[] {
  const row = toRow(finding);
  return [
    `  ${row.time.slice(11, 19)}`,
    paintLevel(finding.level, colour),
    row.cloud,
    terminalSafe(row.rule),
    terminalSafe(finding.activity ? shortPrincipal(principalName(finding.activity)) : ''),
    terminalSafe(shortOperation(row.operation) + outcomeText(row.outcome)),
    terminalSafe(finding.activity ? targetText(finding.activity) : ''),
  ];
}

const noBorders = Object.fromEntries(
  ['top', 'bottom', 'left', 'right', 'mid']
    .flatMap((side) => [side, `${side}-mid`, `${side}-left`, `${side}-right`])
    .concat('middle')
    .map((name) => [name, '']),
);
