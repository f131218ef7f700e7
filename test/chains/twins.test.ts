import { describe, expect, test } from 'vitest';
import { type ChangeRecord, loadChanges } from '../../src/changes/index.ts';
import { type Level, rank } from '../../src/core/levels.ts';
import type { HuntResult } from '../../src/engine/hunt.ts';
import { hunt } from '../support/chains/hunting.ts';
import { recordsOf } from '../support/chains/scenario.ts';
import { twins } from '../support/chains/twins.ts';

const named = twins.map((twin) => [`${twin.cloud}: ${twin.about}`, twin] as const);

/** What a team declares for its pipeline. */
function exceptionFor(principal: string): readonly ChangeRecord[] {
  const record = {
    id: 'EX-1',
    title: 'the infrastructure pipeline',
    kind: 'exception',
    family: 'ci-cd',
    owner: 'platform@tern.example',
    reviewed: '2026-04-01',
    expires: '2026-08-01',
    principals: [principal],
    actions: ['*'],
  };
  const { changes, diagnostics } = loadChanges([
    { path: 'changes.json', text: JSON.stringify({ version: 1, changes: [record] }) },
  ]);
  if (changes.length !== 1) throw new Error(JSON.stringify(diagnostics));
  return changes;
}

function highest({ findings, incidents }: HuntResult): number {
  return Math.max(-1, ...[...findings, ...incidents].map(({ level }) => rank(level)));
}

const below = (level: Level): number => rank(level) - 1;

describe.each(named)('%s', (_name, twin) => {
  const own = recordsOf(twin.stages(twin.by));
  const changes = twin.declared === undefined ? undefined : exceptionFor(twin.declared);

  test('stays below medium', () => {
    const result = hunt(own, { changes });
    expect(highest(result)).toBeLessThanOrEqual(below('medium'));
  });

  test('somebody who does the same by hand does not', () => {
    const result = hunt(recordsOf(twin.stages()), { changes });
    expect(highest(result)).toBeGreaterThanOrEqual(rank(twin.otherwise));
  });

  if (twin.declared !== undefined) {
    test('undeclared it does not, and covered findings are kept', () => {
      expect(highest(hunt(own))).toBeGreaterThanOrEqual(rank(twin.otherwise));
      expect(hunt(own, { changes }).suppressed.length).toBeGreaterThan(0);
    });
  }
});

test('a pipeline that is declared for one thing is told of for another', () => {
  const [twin] = twins.filter(({ declared, cloud }) => declared !== undefined && cloud === 'aws');
  if (!twin?.declared) throw new Error('there is one');
  const other = exceptionFor(`${twin.declared}-2`);
  expect(highest(hunt(recordsOf(twin.stages(twin.by)), { changes: other }))).toBeGreaterThanOrEqual(
    rank('high'),
  );
});
