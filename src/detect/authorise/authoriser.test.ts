import { describe, expect, it } from 'vitest';
import { activity } from '../../../test/support/activities.ts';
import { loadChanges } from '../../changes/index.ts';
import { combine, createAuthoriser } from './index.ts';

function authoriser(yaml: string): ReturnType<typeof createAuthoriser> {
  const { changes, diagnostics } = loadChanges([{ path: 'changes.yml', text: `changes:\n${yaml}` }]);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return createAuthoriser(changes);
}

const mara = 'aws:arn:aws:iam::210987654321:user/mara';
const resize = `
  - id: CHG0031337
    title: snapshot before the update
    principals: ${mara}
    actions: [create:snapshot, delete:snapshot]
    resources: vol-0a1
    accounts: '210987654321'
    regions: eu-west-1
    start: 2026-03-10T09:00:00Z
    end: 2026-03-10T11:00:00Z
`;

describe('one change', () => {
  const { judge } = authoriser(resize);

  it('covers what fits in all that it limits', () => {
    expect(judge(activity())).toEqual({
      kind: 'full',
      change: 'CHG0031337',
      title: 'snapshot before the update',
      matched: ['principal', 'account', 'region', 'action', 'resource', 'window'],
      missing: [],
      reason: 'covered by CHG0031337',
    });
  });

  it.each([
    ['region', { region: 'us-east-1' }, 'region us-east-1 is not among eu-west-1'],
    ['account', { account: '123456789012' }, 'account 123456789012 is not among 210987654321'],
    [
      'resource',
      {
        resources: [
          { role: 'target', type: 'snapshot', id: 'snap-1' } as const,
          { role: 'source', type: 'volume', id: 'vol-9' } as const,
        ],
      },
      'resource vol-9 is not among vol-0a1',
    ],
    ['unknown region', { region: undefined as unknown as string }, 'the region is not known'],
    [
      'other operation on its resource',
      {
        operation: 'StopInstances',
        verb: 'stop',
        object: 'instance',
        resources: [{ role: 'target', type: 'volume', id: 'vol-0a1' } as const],
      } as const,
      'operation StopInstances (stop:instance) is not among create:snapshot, delete:snapshot',
    ],
  ])('covers a part, and says what is missing: %s', (_, part, missing) => {
    expect(judge(activity(part))).toMatchObject({
      kind: 'partial',
      change: 'CHG0031337',
      missing: [missing],
    });
  });

  it('does not cover another operation elsewhere, nor somebody else', () => {
    const other = { operation: 'RunInstances', verb: 'create', object: 'instance', resources: [] } as const;
    expect(judge(activity(other))).toMatchObject({ kind: 'none', missing: [] });
    expect(judge(activity(other)).reason).toContain('CHG0031337 does not cover it: operation RunInstances');
    expect(judge(activity({ by: 'aws:arn:aws:iam::210987654321:user/tess' })).kind).toBe('none');
  });

  it.each([
    ['2026-03-10T08:59:59.999Z', 'is before the window, which begins 2026-03-10T09:00:00Z'],
    ['2026-03-10T11:00:00Z', 'is not before 2026-03-10T11:00:00Z, when it ended'],
  ])('has expired, or not begun, at %s', (at, missing) => {
    const found = judge(activity({ at }));
    expect(found).toMatchObject({ kind: 'expired', change: 'CHG0031337' });
    expect(found.missing.join()).toContain(missing);
    expect(found.matched).not.toContain('window');
  });

  it.each(['2026-03-10T09:00:00Z', '2026-03-10T10:59:59.999Z'])('covers %s', (at) => {
    expect(judge(activity({ at })).kind).toBe('full');
  });
});

describe('tickets that are named', () => {
  const { judge } = authoriser(`${resize}
  - { id: CHG0040000, title: not agreed to, status: rejected, principals: '${mara}', start: 2026-03-10, end: 2026-03-10 }
  - { id: CHG0050000, title: names nobody, accounts: '210987654321', start: 2026-03-10, end: 2026-03-10 }
`);
  const named = (ticket: string, part = {}): ReturnType<typeof judge> =>
    judge(activity({ change: { ticket }, ...part }));

  it('are forged when no record knows them, which a part of another does not outweigh', () => {
    const part = { region: 'us-east-1' };
    expect(judge(activity(part)).kind).toBe('partial');
    expect(named('CHG9999999', part)).toMatchObject({
      kind: 'forged',
      change: 'CHG9999999',
      missing: ['no record has the id CHG9999999'],
    });
  });

  it('matter less than an authorisation that covers everything', () => {
    expect(named('CHG9999999')).toMatchObject({ kind: 'full', change: 'CHG0031337' });
  });

  it('are forged when they are somebody else’s', () => {
    const found = named('chg-0031337', {
      principal: { key: 'aws:arn:aws:iam::210987654321:user/tess', type: 'user', via: [] },
    });
    expect(found).toMatchObject({ kind: 'forged', change: 'CHG0031337' });
    expect(found.missing).toEqual([`principal aws:arn:aws:iam::210987654321:user/tess is not among ${mara}`]);
  });

  it('are forged when they were not agreed to', () => {
    const found = named('CHG0040000', { region: 'us-east-1' });
    expect(found).toMatchObject({ kind: 'forged', change: 'CHG0040000' });
    expect(found.missing).toContain('its status is rejected');
  });

  it('cover a part when they say nothing of who, and are forged in another account', () => {
    const stranger = { principal: { key: 'aws:arn:aws:iam::210987654321:user/tess', type: 'user', via: [] } };
    expect(named('CHG0050000', stranger)).toMatchObject({
      kind: 'partial',
      missing: ['it does not say who may do it'],
    });
    expect(named('CHG0050000', { ...stranger, account: '999999999999' }).kind).toBe('forged');
  });

  it('are expired outside their window', () => {
    expect(named('CHG0031337', { time: Date.parse('2026-03-12T00:00:00Z') }).kind).toBe('expired');
  });

  it('are not judged where only exceptions are declared', () => {
    const only = authoriser(`
  - { id: x, title: x, kind: exception, family: admin, owner: o, reviewed: 2026-01-01, expires: 2027-01-01, principals: 'aws:arn:aws:iam::1:user/x' }
`);
    expect(only.judge(activity({ change: { ticket: 'CHG1' } })).kind).toBe('none');
  });
});

describe('sharing', () => {
  const share = {
    operation: 'ModifySnapshotAttribute',
    verb: 'share',
    resources: [{ role: 'target', type: 'snapshot', id: 'snap-0b1' }],
  } as const;
  const change = (more: string): string => `
  - { id: CHG1, title: share, principals: '${mara}', actions: 'share:*', resources: snap-0b1, start: 2026-03-10, end: 2026-03-10${more} }
`;

  it('is covered when the record says with whom', () => {
    const { judge } = authoriser(change(", grantees: '111122223333'"));
    expect(judge(activity({ ...share, attrs: { grantees: ['111122223333'] } })).kind).toBe('full');
  });

  it('is not lowered when it is with strangers, even if the ticket is named', () => {
    const { judge } = authoriser(change(", grantees: '111122223333'"));
    const found = judge(
      activity({
        ...share,
        attrs: { grantees: ['111122223333', '666666666666'] },
        change: { ticket: 'CHG1' },
      }),
    );
    expect(found).toMatchObject({ kind: 'none' });
    expect(found.reason).toContain('grantee 666666666666 is not among 111122223333');
    expect(
      authoriser(change('')).judge(activity({ ...share, attrs: { grantees: ['all'] } })).reason,
    ).toContain('it does not say that all may be given access');
  });
});

/** Each family of exceptions with a look-alike of an attacker: the same tool, name or tag, but another principal or place. */
describe('families of exceptions', () => {
  const tenant = '3b2a1c00-9e8d-4f7a-8c6b-5d4e3f2a1b00';
  const exceptions = authoriser(`
  - id: EX-BACKUP-ADMINS
    title: snapshots by the backup team
    kind: exception
    family: admin
    owner: storage@harbourquill.example
    reviewed: 2026-01-15
    expires: 2026-07-15
    principals: azure:${tenant}:6F1E2D3C-0000-4000-8000-0000000000D4
    actions: ['*:snapshot', '*:backup']
  - id: EX-DR
    title: scheduled snapshots
    kind: exception
    family: disaster-recovery
    owner: storage@harbourquill.example
    reviewed: 2026-01-15
    expires: 2026-07-15
    principals: gcp:serviceAccount:dr@hq-print-render.iam.gserviceaccount.com
    actions: compute.snapshots.insert
    accounts: hq-print-render
  - id: EX-PIPELINE
    title: web pipeline
    kind: exception
    family: ci-cd
    owner: web@harbourquill.example
    reviewed: 2026-01-15
    expires: 2026-07-15
    principals: arn:aws:iam::210987654321:role/web-deploy
    actions: ['ec2:*Instances', 'create:template']
    accounts: '210987654321'
  - id: EX-SCALING
    title: the group web
    kind: exception
    family: scaling
    owner: web@harbourquill.example
    reviewed: 2026-01-15
    expires: 2026-07-15
    principals: aws:service:autoscaling.amazonaws.com
    actions: '*:instance'
    tags: { 'aws:autoscaling:groupName': web }
`);
  const azure = {
    provider: 'azure',
    account: '7d1f0c44',
    service: 'Microsoft.Compute',
    operation: 'Microsoft.Compute/snapshots/write',
  } as const;
  const gcp = {
    provider: 'gcp',
    account: 'hq-print-render',
    service: 'compute.googleapis.com',
    operation: 'v1.compute.snapshots.insert',
  } as const;
  const run = {
    operation: 'RunInstances',
    object: 'instance',
    resources: [{ role: 'target', type: 'instance', id: 'i-1' }],
  } as const;
  const tags = { tags: { 'aws:autoscaling:groupName': 'web' } };
  const linked =
    'aws:arn:aws:iam::210987654321:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling';
  const viaScaling = [{ key: 'aws:service:autoscaling.amazonaws.com', type: 'service' }] as const;

  it.each([
    ['admin', activity({ ...azure, by: `azure:${tenant}:6f1e2d3c-0000-4000-8000-0000000000d4` })],
    [
      'disaster-recovery',
      activity({ ...gcp, by: 'gcp:serviceAccount:dr@hq-print-render.iam.gserviceaccount.com' }),
    ],
    ['ci-cd', activity({ ...run, by: 'aws:arn:aws:iam::210987654321:role/web-deploy' })],
    [
      'scaling',
      activity({ ...run, attrs: tags, principal: { key: linked, type: 'service', via: viaScaling } }),
    ],
  ])('%s: covered', (family, one) => {
    expect(exceptions.judge(one)).toMatchObject({ kind: 'full', family });
  });

  it.each([
    [
      'admin: another object id',
      activity({ ...azure, by: `azure:${tenant}:6f1e2d3c-0000-4000-8000-0000000000d5` }),
    ],
    [
      'disaster-recovery: the account of that name in a project of the attacker',
      activity({ ...gcp, by: 'gcp:serviceAccount:dr@hq-print-render-dr.iam.gserviceaccount.com' }),
    ],
    [
      'ci-cd: a session of that name',
      activity({
        ...run,
        principal: {
          key: 'aws:arn:aws:iam::210987654321:role/reader',
          type: 'role',
          session: 'web-deploy',
          name: 'web-deploy',
          via: [],
        },
      }),
    ],
    [
      'ci-cd: a source identity of that name',
      activity({
        ...run,
        principal: {
          key: 'aws:arn:aws:iam::210987654321:role/reader',
          type: 'role',
          via: [{ key: 'aws:source-identity:arn:aws:iam::210987654321:role/web-deploy', type: 'user' }],
        },
      }),
    ],
    [
      'ci-cd: the role of that name elsewhere',
      activity({ ...run, by: 'aws:arn:aws:iam::666666666666:role/web-deploy' }),
    ],
    ['scaling: the tag alone', activity({ ...run, attrs: tags })],
    [
      'ci-cd: shares instead of deploying',
      activity({
        by: 'aws:arn:aws:iam::210987654321:role/web-deploy',
        operation: 'ModifySnapshotAttribute',
        verb: 'share',
      }),
    ],
  ])('%s: not covered', (_, one) => {
    expect(exceptions.judge(one)).toMatchObject({ kind: 'none', matched: [] });
  });

  it('a name that the caller chose fits no pattern, however wide', () => {
    const { judge } = authoriser(`
  - { id: C1, title: wide, principals: 'aws:*web-deploy', accounts: '210987654321', start: 2026-03-10, end: 2026-03-10 }
`);
    const via = [{ key: 'aws:source-identity:web-deploy', type: 'user' }] as const;
    const reader = 'aws:arn:aws:iam::210987654321:role/reader';
    expect(
      judge(activity({ principal: { key: reader, type: 'role', session: 'web-deploy', via } })).kind,
    ).toBe('none');
    expect(judge(activity({ by: 'aws:arn:aws:iam::210987654321:role/web-deploy' })).kind).toBe('full');
  });

  it('a pipeline that launches in another account is covered in part', () => {
    expect(
      exceptions.judge(
        activity({ ...run, by: 'aws:arn:aws:iam::210987654321:role/web-deploy', account: '111122223333' }),
      ),
    ).toMatchObject({ kind: 'partial', missing: ['account 111122223333 is not among 210987654321'] });
  });

  it('an exception that ended covers nothing', () => {
    const late = { ...run, by: 'aws:arn:aws:iam::210987654321:role/web-deploy' };
    expect(exceptions.judge(activity({ ...late, at: '2026-07-15T23:59:59Z' })).kind).toBe('full');
    expect(exceptions.judge(activity({ ...late, at: '2026-07-16T00:00:00Z' }))).toMatchObject({
      kind: 'expired',
      missing: ['2026-07-16T00:00:00Z is not before 2026-07-16T00:00:00Z, when it ended'],
    });
  });

  describe('a tool that is claimed', () => {
    const terraform = { userAgent: 'APN/1.0 HashiCorp/1.0 Terraform/1.9.8', ipKind: 'public' } as const;
    it('by somebody who is no pipeline is a mismatch', () => {
      expect(exceptions.claimsPipeline(activity({ source: { ...terraform, tool: 'terraform' } }))).toEqual({
        tool: 'terraform',
        principal: mara,
        declared: ['aws:arn:aws:iam::210987654321:role/web-deploy'],
      });
    });
    it.each([
      [
        'by the pipeline',
        activity({ source: terraform, by: 'aws:arn:aws:iam::210987654321:role/web-deploy' }),
      ],
      ['in a cloud without a declared pipeline', activity({ source: terraform, provider: 'gcp' })],
      ['not at all', activity({ source: { userAgent: 'aws-cli/2.1', ipKind: 'public' } })],
      [
        'truly, by CloudFormation',
        activity({
          source: { userAgent: 'cloudformation.amazonaws.com', ipKind: 'provider' },
          principal: {
            key: mara,
            type: 'user',
            via: [{ key: 'aws:service:cloudformation.amazonaws.com', type: 'service' }],
          },
        }),
      ],
    ])('%s is none', (_, one) => {
      expect(exceptions.claimsPipeline(one)).toBeUndefined();
    });
    it('by a pipeline that was not agreed to is a mismatch', () => {
      const { claimsPipeline } = authoriser(`
  - { id: A, title: a, kind: exception, family: ci-cd, owner: o, reviewed: 2026-01-01, expires: 2027-01-01, principals: 'aws:arn:aws:iam::1:role/a', accounts: 1 }
  - { id: B, title: b, kind: exception, family: ci-cd, status: pending, owner: o, reviewed: 2026-01-01, expires: 2027-01-01, principals: '${mara}', accounts: 1 }
`);
      expect(claimsPipeline(activity({ source: terraform }))?.declared).toEqual([
        'aws:arn:aws:iam::1:role/a',
      ]);
    });
    it('is not asked about where no pipeline is declared', () => {
      expect(authoriser(resize).claimsPipeline(activity({ source: terraform }))).toBeUndefined();
    });
  });
});

describe('unused authorisations', () => {
  const { unused } = authoriser(`${resize}
  - { id: CHG2, title: later, principals: '${mara}', start: 2026-05-01, end: 2026-05-01 }
  - { id: CHG3, title: begins before the logs, principals: '${mara}', start: 2026-02-01, end: 2026-03-02 }
  - { id: CHG4, title: was never agreed to, status: cancelled, start: 2026-03-10, end: 2026-03-10 }
`);
  const range = { from: Date.parse('2026-03-01T00:00:00Z'), to: Date.parse('2026-03-31T00:00:00Z') };

  it('have a time in common with the range', () => {
    const change = (start: string, end: string): string => `
  - { id: C1, title: c, principals: '${mara}', accounts: 1, start: '${start}', end: '${end}' }
`;
    const within = (start: string, end: string): boolean =>
      authoriser(change(start, end)).unused(new Set(), range).length > 0;
    expect(within('2026-02-01T00:00:00Z', '2026-03-01T00:00:00Z')).toBe(false);
    expect(within('2026-02-01T00:00:00Z', '2026-03-01T00:00:01Z')).toBe(true);
    expect(within('2026-03-31T00:00:00Z', '2026-04-01T00:00:00Z')).toBe(true);
    expect(within('2026-03-31T00:00:01Z', '2026-04-01T00:00:00Z')).toBe(false);
  });

  it('are those whose time lies in the range and that covered nothing', () => {
    expect(unused(new Set(), range).map(({ change, isWhole }) => [change, isWhole])).toEqual([
      ['CHG0031337', true],
      ['CHG3', false],
    ]);
    expect(unused(new Set(['CHG0031337', 'CHG3']), range)).toEqual([]);
  });
});

describe('several Activities of one finding', () => {
  const { judge } = authoriser(resize);
  const full = judge(activity());
  const partial = judge(activity({ region: 'us-east-1' }));
  const expired = judge(activity({ at: '2026-03-12T00:00:00Z' }));
  const none = judge(activity({ by: 'aws:arn:aws:iam::1:user/x' }));
  const forged = judge(activity({ by: 'aws:arn:aws:iam::1:user/x', change: { ticket: 'CHG77' } }));

  it.each([
    ['all full', [full, full], 'full'],
    ['full and nothing', [full, none], 'partial'],
    ['full and partial', [full, partial], 'partial'],
    ['expired and nothing', [none, expired], 'expired'],
    ['anything and forged', [full, forged, partial], 'forged'],
    ['nothing', [none, none], 'none'],
    ['none at all', [], 'none'],
  ] as const)('%s', (_, verdicts, kind) => {
    expect(combine(verdicts).kind).toBe(kind);
    expect(combine(verdicts.toReversed())).toEqual(combine(verdicts));
  });

  it('says what is not covered', () => {
    expect(combine([full, none]).missing).toEqual(['1 of 2 operations: nothing covers them']);
    expect(combine([full, partial, none]).missing).toEqual([
      'region us-east-1 is not among eu-west-1',
      '1 of 3 operations: nothing covers them',
    ]);
    expect(combine([partial])).toBe(partial);
  });
});
