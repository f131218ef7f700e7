import { describe, expect, it } from 'vitest';
import { loadPack } from '../../src/engine/load-content.ts';
import { readNoise } from '../../src/engine/pack-noise.ts';
import { loadRules } from '../../src/lang/sigma/index.ts';

const pack = loadPack('cloud-compute');
const { rules, correlations } = loadRules(pack.files, { placeholders: pack.parameters });

describe('the measured noise of the pack', () => {
  const noise = readNoise(pack.folder);

  it('is there for every rule and correlation, and for nothing else', () => {
    const ids = [...rules, ...correlations].map(({ id }) => id);
    expect(Object.keys(noise?.rules ?? {}).toSorted()).toEqual(ids.toSorted());
  });

  it('is small on the quiet day: no rule of level medium and above makes a finding', () => {
    const loud = [...rules, ...correlations].filter(({ id, level }) => {
      if (!['medium', 'high', 'critical'].includes(level)) return false;
      const measured = Object.entries(noise?.rules[id]?.noise ?? {});
      return measured.some(([source, { findings }]) => source.startsWith('quiet day') && findings > 0);
    });
    expect(loud.map(({ title }) => title)).toEqual([]);
    expect(Object.values(noise?.sources ?? {}).every(({ activities }) => activities > 0)).toBe(true);
  });
});
