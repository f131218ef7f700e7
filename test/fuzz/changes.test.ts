import { expect, test } from 'vitest';
import type { Random } from '../../bench/generate/random.ts';
import { loadChanges, writeChanges } from '../../src/changes/index.ts';
import { renderDiagnostic } from '../../src/core/diagnostic.ts';
import { createAuthoriser } from '../../src/detect/authorise/index.ts';
import { activity } from '../support/activities.ts';
import { fuzz, mutateBytes, mutateRecord } from '../support/mutate.ts';

const LONGEST_MS = 3000;
const record = {
  id: 'CHG0031337',
  title: 'resize',
  principals: ['aws:arn:aws:iam::1:role/*', 'gcp:user:x@y.example'],
  actions: ['create:snapshot', 'ec2:Run*'],
  resources: ['vol-1'],
  tags: { env: 'prod' },
  accounts: ['012345678901'],
  windows: [{ start: '2026-03-10T09:00:00+01:00', end: '2026-03-10' }],
};
const exception = {
  id: 'EX',
  title: 'x',
  kind: 'exception',
  family: 'ci-cd',
  owner: 'o',
  reviewed: '2026-01-01',
  expires: '2026-12-31',
  principals: 'azure:t:o',
};
const ticket = {
  number: 'CHG1',
  short_description: 's',
  state: { value: '-1', display_value: 'Implement' },
  approval: 'approved',
  start_date: '2026-03-10 09:00:00',
  end_date: '2026-03-10 10:00:00',
  assigned_to: { display_value: 'Mara Vos', link: 'x' },
};
const issue = {
  key: 'OPS-1',
  fields: {
    summary: 's',
    status: { name: 'Done' },
    assignee: { displayName: 'm' },
    customfield_1: '10/Mar/26 9:00 AM',
  },
};
const documents = [
  { version: 1, zone: 'Europe/Berlin', changes: [record, exception] },
  { result: [ticket, ticket] },
  { issues: [issue], names: { customfield_1: 'Planned start' } },
];
const texts = [
  ...documents.map((one) => JSON.stringify(one, null, 1)),
  'version: 1\nchanges:\n  - &a\n    id: C\n    title: t\n    principals: aws:x\n    start: 2026-03-10\n    end: 2026-03-11\n  - { <<: *a, id: D }\n',
  'id,title,principals,tags,windows\nC1,"a\nb",aws:x;gcp:y,a=b;c=d,2026-03-10/2026-03-11\nC2,b,,,\n',
  'Number,Short description,State,Planned start date\nCHG1,s,Implement,2026-03-10 09:00:00\n',
  'Issue key;Summary;Status;Custom field (Planned start)\nOPS-1;s;Done;10/Mar/26 9:00 AM\n',
];
const mappings = [
  'fields: { start: [a, b] }\nstatuses: { x: approved }\nprincipals: { m: aws:x }\n',
  'fields: [',
  '- a',
];

function hostile(random: Random): string {
  if (random.chance(0.5)) return mutateBytes(Buffer.from(random.pick(texts)), random).toString();
  return JSON.stringify(mutateRecord(random.pick(documents), random));
}

test('odd files: never an exception, never long, every diagnostic has a place in its text', async () => {
  const runs = await fuzz((random) => {
    const text = hostile(random);
    const mapping = { path: 'm', text: mutateBytes(Buffer.from(random.pick(mappings)), random).toString() };
    const start = performance.now();
    const { changes, diagnostics, refused } = loadChanges([{ path: 'f', text }], {
      mapping,
      zone: random.pick(['UTC', '+05:30', 'Europe/Berlin', 'x\u0000', '']),
      now: 1_800_000_000_000,
    });
    expect(performance.now() - start).toBeLessThan(LONGEST_MS);
    for (const diagnostic of diagnostics) {
      const { at } = diagnostic;
      if (at)
        expect(at.line).toBeLessThanOrEqual((at.file === 'm' ? mapping.text : text).split('\n').length + 1);
      expect(renderDiagnostic(diagnostic, text)).toContain(diagnostic.code);
    }
    if (refused > 0) expect(diagnostics.some(({ severity }) => severity !== 'info')).toBe(true);
    for (const { windows } of changes) for (const { start, end } of windows) expect(start).toBeLessThan(end);
    const authoriser = createAuthoriser(changes);
    authoriser.judge(activity({ change: { ticket: 'CHG1' } }));
    const again = loadChanges([{ path: 'g', text: writeChanges(changes) }]);
    expect(again.changes.length, JSON.stringify(again.diagnostics)).toBe(changes.length);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
  expect(runs).toBeGreaterThan(10);
});
