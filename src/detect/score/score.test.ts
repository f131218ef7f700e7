import { expect, test } from 'vitest';
import { activity } from '../../../test/support/activities.ts';
import { finding } from '../../../test/support/findings.ts';
import { levelOfScore, levels, pointsOfLevel } from '../../core/levels.ts';
import { dimensions } from '../baseline/dimension.ts';
import { scoreOf } from './score.ts';

const { rule } = finding();
const plain = { rule, activities: [activity()], fresh: [], learning: [] };
const automated = activity({ automation: { kind: 'backup', evidence: 'service-linked role' } });

test.each([
  [0, 'informational'],
  [19, 'informational'],
  [20, 'low'],
  [39, 'low'],
  [40, 'medium'],
  [59, 'medium'],
  [60, 'high'],
  [79, 'high'],
  [80, 'critical'],
  [100, 'critical'],
])('a score of %i is %s', (score, level) => expect(levelOfScore(score)).toBe(level));

test('a rule without anything else has its own level', () => {
  for (const level of levels) {
    expect(scoreOf({ ...plain, rule: { ...rule, level } })).toMatchObject({
      score: pointsOfLevel(level),
      level,
    });
  }
});

test('the score is the sum of its parts, and stays within its bounds', () => {
  const all = dimensions.map(({ name }) => name);
  const { score, parts } = scoreOf({ ...plain, fresh: all });
  expect(parts.reduce((sum, { points }) => sum + points, 0)).toBe(score);
  expect(score).toBe(70 + 18);
  const more = [{ name: 'x', points: 80, reason: 'x' }];
  expect(scoreOf({ ...plain, more }).score).toBe(100);
  expect(
    scoreOf({ ...plain, rule: { ...rule, level: 'informational' }, activities: [automated] }).score,
  ).toBe(0);
});

test('what is still learned adds nothing and says so', () => {
  const { score, parts } = scoreOf({ ...plain, learning: ['region-of-account'] });
  expect(score).toBe(70);
  expect(parts.find(({ name }) => name === 'learning')).toMatchObject({
    points: 0,
    reason: expect.stringContaining('region-of-account'),
  });
});

test('a mechanism lowers, but only when all of it was the mechanism', () => {
  expect(scoreOf({ ...plain, activities: [automated] }).score).toBe(55);
  expect(scoreOf({ ...plain, activities: [automated, activity()] }).score).toBe(70);
});
