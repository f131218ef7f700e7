import { formatTime } from '../core/time.ts';
import type { FindingExplanation } from '../engine/explain-finding.ts';
import type { Correlation } from '../ir/correlation.ts';
import { paint, paintLevel } from '../report/colour.ts';
import { conditionText } from '../report/condition-text.ts';
import { durationText } from '../report/duration.ts';
import { terminalSafe } from '../report/escape.ts';
import { sentence } from '../report/incident-block.ts';
import { actorName, knownActors } from '../report/known-actors.ts';
import { lineageTree } from '../report/lineage-text.ts';
import { networkSummary, peerAddress, peerAmount } from '../report/network-text.ts';
import { redactGroup } from '../report/redact.ts';
import type { ReportContext } from '../report/report.ts';
import { toRow } from '../report/row.ts';
import { decisiveLines } from './explanation-lines.ts';

const MOST_LINEAGE = 30;

/** A finding's explanation for a person, section by section. */
export function findingLines(
  explanation: FindingExplanation,
  title: (id: string) => string,
  { colour }: ReportContext,
): string[] {
  const { finding } = explanation;
  const heading = (text: string): string => `\n${paint('bold', text, colour)}`;
  const section = (name: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [heading(name), ...lines];
  return [
    `\n${paintLevel(finding.level, colour)} ${finding.score}  ${paint('bold', terminalSafe(finding.rule.title), colour)}`,
    ...aboutLines(explanation),
    ...section('What matched', matchLines(explanation, title, colour)),
    ...section('Lineage', lineageLines(explanation, colour)),
    ...section('On the network', networkSection(explanation)),
    ...section('What is usual', baselineLines(explanation)),
    ...section('Authorisation', authorisationLines(explanation)),
    ...section('Score', scoreLines(explanation)),
    ...section(
      'What would have changed it',
      explanation.otherwise.map((text) => `  ${terminalSafe(text)}`),
    ),
    ...section('Why not', missedLines(explanation, title, colour)),
  ];
}

function aboutLines({ finding }: FindingExplanation): string[] {
  const row = toRow(finding);
  const facts: readonly (readonly [string, string])[] = [
    ['Finding', finding.id],
    ['Rule', `${finding.rule.id}  ${finding.rule.source.path}`],
    [
      'Time',
      finding.endTime === finding.time ? row.time : `${row.time} to ${formatTime(finding.endTime ?? 0)}`,
    ],
    ['Principal', [row.principal, row.principalKey].filter((text) => text !== '').join('  ')],
    ['From', [row.sourceIp, row.userAgent].filter((text) => text !== '').join('  ')],
    ['Where', [row.cloud, row.account, row.region].filter((text) => text !== '').join(' ')],
    ['Techniques', row.techniques],
    ['Used before', knownActors(finding.rule.techniques).map(actorName).join(', ')],
    ['Incident', finding.incident ?? ''],
    [
      'What to do',
      finding.guide === undefined ? '' : `nephoscope show ${finding.guide}; --playbook has the steps`,
    ],
  ];
  return facts
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `  ${name.padEnd(13)}${terminalSafe(value)}`);
}

function matchLines(
  { finding, matches }: FindingExplanation,
  title: (id: string) => string,
  colour: boolean,
): string[] {
  const lines: string[] = [];
  if (finding.kind === 'correlation') {
    lines.push(`  ${terminalSafe(conditionText(finding.rule as Correlation, title))}`);
    if (finding.value !== undefined) lines.push(`  when it fired the value was ${finding.value}`);
    for (const [name, value] of Object.entries(redactGroup(finding.group ?? {}))) {
      lines.push(`  group ${terminalSafe(name)} = ${terminalSafe(value ?? '(none)')}`);
    }
    if (finding.lineage !== undefined) lines.push(`  lineage of ${terminalSafe(finding.lineage)}`);
  }
  for (const { activity, rule, explanation } of matches) {
    const path =
      activity.evidence.path === undefined
        ? ''
        : ` (${activity.evidence.path}#${activity.evidence.index ?? 0})`;
    const time = activity.time === 0 ? '(no time)' : formatTime(activity.time);
    lines.push(`  ${time} ${terminalSafe(sentence(activity) + path)}`);
    if (finding.kind === 'correlation') lines.push(`    ${terminalSafe(rule.title)}`);
    lines.push(...decisiveLines(explanation, 3, colour).map((line) => line.trimEnd()));
  }
  const left = finding.count - matches.length;
  if (left > 0 && finding.kind === 'correlation') lines.push(`  … ${left} further events`);
  return lines;
}

function lineageLines({ family }: FindingExplanation, colour: boolean): string[] {
  if (!family) return [];
  const lines = lineageTree(family.family, family.of, colour).trimEnd().split('\n');
  const more =
    lines.length > MOST_LINEAGE ? [`  … ${lines.length - MOST_LINEAGE} more (nephoscope lineage)`] : [];
  return [...lines.slice(0, MOST_LINEAGE).map((line) => `  ${line}`), ...more];
}

const MOST_PEERS = 5;

/** What the instances that it made or changed did. */
function networkSection({ finding: { network = [] } }: FindingExplanation): string[] {
  return network.flatMap((instance) => [
    `  ${terminalSafe(networkSummary(instance))}`,
    ...instance.uses.map(({ points, text }) => `    ${`+${points}`.padStart(3)}  ${terminalSafe(text)}`),
    ...instance.peers.slice(0, MOST_PEERS).map((peer) => {
      const names = peer.domains.length > 0 ? ` ${peer.domains.slice(0, 3).join(', ')}` : '';
      const text = `${peerAddress(peer)} ${peer.kind}${names}: ${peerAmount(peer)}, first after ${peer.minutes} min`;
      return `         ${terminalSafe(text)}`;
    }),
    ...instance.notes.map((note) => `    ${terminalSafe(note)}`),
  ]);
}

function baselineLines({ baseline }: FindingExplanation): string[] {
  return baseline.map(({ dimension, scope, values, usual, since, isNew }) => {
    const known = since === undefined ? 'never seen before' : `known since ${formatTime(since)}`;
    const state = isNew ? 'new' : 'still learning: counts for nothing';
    const before = usual.length > 0 ? `; before: ${terminalSafe(usual.join(', '))}` : '';
    return `  ${dimension}: ${terminalSafe(values.join(', '))} is ${state}; ${terminalSafe(scope)} is ${known}${before}`;
  });
}

function authorisationLines({ finding: { authorisation } }: FindingExplanation): string[] {
  if (!authorisation) return [];
  const { kind, reason, missing } = authorisation;
  return [
    `  ${kind}: ${terminalSafe(reason)}`,
    ...missing.map((text) => `    not covered: ${terminalSafe(text)}`),
  ];
}

function scoreLines({ finding: { parts, score, level } }: FindingExplanation): string[] {
  const lines = parts.map(({ name, points, reason }) => {
    const sign = points > 0 ? '+' : '';
    return `  ${`${sign}${points}`.padStart(5)}  ${name}: ${terminalSafe(reason)}`;
  });
  return [...lines, `  ${String(score).padStart(5)}  ${level}`];
}

function missedLines(
  { missedRules, missedCorrelations }: FindingExplanation,
  title: (id: string) => string,
  colour: boolean,
): string[] {
  const rules = missedRules.flatMap(({ rule, explanation }) => [
    `  ${terminalSafe(rule.title)} (${rule.level})`,
    ...decisiveLines(explanation, 2, colour).map((line) => line.trimEnd()),
  ]);
  const correlations = missedCorrelations.flatMap(({ correlation, there, missing, events }) => [
    `  ${terminalSafe(correlation.title)} (${correlation.level})`,
    `    asks for ${terminalSafe(conditionText(correlation, title))}`,
    `    within ${durationText(correlation.timespan)} by the same principal: ${events} events` +
      `${there.length > 0 ? `; there: ${terminalSafe(there.join(', '))}` : ''}` +
      `${missing.length > 0 ? `; missing: ${terminalSafe(missing.join(', '))}` : ''}`,
  ]);
  return [...rules, ...correlations];
}
