import type { JsonObject } from '../../../src/core/json.ts';
import { actor, at, mark, type Stage, uuidOf } from './scenario.ts';

export const awsAccountId = '330011223344';
const region = 'eu-central-1';

/** The id of a resource of the story: `awsId('vol', 'a')`. */
export function awsId(kind: 'vol' | 'snap' | 'i' | 'ami' | 'lt', name: string): string {
  const rest = [...name].map((one) => (one.codePointAt(0) ?? 0).toString(16)).join('');
  return `${kind}-0${mark}${rest.padEnd(10, '0').slice(0, 10)}`;
}

export function awsUser(name: string = actor.name): JsonObject {
  return {
    type: 'IAMUser',
    principalId: `AIDA${name.toUpperCase().padEnd(17, 'X')}`,
    arn: `arn:aws:iam::${awsAccountId}:user/${name}`,
    accountId: awsAccountId,
    accessKeyId: `AKIA${name.toUpperCase().padEnd(16, '2')}`,
    userName: name,
  };
}

export function awsRole(name: string, session: string): JsonObject {
  const id = `AROA${name.toUpperCase().replaceAll(/\W/g, '').padEnd(17, 'X').slice(0, 17)}`;
  return {
    type: 'AssumedRole',
    principalId: `${id}:${session}`,
    arn: `arn:aws:sts::${awsAccountId}:assumed-role/${name}/${session}`,
    accountId: awsAccountId,
    accessKeyId: `ASIA${name.toUpperCase().replaceAll(/\W/g, '').padEnd(16, '3').slice(0, 16)}`,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: id,
        arn: `arn:aws:iam::${awsAccountId}:role/${name}`,
        accountId: awsAccountId,
        userName: name,
      },
      attributes: { creationDate: at(0), mfaAuthenticated: 'false' },
    },
  };
}

/** A service-linked role: nobody but the service can assume it. */
export function awsServiceRole(name: string, service: string): JsonObject {
  const role = awsRole(name, service.split('.')[0] ?? service);
  const context = role['sessionContext'] as JsonObject;
  const issuer = context['sessionIssuer'] as JsonObject;
  return {
    ...role,
    invokedBy: service,
    sessionContext: {
      ...context,
      sessionIssuer: {
        ...issuer,
        arn: `arn:aws:iam::${awsAccountId}:role/aws-service-role/${service}/${name}`,
      },
    },
  };
}

export interface AwsCall {
  readonly minute: number;
  readonly event: string;
  readonly request?: JsonObject | null;
  readonly response?: JsonObject | null;
  readonly by?: JsonObject;
  readonly source?: string;
  readonly over?: JsonObject;
}

/** One call as CloudTrail writes it. */
export function aws(name: string, call: AwsCall): Stage {
  const { minute, event, request = null, response = null, source = 'ec2.amazonaws.com' } = call;
  const by = call.by ?? awsUser();
  const key = `${name}-${event}-${minute}`;
  const service = typeof by['invokedBy'] === 'string' ? by['invokedBy'] : undefined;
  const record: JsonObject = {
    eventVersion: '1.11',
    userIdentity: by,
    eventTime: at(minute),
    eventSource: source,
    eventName: event,
    awsRegion: region,
    sourceIPAddress: service ?? '203.0.113.40',
    userAgent: service ?? 'aws-cli/2.22.7',
    requestParameters: request,
    responseElements: response,
    requestID: uuidOf(`request ${key}`),
    eventID: uuidOf(`event ${key}`),
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: awsAccountId,
    eventCategory: 'Management',
    ...call.over,
  };
  return { name, records: [record] };
}

type More = Pick<AwsCall, 'by' | 'over'>;

export function createVolume(minute: number, volume: string, from?: string, more: More = {}): Stage {
  const source = from === undefined ? {} : { snapshotId: from };
  return aws(`create ${volume}`, {
    minute,
    event: 'CreateVolume',
    request: { size: '8', zone: `${region}a`, volumeType: 'gp3', ...source },
    response: { volumeId: volume, size: '8', zone: `${region}a`, status: 'creating', ...source },
    ...more,
  });
}

export function createSnapshot(minute: number, volume: string, snapshot: string, more: More = {}): Stage {
  return aws(`snapshot ${snapshot}`, {
    minute,
    event: 'CreateSnapshot',
    request: { volumeId: volume },
    response: {
      snapshotId: snapshot,
      volumeId: volume,
      status: 'pending',
      ownerId: awsAccountId,
      encrypted: false,
    },
    ...more,
  });
}

/** @param snapshot what one of its disks is made of */
export function runInstances(
  minute: number,
  instance: string,
  {
    snapshot,
    zone,
    request = {},
    ...more
  }: More & { snapshot?: string; zone?: string; request?: JsonObject } = {},
): Stage {
  const placement = zone === undefined ? {} : { placement: { availabilityZone: zone } };
  const disks = snapshot === undefined ? [] : [{ deviceName: '/dev/sdf', ebs: { snapshotId: snapshot } }];
  const image = 'ami-0123456789abcdef0';
  return aws(`run ${instance}`, {
    minute,
    event: 'RunInstances',
    request: {
      instancesSet: { items: [{ imageId: image, minCount: 1, maxCount: 1 }] },
      instanceType: 't3.micro',
      blockDeviceMapping: disks.length > 0 ? { items: disks } : {},
      ...request,
    },
    response: {
      reservationId: 'r-0123456789abcdef0',
      ownerId: awsAccountId,
      instancesSet: {
        items: [{ instanceId: instance, imageId: image, instanceType: 't3.micro', ...placement }],
      },
    },
    ...more,
  });
}

export function attachVolume(minute: number, volume: string, instance: string, more: More = {}): Stage {
  return aws(`attach ${volume}`, {
    minute,
    event: 'AttachVolume',
    request: { volumeId: volume, instanceId: instance, device: '/dev/sdf' },
    response: { volumeId: volume, instanceId: instance, status: 'attaching' },
    ...more,
  });
}

/** Stops, starts or terminates instances. */
export function changeState(
  minute: number,
  event: 'StopInstances' | 'StartInstances' | 'TerminateInstances',
  instances: readonly string[],
  more: More = {},
): Stage {
  const items = instances.map((instanceId) => ({ instanceId }));
  return aws(`${event} ${instances[0]}`, {
    minute,
    event,
    request: { instancesSet: { items } },
    response: { instancesSet: { items } },
    ...more,
  });
}

/** A call on one resource whose answer says nothing. */
export function awsCall(
  minute: number,
  event: string,
  request: JsonObject,
  more: Partial<AwsCall> = {},
): Stage {
  const subject = Object.values(request).find((value) => typeof value === 'string') ?? '';
  return aws(`${event} ${String(subject)}`, { minute, event, request, response: { _return: true }, ...more });
}

/** @param userId the account that it is shared with */
export function shareSnapshot(minute: number, snapshot: string, userId: string, more: More = {}): Stage {
  const request = {
    snapshotId: snapshot,
    attributeType: 'CREATE_VOLUME_PERMISSION',
    createVolumePermission: { add: { items: [{ userId }] } },
  };
  return awsCall(minute, 'ModifySnapshotAttribute', request, more);
}

/** A port of a security group, opened to every address. */
export function openPort(minute: number, port: number, more: More = {}): Stage {
  const permission = {
    ipProtocol: 'tcp',
    fromPort: port,
    toPort: port,
    ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] },
  };
  const request = { groupId: `sg-0${mark}00000000`, ipPermissions: { items: [permission] } };
  return awsCall(minute, 'AuthorizeSecurityGroupIngress', request, more);
}

/** Tags that a launch gives to its instances. */
export function awsTags(tags: Readonly<Record<string, string>>): JsonObject {
  const list = Object.entries(tags).map(([key, value]) => ({ key, value }));
  return { tagSpecificationSet: { items: [{ resourceType: 'instance', tags: list }] } };
}

/** A call to IAM; `made` is the user that it made. */
export function iam(
  minute: number,
  event: string,
  request: JsonObject,
  { made, ...more }: More & { readonly made?: string } = {},
): Stage {
  const user =
    made === undefined
      ? undefined
      : {
          userName: made,
          arn: `arn:aws:iam::${awsAccountId}:user/${made}`,
          userId: `AIDA${made.toUpperCase()}`,
        };
  return aws(`${event} ${Object.values(request)[0] ?? ''}`, {
    minute,
    event,
    source: 'iam.amazonaws.com',
    request,
    response: user ? { user } : null,
    ...more,
    over: { awsRegion: 'us-east-1', ...more.over },
  });
}

/** The policy of administrators, given to a user. */
export function makeAdmin(minute: number, userName: string, more: More = {}): Stage {
  return iam(
    minute,
    'AttachUserPolicy',
    { userName, policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    more,
  );
}
