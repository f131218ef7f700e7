import type { JsonObject } from '../../src/core/json.ts';
import type { Random } from './random.ts';
import { accounts, regions, resourceId, roles, services } from './world.ts';

/** What an operation needs to know of the record that it is put into. */
export interface Scene {
  readonly random: Random;
  readonly account: string;
  readonly region: string;
  /** Epoch milliseconds. */
  readonly time: number;
}

/** One kind of call, and how often it occurs. */
export interface Operation {
  readonly weight: number;
  /** Of `SERVICE.amazonaws.com`. */
  readonly service: string;
  readonly name: string;
  readonly write?: true;
  readonly request: (scene: Scene) => JsonObject | null;
  readonly response?: (scene: Scene) => JsonObject;
  readonly resources?: (scene: Scene) => readonly JsonObject[];
  readonly error?: { readonly code: string; readonly message: string };
}

export const nothing = (): null => null;
type Make = (scene: Scene) => string;
export const id =
  (prefix: string): Make =>
  ({ random }) =>
    resourceId(random, prefix);
export const instance: Make = id('i');
export const volume: Make = id('vol');
export const snapshot: Make = id('snap');
export const image: Make = id('ami');
export const group: Make = id('sg');

/** EC2's older way to write lists: `…Set: {items: [{…}]}`. */
export const items =
  (key: string, make: (scene: Scene) => string, most = 2) =>
  (scene: Scene): JsonObject => ({
    items: Array.from({ length: 1 + scene.random.below(most) }, () => ({ [key]: make(scene) })),
  });

export const filters = ({ random }: Scene): JsonObject => ({
  items: [
    { name: 'tag:service', valueSet: { items: [{ value: random.pick(services) }] } },
    { name: 'instance-state-name', valueSet: { items: [{ value: 'running' }, { value: 'pending' }] } },
  ],
});

export const kmsKey = ({ random, region, account }: Scene): JsonObject => ({
  accountId: account,
  type: 'AWS::KMS::Key',
  ARN: `arn:aws:kms:${region}:${account}:key/${random.uuid()}`,
});

export const role = ({ random, account }: Scene): string =>
  `arn:aws:iam::${account}:role/${random.pick(roles)}`;
export const bucket = ({ random, account }: Scene): string => `${random.pick(services)}-artifacts-${account}`;

export const bucketOf = (scene: Scene): JsonObject => ({
  bucketName: bucket(scene),
  Host: `${bucket(scene)}.s3.${scene.region}.amazonaws.com`,
});

const allowed = [
  'ec2:Describe*',
  's3:GetObject',
  'kms:Decrypt',
  'logs:PutLogEvents',
  'ssm:GetParameter',
] as const;

/** The policy that narrows a session, as text with line ends in it. */
export const sessionPolicy = ({ random, account, region }: Scene): string =>
  JSON.stringify(
    {
      Version: '2012-10-17',
      Statement: services.map((service) => ({
        Effect: 'Allow',
        Action: [...allowed],
        Resource: [
          `arn:aws:ssm:${region}:${account}:parameter/${service}/*`,
          `arn:aws:s3:::${service}-${random.hex(6)}/*`,
        ],
      })),
    },
    null,
    1,
  );

/** A region, an account. */
export function place(random: Random): { readonly account: string; readonly region: string } {
  return { account: random.pick(accounts), region: random.pick(regions) };
}
