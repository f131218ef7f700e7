import { expect, test } from 'vitest';
import { type ChangeRecord, loadChanges } from '../../src/changes/index.ts';
import type { Finding } from '../../src/index.ts';
import { awsAccountId, awsId, changeState } from '../support/chains/aws-log.ts';
import { found, hunt } from '../support/chains/hunting.ts';
import { recordsOf } from '../support/chains/scenario.ts';

const instance = awsId('i', 'web');
/** A stop and a start by a person at nine o'clock in the morning, UTC. */
const records = recordsOf([
  changeState(0, 'StopInstances', [instance]),
  changeState(10, 'StartInstances', [instance]),
]);
const quiet = { quiet_hours: ['9'] };

function changeAt(start: string, end: string): readonly ChangeRecord[] {
  const record = {
    id: 'CHG1',
    title: 'maintenance',
    principals: [`arn:aws:iam::${awsAccountId}:user/quill`],
    actions: ['stop:instance', 'start:instance'],
    resources: [instance],
    start,
    end,
  };
  const text = JSON.stringify({ version: 1, changes: [record] });
  const { changes, diagnostics } = loadChanges([{ path: 'changes.json', text }]);
  if (changes.length !== 1) throw new Error(JSON.stringify(diagnostics));
  return changes;
}

function atQuietTime(changes?: readonly ChangeRecord[]): { open: Finding[]; covered: number } {
  const { findings, suppressed } = hunt(records, { parameters: quiet, changes });
  return { open: found({ findings }, 'changed_at_quiet_time'), covered: suppressed.length };
}

test('in working hours a stop and a start are routine', () => {
  expect(
    hunt(records, { parameters: { quiet_hours: ['3'] } }).findings.map(({ rule }) => rule.name),
  ).not.toContain('changed_at_quiet_time');
});

test('at a quiet hour they are told of', () => {
  const { open } = atQuietTime();
  expect(open).toMatchObject([{ level: 'low', count: 2 }]);
});

test('a change that was declared for this time covers them', () => {
  const { open, covered } = atQuietTime(changeAt('2026-04-14T08:00:00Z', '2026-04-14T10:00:00Z'));
  expect(open).toEqual([]);
  expect(covered).toBeGreaterThan(0);
});

test('one that covers half of it lowers it, and says what is left', () => {
  const { open } = atQuietTime(changeAt('2026-04-14T08:00:00Z', '2026-04-14T09:05:00Z'));
  expect(open).toMatchObject([{ authorisation: { kind: 'partial' } }]);
  expect(open[0]?.score).toBeLessThan(30);
});

test('one for another time raises it', () => {
  const { open } = atQuietTime(changeAt('2026-04-13T08:00:00Z', '2026-04-13T10:00:00Z'));
  expect(open).toMatchObject([{ authorisation: { kind: 'expired' } }]);
  expect(open[0]?.score).toBeGreaterThan(30);
});
