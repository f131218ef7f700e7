import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { attack, findTechnique } from '../../src/attack/attack.ts';
import { componentsSaidToShow, techniquesSaidToShowIn } from '../../src/coverage/relations.ts';

describe('techniques and data components', () => {
  it.each([
    ['R-IC-18', 'DC0076', ['T1204', 'T1204.003', 'T1535', 'T1578', 'T1578.002']],
    ['R-ID-09', 'DC0081', ['T1485', 'T1578', 'T1578.003']],
    ['R-IX-09', 'DC0073', ['T1578', 'T1578.004']],
  ])('%s %s shows what ATT&CK says, whatever its edition', (_id, component, techniques) => {
    expect(techniquesSaidToShowIn(component)).toEqual(expect.arrayContaining(techniques));
  });

  it('R-IC-18 both ways say the same', () => {
    const shown = attack().techniques.map((one) => [one.id, componentsSaidToShow(one)] as const);
    for (const component of ['DC0076', 'DC0057', 'DC0075', 'DC0047', 'DC0098'])
      expect(techniquesSaidToShowIn(component)).toEqual(
        shown
          .filter(([, components]) => components.has(component))
          .map(([id]) => id)
          .toSorted(),
      );
  });

  it('R-T-01 a technique has what each edition said, side by side', () => {
    const technique = findTechnique('T1578.002');
    expect(technique?.permissions?.edition).toBe('8.0');
    expect(technique?.earlierComponents).toEqual(['Instance Creation', 'Instance Metadata']);
    expect(technique?.strategies).toHaveLength(1);
    expect(Object.keys(technique?.tactics ?? {}).toSorted()).toEqual(['18.1', '19.0']);
  });
});

/** What the seeds of the project list beneath each data component. */
const seeds = '../shared/reference/data-components-v18.1.json';
describe.skipIf(!existsSync(seeds))('the extract of ATT&CK', () => {
  it('R-IC-18 every technique of 17.1 that a component of compute detects is found by it', () => {
    const { data_components: components } = JSON.parse(readFileSync(seeds, 'utf8')) as {
      data_components: { id: string; name: string; legacy_v17_1?: { detects: { technique: string }[] } }[];
    };
    const compute = components.filter(({ name }) => /^(?:Instance|Snapshot) /.test(name));
    expect(compute.length).toBeGreaterThan(8);
    for (const { id, legacy_v17_1: legacy } of compute)
      for (const { technique } of legacy?.detects ?? [])
        if (findTechnique(technique)?.earlierComponents)
          expect(techniquesSaidToShowIn(id), `${id} ${technique}`).toContain(technique);
  });
});
