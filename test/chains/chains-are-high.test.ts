import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { rank } from '../../src/core/levels.ts';
import { huntStory } from '../support/chains/hunting.ts';
import { stories } from '../support/chains/stories/index.ts';

/** CH-01 to CH-15, each with the clouds that it is told in and the technique that it is about. */
const chains: readonly (readonly [chain: string, technique: string])[] = [
  ['CH-01', 'T1578.002'],
  ['CH-02', 'T1578.002'],
  ['CH-03', 'T1537'],
  ['CH-04', 'T1537'],
  ['CH-05', 'T1578.002'],
  ['CH-06', 'T1496.001'],
  ['CH-07', 'T1578.002'],
  ['CH-08', 'T1578.002'],
  ['CH-09', 'T1485'],
  ['CH-10', 'T1490'],
  ['CH-11', 'T1485'],
  ['CH-12', 'T1578.003'],
  ['CH-13', 'T1578.005'],
  ['CH-14', 'T1496.001'],
  ['CH-15', 'T1578.004'],
];

/**
 * What stays below high though it belongs to a chain, and why: a part that is everyday work by itself. What the same chain
 * adds (a new account, a password, something done before the revert) makes it high.
 */
const routine: ReadonlySet<string> = new Set([
  'created_mounted_deleted',
  'database_snapshot_restored',
  'disk_swapped',
  'recreated_under_its_name',
]);

describe.each(chains)('%s', (chain, technique) => {
  const told = stories.filter((story) => story.chain === chain);
  const clouds = [...new Set(told.map(({ cloud }) => cloud))];

  test.each(clouds)('is one incident at or above high with its technique: %s', (cloud) => {
    const chosen = told.filter((story) => story.cloud === cloud && !routine.has(story.rule));
    expect(chosen.length).toBeGreaterThan(0);
    const techniques = new Set<string>();
    for (const story of chosen) {
      const { incidents } = huntStory(story);
      expect(incidents.length, story.about).toBe(1);
      const [incident] = incidents;
      expect(rank(incident?.level ?? 'informational'), story.about).toBeGreaterThanOrEqual(rank('high'));
      for (const one of incident?.techniques ?? []) techniques.add(one);
    }
    expect(techniques).toContain(technique);
  });
});

test('what is let off is told of, and stands in the page on chains', () => {
  const page = readFileSync('docs/reference/chains.md', 'utf8');
  for (const name of routine) {
    expect(stories.some(({ rule }) => rule === name)).toBe(true);
    expect(page).toContain(`\`${name}\``);
  }
});
