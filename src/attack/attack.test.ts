import { describe, expect, it } from 'vitest';
import { dataComponents } from '../activity/data-components.ts';
import { techniques as named } from '../activity/techniques.ts';
import { attack, attackUrl, findTechnique } from './attack.ts';
import { tacticName, tacticsByEdition } from './tactics.ts';

describe('facts of ATT&CK', () => {
  it('have the techniques of the pack with strategy, analytic and mutable elements', () => {
    const created = findTechnique('t1578.002');
    expect(created?.name).toBe('Create Cloud Instance');
    expect(created?.strategies.map(({ id }) => id)).toEqual(['DET0449']);
    expect(created?.strategies[0]?.analytics[0]).toMatchObject({
      id: 'AN1242',
      mutableElements: ['UserContext', 'GeoLocation', 'RateThreshold', 'TaggingPolicy'],
    });
    expect(created?.actors?.map(({ id }) => id)).toEqual(['C0027', 'G1004', 'G1015']);
    expect(findTechnique('T9999')).toBeUndefined();
  });

  it('keep what older editions said: data components of 17.1, permissions before 16', () => {
    expect(findTechnique('T1578.002')?.permissions).toEqual({
      edition: '8.0',
      required: ['User'],
      effective: [],
    });
    expect(findTechnique('T1578')?.earlierComponents).toContain('Volume Creation');
  });

  it('agree in names with what the rest of the program calls techniques and components', () => {
    for (const { id, name } of attack().techniques) expect([undefined, name], id).toContain(named[id]);
    for (const { id, name } of attack().components)
      expect([undefined, name], id).toContain(dataComponents[id]);
  });

  it('split the channels that name several operations', () => {
    const [analytic] = findTechnique('T1485')?.strategies[0]?.analytics ?? [];
    expect(analytic?.logSources[0]?.operations).toEqual([
      'DeleteBucket',
      'DeleteDBCluster',
      'DeleteSnapshot',
      'TerminateInstances',
    ]);
  });

  it('are frozen', () => {
    expect(Object.isFrozen(findTechnique('T1580')?.strategies[0]?.analytics)).toBe(true);
  });
});

describe('tactics', () => {
  it('have the names of both generations', () => {
    const tactics = findTechnique('T1578')?.tactics ?? {};
    expect(tacticsByEdition(tactics)).toEqual([
      { edition: '19.0', tactics: ['defense-impairment'] },
      { edition: '18.1', tactics: ['defense-evasion'] },
    ]);
    expect(tacticName('defense-impairment')).toBe('Defense Impairment');
    expect(tacticName('odd')).toBe('odd');
  });
});

describe('addresses', () => {
  it('are those of the site', () => {
    expect(attackUrl('T1578.002')).toBe('https://attack.mitre.org/techniques/T1578/002/');
    expect(attackUrl('T1580')).toBe('https://attack.mitre.org/techniques/T1580/');
    expect(attackUrl('DET0449')).toBe('https://attack.mitre.org/detectionstrategies/DET0449/');
    expect(attackUrl('DC0076')).toBe('https://attack.mitre.org/datacomponents/DC0076/');
    expect(attackUrl('G1004')).toBe('https://attack.mitre.org/groups/G1004/');
    expect(attackUrl('C0027')).toBe('https://attack.mitre.org/campaigns/C0027/');
    expect(attackUrl('M1047')).toBe('https://attack.mitre.org/mitigations/M1047/');
  });
});
