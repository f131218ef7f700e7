import type { Json, JsonObject } from '../../src/core/json.ts';
import { operations } from './cloudtrail-operations.ts';
import { type Operation, place, type Scene } from './cloudtrail-scene.ts';
import { Random, weighted } from './random.ts';
import {
  people,
  privateAddress,
  publicAddress,
  resourceId,
  roles,
  seconds,
  services,
  userAgent,
} from './world.ts';

export interface CloudTrailOptions {
  readonly seed: number;
  /** Epoch milliseconds of the first record; about 50 come a second. */
  readonly start?: number;
  /**
   * Share of records by sessions of a role. Small unless asked for, since one public rule matches every such record,
   * and the ordinary case is that few records match.
   */
  readonly roleShare?: number;
}

const START = Date.UTC(2026, 2, 1, 9);
const choose = weighted(operations);

/** CloudTrail records without end, in about the order of S3 deliveries: neighbours may go back in time. */
export function* cloudTrail({
  seed,
  start = START,
  roleShare = 0.002,
}: CloudTrailOptions): Generator<JsonObject> {
  const random = new Random(seed);
  for (let index = 0; ; index += 1) {
    const time = start + index * 20 - random.below(90_000);
    yield record({ random, time, ...place(random) }, choose(random), roleShare);
  }
}

function record(scene: Scene, operation: Operation, roleShare: number): JsonObject {
  const { random, account, region } = scene;
  const { service, name, write } = operation;
  const who = caller(scene, roleShare);
  const error =
    operation.error ?? (who.agent === undefined && !write ? refusal(scene, operation) : undefined);
  const out: Record<string, Json> = {
    eventVersion: '1.09',
    userIdentity: who.identity,
    eventTime: seconds(scene.time),
    eventSource: `${service}.amazonaws.com`,
    eventName: name,
    awsRegion: region,
    sourceIPAddress: who.address,
    userAgent: who.agent ?? userAgent(random, service, name),
  };
  if (error) Object.assign(out, { errorCode: error.code, errorMessage: error.message });
  out['requestParameters'] = operation.request(scene);
  out['responseElements'] = error ? null : (operation.response?.(scene) ?? null);
  if (service === 's3') out['additionalEventData'] = s3Transfer(random);
  out['requestID'] = random.uuid();
  out['eventID'] = random.uuid();
  out['readOnly'] = write !== true;
  if (operation.resources) out['resources'] = operation.resources(scene);
  if (random.chance(0.2)) {
    out['vpcEndpointId'] = resourceId(random, 'vpce');
    out['vpcEndpointAccountId'] = account;
  }
  out['eventType'] = 'AwsApiCall';
  out['managementEvent'] = true;
  out['recipientAccountId'] = account;
  out['eventCategory'] = 'Management';
  if (who.agent === undefined) {
    out['tlsDetails'] = {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: `${service}.${region}.amazonaws.com`,
    };
  }
  return out;
}

/** A few reads are refused; EC2 adds a message that only the account can decode, hundreds of characters long. */
function refusal({ random, account }: Scene, { service, name }: Operation): Operation['error'] {
  if (!random.chance(0.06)) return undefined;
  const message = `User: arn:aws:iam::${account}:user/${random.pick(people)} is not authorized to perform: ${service}:${name}`;
  if (service !== 'ec2') return { code: 'AccessDenied', message };
  return {
    code: 'Client.UnauthorizedOperation',
    message: `You are not authorized to perform this operation. ${message} Encoded authorization failure message: ${random.base64(720)}`,
  };
}

function s3Transfer(random: Random): JsonObject {
  return {
    SignatureVersion: 'SigV4',
    CipherSuite: 'TLS_AES_128_GCM_SHA256',
    bytesTransferredIn: 0,
    AuthenticationMethod: 'AuthHeader',
    'x-amz-id-2': `${random.base64(75)}=`,
    bytesTransferredOut: random.below(4000),
  };
}

interface Caller {
  readonly identity: JsonObject;
  readonly address: string;
  /** Set where a service calls by itself. */
  readonly agent?: string;
}

function caller(scene: Scene, roleShare: number): Caller {
  const { random } = scene;
  if (random.chance(roleShare)) return role(scene);
  if (random.chance(0.12)) {
    const service = `${random.pick(['autoscaling', 'ec2', 'config', 'backup', 'elasticloadbalancing'])}.amazonaws.com`;
    return { identity: { type: 'AWSService', invokedBy: service }, address: service, agent: service };
  }
  return user(scene);
}

function user({ random, account, region, time }: Scene): Caller {
  const name = random.chance(0.4) ? random.pick(people) : `${random.pick(services)}-robot`;
  const session = random.chance(0.5);
  const identity: Record<string, Json> = {
    type: 'IAMUser',
    principalId: `AIDA${random.upper(17)}`,
    arn: `arn:aws:iam::${account}:user/${name}`,
    accountId: account,
    accessKeyId: `${session ? 'ASIA' : 'AKIA'}${random.upper(16)}`,
    userName: name,
  };
  if (session) {
    identity['sessionContext'] = {
      attributes: { creationDate: seconds(time - 600_000), mfaAuthenticated: 'true' },
    };
  }
  if (random.chance(0.3)) {
    const source = `arn:aws:lambda:${region}:${account}:function:${random.pick(services)}-${random.hex(8)}`;
    identity['inScopeOf'] = {
      sourceArn: source,
      sourceAccount: account,
      issuerType: 'AWS::Lambda::Function',
      credentialsIssuedTo: source,
    };
  }
  return { identity, address: random.chance(0.5) ? publicAddress(random) : privateAddress(random) };
}

function role({ random, account, time }: Scene): Caller {
  const name = random.pick(roles);
  const id = `AROA${random.upper(17)}`;
  const session = `${random.pick(services)}-${random.below(90)}`;
  return {
    identity: {
      type: 'AssumedRole',
      principalId: `${id}:${session}`,
      arn: `arn:aws:sts::${account}:assumed-role/${name}/${session}`,
      accountId: account,
      accessKeyId: `ASIA${random.upper(16)}`,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: id,
          arn: `arn:aws:iam::${account}:role/${name}`,
          accountId: account,
          userName: name,
        },
        attributes: { creationDate: seconds(time - 600_000), mfaAuthenticated: 'false' },
      },
    },
    address: random.chance(0.3) ? publicAddress(random) : privateAddress(random),
  };
}
