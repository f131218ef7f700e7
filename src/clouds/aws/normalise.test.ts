import { describe, expect, it } from 'vitest';
import { activity, ec2, record } from '../../../test/support/clouds/aws-records.ts';
import type { JsonObject } from '../../core/json.ts';

const launch: JsonObject = {
  instancesSet: { items: [{ imageId: 'ami-0a', keyName: 'k', minCount: 1, maxCount: 2 }] },
  instanceType: 'p5.48xlarge',
  userData: '<sensitiveDataRemoved>',
  blockDeviceMapping: { items: [{ deviceName: '/dev/xvda', ebs: { snapshotId: 'snap-0b' } }] },
  iamInstanceProfile: { name: 'profile' },
  instanceMarketOptions: { marketType: 'spot' },
  disableApiTermination: false,
  tagSpecificationSet: {
    items: [{ resourceType: 'instance', tags: [{ key: 'change-id', value: 'CHG0012345' }] }],
  },
};
const launched: JsonObject = {
  instancesSet: {
    items: [
      { instanceId: 'i-01', placement: { availabilityZone: 'eu-west-1a' }, subnetId: 'subnet-1' },
      { instanceId: 'i-02', placement: { availabilityZone: 'eu-west-1a' }, subnetId: 'subnet-1' },
    ],
  },
};

describe('a launch', () => {
  it('names the instances, what they came from and what they are', () => {
    expect(activity(ec2('RunInstances', launch, { responseElements: launched }))).toMatchObject({
      provider: 'aws',
      account: '111111111111',
      region: 'eu-west-1',
      zone: 'eu-west-1a',
      regionFrom: 'event',
      verb: 'create',
      object: 'instance',
      components: expect.arrayContaining([{ id: 'DC0076', name: 'Instance Creation' }]),
      outcome: 'success',
      count: 2,
      resources: [
        { role: 'target', type: 'instance', id: 'i-01' },
        { role: 'target', type: 'instance', id: 'i-02' },
        { role: 'source', type: 'image', id: 'ami-0a' },
        { role: 'related', type: 'network', id: 'subnet-1' },
        { role: 'source', type: 'snapshot', id: 'snap-0b' },
      ],
      edges: [
        { from: 'ami-0a', to: 'i-01', kind: 'instance<-image' },
        { from: 'ami-0a', to: 'i-02', kind: 'instance<-image' },
        { from: 'snap-0b', to: 'i-01', kind: 'instance<-snapshot' },
        { from: 'snap-0b', to: 'i-02', kind: 'instance<-snapshot' },
      ],
      attrs: {
        instanceType: ['p5.48xlarge'],
        gpu: true,
        spot: true,
        userData: true,
        keyName: 'k',
        role: 'profile',
        image: { id: 'ami-0a' },
        tags: { 'change-id': 'CHG0012345' },
      },
      change: { ticket: 'CHG0012345' },
      quality: { missing: [] },
    });
  });

  it('that fails made nothing, but shows how many were wanted', () => {
    const failed = activity(
      ec2('RunInstances', launch, { errorCode: 'Client.VcpuLimitExceeded', errorMessage: 'limit' }),
    );
    expect(failed).toMatchObject({
      outcome: 'failure',
      count: 2,
      edges: [],
      error: { code: 'Client.VcpuLimitExceeded', message: 'limit' },
    });
    expect(failed.attrs.protection).toBeUndefined();
  });

  it('never carries a secret', () => {
    const secret = 'c3VwZXItc2VjcmV0';
    const text = JSON.stringify([
      activity(ec2('RunInstances', { ...launch, userData: secret })),
      activity(ec2('ModifyInstanceAttribute', { instanceId: 'i-1', attribute: 'userData', value: secret })),
      activity(
        record({
          eventSource: 'rds.amazonaws.com',
          eventName: 'ModifyDBInstance',
          requestParameters: { dBInstanceIdentifier: 'd', masterUserPassword: secret },
        }),
      ),
      activity(
        record({
          eventSource: 'ec2-instance-connect.amazonaws.com',
          eventName: 'SendSSHPublicKey',
          requestParameters: { instanceId: 'i-1', sSHPublicKey: secret },
        }),
      ),
      activity(ec2('CreateKeyPair', { keyName: 'k' }, { responseElements: { keyMaterial: secret } })),
    ]);
    expect(text).not.toContain(secret);
    expect(text).toContain('masterUserPassword');
  });
});

describe('outcome', () => {
  it.each<[string, JsonObject, string]>([
    ['no error code', {}, 'success'],
    [
      'a dry run',
      { errorCode: 'Client.DryRunOperation', errorMessage: 'Request would have succeeded' },
      'dry_run',
    ],
    ['EC2 refuses', { errorCode: 'Client.UnauthorizedOperation' }, 'denied'],
    ['others refuse', { errorCode: 'AccessDenied' }, 'denied'],
    ['an error', { errorCode: 'Server.InsufficientInstanceCapacity' }, 'failure'],
    [
      'a failed sign-in',
      {
        eventType: 'AwsConsoleSignIn',
        eventName: 'ConsoleLogin',
        eventSource: 'signin.amazonaws.com',
        responseElements: { ConsoleLogin: 'Failure' },
        errorMessage: 'Failed authentication',
      },
      'failure',
    ],
    ['an error inside the response', { responseElements: { errorMessage: 'no' } }, 'failure'],
    ['_return false', { responseElements: { _return: false } }, 'failure'],
    ['a failed job', { eventType: 'AwsServiceEvent', serviceEventDetails: { state: 'FAILED' } }, 'failure'],
    ['a running job', { eventType: 'AwsServiceEvent', serviceEventDetails: { state: 'RUNNING' } }, 'pending'],
  ])('of %s', (_, over, outcome) => {
    expect(activity(record(over)).outcome).toBe(outcome);
  });

  const fleet = (errors: JsonObject | string, instances: JsonObject | string) =>
    activity(
      ec2(
        'CreateFleet',
        {
          CreateFleetRequest: {
            TargetCapacitySpecification: { TotalTargetCapacity: '5', SpotTargetCapacity: '5' },
          },
        },
        {
          responseElements: {
            CreateFleetResponse: { fleetId: 'fleet-1', errorSet: errors, fleetInstanceSet: instances },
          },
        },
      ),
    );

  it('of a fleet is failure only when nothing was launched', () => {
    const error = {
      item: [{ errorCode: 'InsufficientInstanceCapacity' }, { errorCode: 'InsufficientInstanceCapacity' }],
    };
    const some = { item: { instanceIds: { item: ['i-1', 'i-2'] }, instanceType: 'm5.large' } };
    expect(fleet(error, '')).toMatchObject({
      outcome: 'failure',
      error: { code: 'InsufficientInstanceCapacity' },
      count: 5,
    });
    expect(fleet(error, some)).toMatchObject({
      outcome: 'success',
      error: { code: 'InsufficientInstanceCapacity' },
      count: 2,
      attrs: { spot: true },
    });
    expect(fleet('', some)).toMatchObject({
      outcome: 'success',
      edges: [
        { from: 'fleet-1', to: 'i-1' },
        { from: 'fleet-1', to: 'i-2' },
      ],
    });
  });

  it('of a refusal names the permission', () => {
    const denied = activity(
      ec2('RunInstances', launch, {
        errorCode: 'Client.UnauthorizedOperation',
        errorMessage:
          'User: x is not authorized to perform: ec2:RunInstances on resource: y. Encoded authorization failure message: AAAA-bbbb',
      }),
    );
    expect(denied.attrs.permission).toBe('ec2:RunInstances');
    expect(denied.error?.message).not.toContain('AAAA');
  });
});

const permission = (add: unknown, remove: unknown): JsonObject =>
  JSON.parse(
    JSON.stringify({
      snapshotId: 'snap-1',
      attributeType: 'CREATE_VOLUME_PERMISSION',
      createVolumePermission: { add, remove },
    }),
  );

describe('shares', () => {
  it.each<[string, string, string, JsonObject, string, string[] | undefined]>([
    [
      'ec2',
      'with an account',
      'ModifySnapshotAttribute',
      permission({ items: [{ userId: '222222222222' }] }, undefined),
      'share',
      ['222222222222'],
    ],
    [
      'ec2',
      'with everybody',
      'ModifySnapshotAttribute',
      permission({ items: [{ group: 'all' }] }, undefined),
      'share',
      ['all'],
    ],
    [
      'ec2',
      'taken back',
      'ModifySnapshotAttribute',
      permission({}, { items: [{ userId: '222222222222' }] }),
      'unshare',
      ['222222222222'],
    ],
    [
      'ec2',
      'given to one, taken from another',
      'ModifySnapshotAttribute',
      permission({ items: [{ userId: '2' }] }, { items: [{ userId: '3' }] }),
      'share',
      ['2'],
    ],
    [
      'ec2',
      'of an image with an organisation',
      'ModifyImageAttribute',
      {
        imageId: 'ami-1',
        launchPermission: {
          add: { items: [{ organizationArn: 'arn:aws:organizations::2:organization/o-1' }] },
        },
      },
      'share',
      ['arn:aws:organizations::2:organization/o-1'],
    ],
    [
      'ec2',
      'nothing but a description',
      'ModifyImageAttribute',
      { imageId: 'ami-1', description: { value: 'x' } },
      'modify',
      undefined,
    ],
    [
      'ec2',
      'reset',
      'ResetSnapshotAttribute',
      { snapshotId: 'snap-1', attributeType: 'CREATE_VOLUME_PERMISSION' },
      'unshare',
      undefined,
    ],
    [
      'rds',
      'of a database snapshot',
      'ModifyDBSnapshotAttribute',
      { dBSnapshotIdentifier: 's', attributeName: 'restore', valuesToAdd: ['all'] },
      'share',
      ['all'],
    ],
    [
      'rds',
      'of it taken back',
      'ModifyDBSnapshotAttribute',
      { dBSnapshotIdentifier: 's', attributeName: 'restore', valuesToRemove: ['2'] },
      'unshare',
      ['2'],
    ],
    [
      'kms',
      'of a key by policy',
      'PutKeyPolicy',
      {
        keyId: 'k',
        policy: JSON.stringify({
          Statement: [
            {
              Effect: 'Allow',
              Principal: { AWS: ['arn:aws:iam::111111111111:root', 'arn:aws:iam::222222222222:root'] },
            },
          ],
        }),
      },
      'share',
      ['arn:aws:iam::222222222222:root'],
    ],
    [
      'kms',
      'of a key with everybody',
      'PutKeyPolicy',
      { keyId: 'k', policy: '{"Statement":{"Effect":"Allow","Principal":"*"}}' },
      'share',
      ['all'],
    ],
    ['kms', 'by a policy that is no JSON', 'PutKeyPolicy', { keyId: 'k', policy: 'x' }, 'share', undefined],
  ])('%s %s', (service, _, eventName, requestParameters, verb, grantees) => {
    const shared = activity(
      record({ eventSource: `${service}.amazonaws.com`, eventName, requestParameters }),
    );
    expect(shared.verb).toBe(verb);
    expect(shared.attrs.grantees).toEqual(grantees);
    expect(shared.resources.filter((r) => r.role === 'grantee').map((r) => r.id)).toEqual(grantees ?? []);
  });

  it('seen from the owner when another account copies', () => {
    const event = (accountId: string) =>
      record({
        eventType: 'AwsServiceEvent',
        eventName: 'SharedSnapshotCopyInitiated',
        userIdentity: { accountId, invokedBy: 'ec2.amazonaws.com' },
        serviceEventDetails: { snapshotId: 'snap-1' },
      });
    expect(activity(event('222222222222'))).toMatchObject({
      verb: 'copy',
      principal: { key: 'aws:account:222222222222', type: 'account' },
      attrs: { grantees: ['222222222222'] },
      edges: [{ from: 'snap-1', to: '222222222222', kind: 'account<-snapshot' }],
      outcome: 'success',
    });
    const own = activity(event('111111111111'));
    expect([own.edges, own.attrs.grantees]).toEqual([[], undefined]);
  });
});

describe('modify, sharpened by the body', () => {
  it.each<[string, JsonObject, string, object]>([
    [
      'user data',
      { instanceId: 'i-1', userData: '<sensitiveDataRemoved>' },
      'modify',
      { userData: true, changed: ['userData'] },
    ],
    [
      'user data, generic',
      { instanceId: 'i-1', attribute: 'userData', value: '<sensitiveDataRemoved>' },
      'modify',
      { userData: true, changed: ['userData'] },
    ],
    [
      'protection off',
      { instanceId: 'i-1', disableApiTermination: { value: false } },
      'unprotect',
      { protection: false, changed: ['disableApiTermination'] },
    ],
    [
      'protection on',
      { instanceId: 'i-1', disableApiTermination: { value: true } },
      'protect',
      { protection: true },
    ],
    [
      'protection, generic',
      { instanceId: 'i-1', attribute: 'disableApiTermination', value: 'false' },
      'unprotect',
      {},
    ],
    [
      'stop protection',
      { instanceId: 'i-1', disableApiStop: { value: 'true' } },
      'protect',
      { protection: true },
    ],
    [
      'the type',
      { instanceId: 'i-1', instanceType: { value: 'g5.xlarge' } },
      'modify',
      { instanceType: ['g5.xlarge'], gpu: true, changed: ['instanceType'] },
    ],
  ])('%s', (_, request, verb, attrs) => {
    const changed = activity(ec2('ModifyInstanceAttribute', request));
    expect(changed.verb).toBe(verb);
    expect(changed.attrs).toMatchObject(attrs);
  });

  it('protection of a database', () => {
    const off = record({
      eventSource: 'rds.amazonaws.com',
      eventName: 'ModifyDBInstance',
      requestParameters: { dBInstanceIdentifier: 'd', deletionProtection: false, backupRetentionPeriod: 0 },
    });
    expect(activity(off)).toMatchObject({
      verb: 'unprotect',
      attrs: {
        protection: false,
        retentionDays: 0,
        changed: ['deletionProtection', 'backupRetentionPeriod'],
      },
    });
  });

  it('protections that the operation itself switches', () => {
    expect(
      activity(ec2('DisableSnapshotBlockPublicAccess', { DisableSnapshotBlockPublicAccessRequest: '' })),
    ).toMatchObject({ verb: 'unprotect', object: 'setting', attrs: { protection: false } });
    expect(
      activity(ec2('EnableSerialConsoleAccess', { EnableSerialConsoleAccessRequest: '' })),
    ).toMatchObject({ verb: 'enable', object: 'setting' });
  });

  it('takes the component of a tag from what is tagged', () => {
    const tagged = activity(
      ec2('CreateTags', {
        resourcesSet: { items: [{ resourceId: 'snap-1' }] },
        tagSet: { items: [{ key: 'a', value: 'b' }] },
      }),
    );
    expect(tagged).toMatchObject({
      object: 'tag',
      components: [{ id: 'DC0058' }],
      resources: [{ role: 'target', type: 'snapshot', id: 'snap-1' }],
      attrs: { tags: { a: 'b' } },
    });
  });
});

describe('exposure', () => {
  const permissions = (rule: JsonObject): JsonObject => ({
    groupId: 'sg-1',
    ipPermissions: { items: [rule] },
  });
  it.each<[string, JsonObject, unknown]>([
    [
      'one port',
      permissions({
        ipProtocol: 'tcp',
        fromPort: 22,
        toPort: 22,
        ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] },
        ipv6Ranges: { items: [{ cidrIpv6: '::/0' }] },
      }),
      [
        { cidr: '0.0.0.0/0', ports: '22' },
        { cidr: '::/0', ports: '22' },
      ],
    ],
    [
      'a range',
      permissions({
        ipProtocol: 'tcp',
        fromPort: '8000',
        toPort: '9000',
        ipRanges: { items: [{ cidrIp: '10.0.0.0/8' }] },
        ipv6Ranges: {},
      }),
      [{ cidr: '10.0.0.0/8', ports: '8000-9000' }],
    ],
    [
      'everything',
      permissions({ ipProtocol: '-1', ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } }),
      [{ cidr: '0.0.0.0/0', ports: 'all' }],
    ],
    [
      'the shorthand',
      {
        groupId: 'sg-1',
        ipPermissions: {},
        cidrIp: '0.0.0.0/0',
        ipProtocol: 'tcp',
        fromPort: 3389,
        toPort: 3389,
      },
      [{ cidr: '0.0.0.0/0', ports: '3389' }],
    ],
    [
      'the wrapped form',
      {
        AuthorizeSecurityGroupIngressRequest: {
          GroupId: 'sg-1',
          IpPermissions: {
            tag: 1,
            IpProtocol: 'tcp',
            FromPort: '22',
            ToPort: '22',
            IpRanges: { tag: 1, CidrIp: '0.0.0.0/0' },
          },
        },
      },
      [{ cidr: '0.0.0.0/0', ports: '22' }],
    ],
    [
      'ping',
      permissions({
        ipProtocol: 'icmp',
        fromPort: -1,
        toPort: -1,
        ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] },
      }),
      [{ cidr: '0.0.0.0/0', ports: 'icmp' }],
    ],
    [
      'another group',
      permissions({ ipProtocol: 'tcp', fromPort: 22, toPort: 22, groups: { items: [{ groupId: 'sg-2' }] } }),
      undefined,
    ],
  ])('%s', (_, request, exposure) => {
    expect(activity(ec2('AuthorizeSecurityGroupIngress', request)).attrs.exposure).toEqual(exposure);
    expect(activity(ec2('AuthorizeSecurityGroupEgress', request)).attrs.exposure).toBeUndefined();
    expect(activity(ec2('RevokeSecurityGroupIngress', request)).attrs.exposure).toBeUndefined();
  });
});

describe('lineage', () => {
  const rds = (
    eventName: string,
    requestParameters: JsonObject,
    responseElements: JsonObject | null = null,
  ) => record({ eventSource: 'rds.amazonaws.com', eventName, requestParameters, responseElements });
  it.each<[JsonObject, string, string, string]>([
    [
      ec2('CreateSnapshot', { volumeId: 'vol-1' }, { responseElements: { snapshotId: 'snap-1' } }),
      'vol-1',
      'snap-1',
      'snapshot<-volume',
    ],
    [
      ec2(
        'CopySnapshot',
        { sourceSnapshotId: 'snap-1', sourceRegion: 'us-east-1' },
        { responseElements: { snapshotId: 'snap-2' } },
      ),
      'snap-1',
      'snap-2',
      'snapshot<-snapshot',
    ],
    [
      ec2(
        'CreateVolume',
        { snapshotId: 'snap-1', zone: 'eu-west-1a' },
        { responseElements: { volumeId: 'vol-2' } },
      ),
      'snap-1',
      'vol-2',
      'volume<-snapshot',
    ],
    [ec2('AttachVolume', { volumeId: 'vol-2', instanceId: 'i-1' }), 'vol-2', 'i-1', 'instance<-volume'],
    [
      ec2('CreateImage', { instanceId: 'i-1', name: 'n' }, { responseElements: { imageId: 'ami-1' } }),
      'i-1',
      'ami-1',
      'image<-instance',
    ],
    [
      ec2(
        'RegisterImage',
        { blockDeviceMapping: { items: [{ ebs: { snapshotId: 'snap-1' } }] } },
        { responseElements: { imageId: 'ami-1' } },
      ),
      'snap-1',
      'ami-1',
      'image<-snapshot',
    ],
    [
      ec2('CreateReplaceRootVolumeTask', {
        CreateReplaceRootVolumeTaskRequest: { InstanceId: 'i-1', SnapshotId: 'snap-1' },
      }),
      'snap-1',
      'i-1',
      'instance<-snapshot',
    ],
    [
      ec2('ExportImage', { ExportImageRequest: { ImageId: 'ami-1', S3ExportLocation: { S3Bucket: 'b' } } }),
      'ami-1',
      'b',
      'storage<-image',
    ],
    [
      rds('CopyDBSnapshot', {
        sourceDBSnapshotIdentifier: 'arn:aws:rds:us-east-1:222222222222:snapshot:a',
        targetDBSnapshotIdentifier: 'b',
      }),
      'a',
      'b',
      'database_backup<-database_backup',
    ],
    [
      rds('RestoreDBInstanceFromDBSnapshot', { dBSnapshotIdentifier: 'a', dBInstanceIdentifier: 'd' }),
      'a',
      'd',
      'database<-database_backup',
    ],
  ])('of %#', (value, from, to, kind) => {
    const made = activity(value);
    expect(made.edges).toEqual([{ from, to, kind }]);
    const ids = made.resources.map((r) => r.id);
    expect(ids).toEqual(expect.arrayContaining([from, to]));
  });

  it('keeps account and region of a full name', () => {
    const copied = activity(
      rds(
        'CopyDBSnapshot',
        {
          sourceDBSnapshotIdentifier: 'arn:aws:rds:us-east-1:222222222222:snapshot:a',
          targetDBSnapshotIdentifier: 'b',
        },
        { dBSnapshotArn: 'arn:aws:rds:eu-west-1:111111111111:snapshot:b' },
      ),
    );
    expect(copied.resources).toEqual([
      {
        role: 'target',
        type: 'database_backup',
        id: 'b',
        uid: 'arn:aws:rds:eu-west-1:111111111111:snapshot:b',
        account: '111111111111',
        region: 'eu-west-1',
      },
      {
        role: 'source',
        type: 'database_backup',
        id: 'a',
        uid: 'arn:aws:rds:us-east-1:222222222222:snapshot:a',
        account: '222222222222',
        region: 'us-east-1',
      },
    ]);
  });
});

describe('the rest', () => {
  it('guesses what the catalogue does not know, and says so', () => {
    const guessed = activity(
      record({
        eventSource: 's3.amazonaws.com',
        eventName: 'DeleteBucket',
        resources: [{ ARN: 'arn:aws:s3:::b', accountId: '111111111111' }],
      }),
    );
    expect(guessed).toMatchObject({
      verb: 'delete',
      object: 'storage',
      components: [],
      quality: { guessed: true },
      resources: [{ role: 'target', type: 'storage', id: 'arn:aws:s3:::b' }],
    });
  });

  it('does not take the processing region of a global service for a region', () => {
    expect(
      activity(record({ eventSource: 'iam.amazonaws.com', eventName: 'CreateUser', awsRegion: 'us-east-1' }))
        .region,
    ).toBe('global');
  });

  it('says when a body was too large', () => {
    const omitted = { omitted: 'true', originalSize: '149893', reason: 'requestParameters too large' };
    expect(activity(ec2('RunInstances', omitted)).quality.missing).toEqual(['requestParameters']);
  });

  it('has the same id however often it is read, another in another account', () => {
    const [a, b, c] = [record({}), record({}), record({ recipientAccountId: '222222222222' })].map(activity);
    expect(a?.id).toBe(b?.id);
    expect(a?.id).not.toBe(c?.id);
  });

  it('counts what one call deletes', () => {
    const gone = activity(
      ec2('TerminateInstances', {
        instancesSet: { items: [{ instanceId: 'i-1' }, { instanceId: 'i-2' }, { instanceId: 'i-3' }] },
      }),
    );
    expect(gone).toMatchObject({ verb: 'delete', object: 'instance', count: 3 });
  });

  it('takes a quota request for what it asks', () => {
    const asked = record({
      eventSource: 'servicequotas.amazonaws.com',
      eventName: 'RequestServiceQuotaIncrease',
      requestParameters: { serviceCode: 'ec2', quotaCode: 'L-417A185B', desiredValue: 512 },
    });
    expect(activity(asked)).toMatchObject({
      verb: 'request',
      object: 'quota',
      attrs: { serviceName: 'ec2', quota: { code: 'L-417A185B', value: 512 } },
    });
  });
});
