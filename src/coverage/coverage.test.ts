import { describe, expect, it } from 'vitest';
import { activity } from '../../test/support/activities.ts';
import { nameErrors } from './attack-names.ts';
import { type CoveringRule, coverageOf } from './matrix.ts';
import { cloudsNotSeen, logsNotSeen, SightCounter } from './sight.ts';

const nothing = { aws: [], azure: [], gcp: [] };
const rule: CoveringRule = {
  id: 'r',
  title: 'Instance created',
  level: 'medium',
  techniques: ['T1578.002'],
  components: { ...nothing, aws: ['DC0076'], gcp: ['DC0076'] },
  tests: new Map([['aws DC0076', 2]]),
};

function row(cloud: string, component: string, rules: readonly CoveringRule[], technique = 'T1578.002') {
  return coverageOf([technique], rules).rows.find(
    (one) => one.technique === technique && one.cloud === cloud && one.component.id === component,
  );
}

describe('coverage', () => {
  it('tells a detection with tests of the component in the cloud from one without, and both from none', () => {
    expect(row('aws', 'DC0076', [rule])).toMatchObject({ verdict: 'tested', tests: 2, rules: [{ id: 'r' }] });
    expect(row('gcp', 'DC0076', [rule])?.verdict).toBe('untested');
    expect(row('azure', 'DC0076', [rule])?.verdict).toBe('no rule');
    expect(row('aws', 'DC0076', [{ ...rule, level: 'informational' }])?.verdict).toBe('recorded');
  });

  it('counts a test for what its records show, not for all that the rule could match', () => {
    const both: CoveringRule = {
      ...rule,
      techniques: ['T1578.001'],
      components: { ...nothing, aws: ['DC0015', 'DC0057'] },
      tests: new Map([['aws DC0057', 1]]),
    };
    expect(row('aws', 'DC0057', [both], 'T1578.001')).toMatchObject({ verdict: 'tested', tests: 1 });
    expect(row('aws', 'DC0015', [both], 'T1578.001')).toMatchObject({ verdict: 'untested', tests: 0 });
  });

  it('names who says that the component shows the technique', () => {
    expect(row('aws', 'DC0076', [])?.saidBy).toEqual(['AN1242', 'ATT&CK 17.1', 'catalogue']);
  });

  it('says where no log can show it', () => {
    expect(row('azure', 'DC0075', [rule])?.verdict).toBe('not logged');
    expect(row('gcp', 'DC0075', [])?.logs).toMatchObject([{ id: 'gcp-data-access', onByDefault: false }]);
  });

  it('counts rules on a sub-technique for the technique above, and not the other way round', () => {
    expect(row('aws', 'DC0076', [rule], 'T1578')?.verdict).toBe('tested');
    expect(row('aws', 'DC0076', [{ ...rule, techniques: ['T1578'] }])?.verdict).toBe('no rule');
  });

  it('lists what ATT&CK looks for outside of audit logs', () => {
    expect(coverageOf(['T1537'], []).elsewhere).toEqual([
      expect.objectContaining({ analytic: 'AN1580', signal: 'network flow records' }),
    ]);
  });

  it('leaves out techniques that are not known', () => {
    expect(coverageOf(['T0000'], [rule])).toEqual({ rows: [], elsewhere: [] });
  });
});

describe('what logs can show', () => {
  it('is counted by log and component; a log of which there is nothing is named', () => {
    const counter = new SightCounter();
    counter.add(activity({ components: [{ id: 'DC0057', name: 'Snapshot Creation' }] }));
    counter.add(
      activity({
        provider: 'gcp',
        service: 'compute.googleapis.com',
        operation: 'v1.compute.instances.delete',
        at: '2026-03-11T10:00:00Z',
      }),
    );
    const sight = counter.result();
    expect(sight.activities).toBe(2);
    expect([sight.first, sight.last]).toEqual([Date.UTC(2026, 2, 10, 10), Date.UTC(2026, 2, 11, 10)]);
    expect([...sight.logs]).toEqual([
      ['aws-management-write', 1],
      ['gcp-activity', 1],
    ]);
    expect(logsNotSeen(sight).map(({ id }) => id)).toEqual([
      'aws-management-read',
      'aws-data',
      'gcp-system-event',
      'gcp-data-access',
    ]);
    expect(cloudsNotSeen(sight)).toEqual(['azure']);
    const seen = coverageOf(['T1578.001'], [], sight).rows.filter(
      ({ component }) => component.id === 'DC0057',
    );
    expect(seen.map((one) => [one.cloud, one.seen])).toEqual([
      ['aws', 1],
      ['azure', 0],
      ['gcp', 0],
    ]);
  });
});

describe('errors in names of ATT&CK', () => {
  const errors = nameErrors();
  const find = (name: string) => errors.filter((one) => one.name === name);

  it('are names that no cloud has, with the real ones', () => {
    expect(find('RevertSnapshot')).toMatchObject([
      {
        kind: 'no operation',
        really: ['ec2.amazonaws.com:CreateReplaceRootVolumeTask'],
        analytics: ['AN0953'],
      },
    ]);
    expect(find('compute.instances.restore')).toMatchObject([{ kind: 'no operation', analytics: [] }]);
  });

  it('are operations under another component than the one that they show', () => {
    expect(find('RunInstances').filter(({ filedUnder }) => filedUnder === 'DC0080')).toMatchObject([
      { kind: 'filed beside', really: ['DC0076'] },
    ]);
    expect(find('CopySnapshot')).toMatchObject([
      { kind: 'filed elsewhere', filedUnder: 'DC0062', really: ['DC0057'] },
    ]);
    expect(
      find('TerminateInstances').map(({ filedUnder, really }) => [filedUnder, ...really]),
    ).toContainEqual(['DC0089', 'DC0081']);
    expect(find('CreateSnapshot')).toEqual([]);
  });
});
