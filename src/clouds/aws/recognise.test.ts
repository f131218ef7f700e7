import { describe, expect, it } from 'vitest';
import { activity, ec2, head, origin, record } from '../../../test/support/clouds/aws-records.ts';
import type { JsonObject } from '../../core/json.ts';
import { aws } from './definition.ts';

const share = ec2('ModifySnapshotAttribute', {
  snapshotId: 'snap-0a',
  createVolumePermission: { add: { items: [{ userId: '222222222222' }] } },
  attributeType: 'CREATE_VOLUME_PERMISSION',
});

describe('recognise', () => {
  it('knows a native record by its members', () => {
    expect(head(share)).toMatchObject({
      provider: 'aws',
      record: share,
      time: Date.UTC(2026, 2, 1, 9, 14, 7),
      service: 'ec2.amazonaws.com',
      operation: 'ModifySnapshotAttribute',
      entry: { verb: 'share', object: 'snapshot' },
      logsource: { product: 'aws', service: 'cloudtrail' },
      duplicateKey: '111111111111/e0000000-0000-4000-8000-000000000001',
    });
  });

  it.each<[string, JsonObject, unknown]>([
    ['an insight', { eventType: 'AwsCloudTrailInsight', insightDetails: { state: 'Start' } }, 'insight'],
    ['a digest', { digestStartTime: '2026-03-01T09:00:00Z', digestS3Object: 'x', logFiles: [] }, 'digest'],
    [
      'an S3 notification',
      { eventVersion: '2.1', eventSource: 'aws:s3', eventName: 'ObjectCreated:Put' },
      's3-notification',
    ],
    ['an SQS message', { eventSource: 'aws:sqs', eventName: '' }, 'service-notification'],
    [
      'a flow log of a transit gateway',
      { 'tgw-id': 'tgw-0a', srcaddr: '10.0.0.1', dstaddr: '10.1.0.2' },
      'network-flow-record',
    ],
    ['a flow log in Sentinel', { InterfaceId: 'eni-0a', SrcAddr: '10.0.0.1' }, 'network-flow-record'],
    [
      'a DNS query',
      { version: '1.100000', query_timestamp: '2026-03-10T09:00:00Z', query_name: 'example.com.' },
      'dns-query-record',
    ],
    [
      'a flow log',
      { interface_id: 'eni-0a', srcaddr: '10.0.0.1', dstaddr: '10.0.0.2' },
      'network-flow-record',
    ],
  ])('skips %s', (_, value, reason) => {
    expect(aws.recognise(value, origin)).toEqual({ outcome: 'skipped', reason });
  });

  it.each<[string, JsonObject, string]>([
    ['a time that cannot be read', record({ eventTime: 'yesterday' }), 'no-time'],
    ['no name', record({ eventName: null }), 'no-name'],
    ['an empty name', record({ eventName: '' }), 'no-name'],
  ])('rejects %s', (_, value, reason) => {
    expect(aws.recognise(value, origin)).toMatchObject({ outcome: 'rejected', reason });
  });

  it.each<[string, JsonObject]>([
    ['nothing', {}],
    [
      'Azure',
      {
        operationName: { value: 'Microsoft.Compute/virtualMachines/write' },
        eventName: { value: 'x' },
        eventSource: { value: 'y' },
      },
    ],
    ['Google', { protoPayload: { methodName: 'v1.compute.instances.insert' }, logName: 'projects/p/logs/x' }],
    ['OCSF', { class_uid: 6003, api: { operation: 'RunInstances' } }],
    ['another eventName', { eventName: 'click', eventSource: 'web' }],
    ['another event_name', { event_name: 'click', user: 'x' }],
    ['prototype names', { constructor: 'x', hasOwnProperty: 'y' }],
  ])('leaves %s to others', (_, value) => {
    expect(aws.recognise(value, origin)).toBeUndefined();
  });

  it('takes network activity of VPC endpoints for a record', () => {
    const denied = activity(
      record({ eventType: 'AwsVpceEvent', eventCategory: 'NetworkActivity', errorCode: 'VpceAccessDenied' }),
    );
    expect(denied.outcome).toBe('denied');
  });

  it('makes a key of the whole record when eventID is absent', () => {
    const { eventID: _, ...rest } = share as Record<string, never>;
    const other = { ...rest, eventTime: '2026-03-01T09:14:08Z' };
    expect(head(rest).duplicateKey).toBe(head(rest).duplicateKey);
    expect(head(rest).duplicateKey).not.toBe(head(other).duplicateKey);
    expect(activity(rest).quality.missing).toContain('eventID');
  });
});

const expected = {
  account: '111111111111',
  principal: { key: 'aws:arn:aws:iam::111111111111:user/alice', type: 'user' },
  source: { ip: '203.0.113.7', ipKind: 'public' },
  verb: 'share',
  attrs: { grantees: ['222222222222'] },
  id: activity(share).id,
};

describe('rows of exports give the same Activity', () => {
  const lower = (value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k.toLowerCase(), lower(v)]))
      : value;
  const texts = {
    ...share,
    requestParameters: JSON.stringify(share['requestParameters']),
    responseElements: 'null',
    userIdentity: JSON.stringify(share['userIdentity']),
  };
  const athena = {
    ...(lower({ ...share, requestParameters: null }) as JsonObject),
    requestparameters: JSON.stringify(share['requestParameters']),
    readonly: 'false',
    errorcode: '',
  };
  const lake = {
    ...texts,
    eventTime: '2026-03-01 09:14:07.000',
    userIdentity:
      '{type=IAMUser, principalid=AIDAEXAMPLEUSER, arn=arn:aws:iam::111111111111:user/alice, accountid=111111111111, accesskeyid=AKIAEXAMPLEKEY, username=alice, sessioncontext={attributes={creationdate=null, mfaauthenticated=null}}}',
  };
  const snake = Object.fromEntries(
    Object.entries(texts).map(([k, v]) => [k.replace(/[A-Z]+/g, (c) => `_${c.toLowerCase()}`), v]),
  ) as JsonObject;
  const sentinel = {
    TenantId: 't',
    TimeGenerated: '2026-03-01T09:14:07Z',
    AwsEventId: share['eventID'],
    EventVersion: '1.09',
    EventTypeName: 'AwsApiCall',
    EventSource: 'ec2.amazonaws.com',
    EventName: 'ModifySnapshotAttribute',
    AWSRegion: 'eu-west-1',
    SourceIpAddress: '203.0.113.7',
    UserAgent: '',
    ErrorCode: '',
    RequestParameters: JSON.stringify(share['requestParameters']),
    ResponseElements: '',
    ReadOnly: 'False',
    RecipientAccountId: '111111111111',
    UserIdentityType: 'IAMUser',
    UserIdentityArn: 'arn:aws:iam::111111111111:user/alice',
    UserIdentityAccountId: '111111111111',
    SessionMfaAuthenticated: 'True',
    Type: 'AWSCloudTrail',
  } as JsonObject;

  it.each<[string, JsonObject]>([
    ['bodies as text', texts],
    ['Athena', athena],
    ['CloudTrail Lake', lake],
    ['snake case', snake],
    ['Sentinel', sentinel],
  ])('%s', (_, row) => {
    expect(activity(row)).toMatchObject(expected);
  });

  it('reads the session columns of Sentinel', () => {
    expect(head(sentinel).record).toMatchObject({
      readOnly: false,
      userIdentity: { sessionContext: { attributes: { mfaAuthenticated: 'true' } } },
    });
    expect(activity(sentinel).principal.mfa).toBe(true);
  });

  it.each(['{', '{type=', '{a={b=c}', '[', `${'{a='.repeat(50)}x`])(
    'leaves text it cannot read as it is: %s',
    (text) => {
      const broken = activity({ ...share, userIdentity: text, requestParameters: text });
      expect(broken.principal.type).toBe('unknown');
      expect(broken.quality.missing).toEqual(expect.arrayContaining(['requestParameters', 'userIdentity']));
    },
  );
});

describe('hostile records', () => {
  const junk: readonly unknown[] = [
    null,
    true,
    0,
    -1,
    '',
    'x',
    [],
    [null],
    {},
    { items: 1 },
    { items: [null, 1, {}] },
    '{"a":1}',
  ];
  const members = Object.keys(record({}));
  const names = [
    'RunInstances',
    'AuthorizeSecurityGroupIngress',
    'CreateTags',
    'CreateFleet',
    'PutKeyPolicy',
    'Nonsense',
  ];

  it('never make it throw', () => {
    for (const eventName of names) {
      for (const member of members) {
        for (const value of junk) {
          const hostile = record({ eventName, [member]: value as never });
          const known = aws.recognise(hostile, origin);
          if (known && !('outcome' in known)) aws.normalise([known]);
        }
      }
    }
    expect(
      aws.recognise(
        JSON.parse('{"__proto__": {"eventName": "x", "eventSource": "ec2.amazonaws.com"}}'),
        origin,
      ),
    ).toBeUndefined();
  });

  it('do not reach prototypes through names', () => {
    const strange = activity(
      record({
        userIdentity: { type: 'AWSService', invokedBy: 'constructor' },
        resources: [{ ARN: 'arn:aws:x:::constructor/y' }],
      }),
    );
    expect(strange.automation).toEqual({ kind: 'platform', evidence: 'service constructor' });
    expect(
      activity(record({ eventName: 'constructor', resources: [{ ARN: 'arn:aws:x:::constructor/y' }] }))
        .resources[0]?.type,
    ).toBe('resource');
  });
});
