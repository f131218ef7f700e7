import { expect, test } from 'vitest';
import { canonicalTactic, canonicalTechnique, readAttackTags, techniqueIn } from './attack.ts';

test.each([
  ['t1685.002', 'T1562.008'],
  ['T1685', 'T1562.001'],
  ['T1686.001', 'T1562.007'],
  ['T1578.002', 'T1578.002'],
  ['T1562.008', 'T1562.008'],
  ['g0016', undefined],
  ['T15', undefined],
])('technique %s', (written, canonical) => {
  expect(canonicalTechnique(written)).toBe(canonical);
});

test.each([
  ['stealth', 'defense-evasion'],
  ['defense-impairment', 'defense-evasion'],
  ['defense_evasion', 'defense-evasion'],
  ['Impact', 'impact'],
  ['t1578', undefined],
])('tactic %s', (written, canonical) => {
  expect(canonicalTactic(written)).toBe(canonical);
});

test('a technique as either generation writes it', () => {
  expect(['T1562.008', 'T1578'].map((id) => techniqueIn(id, 19))).toEqual(['T1685.002', 'T1578']);
  expect(['T1685.002', 'T1578'].map((id) => techniqueIn(id, 18))).toEqual(['T1562.008', 'T1578']);
});

test('tags of other namespaces are no techniques', () => {
  expect(readAttackTags(['cve.2024-1', 'attack.t1578', 'attack.T1578', 'attack.impact'])).toEqual({
    techniques: ['T1578'],
    tactics: ['impact'],
  });
});
