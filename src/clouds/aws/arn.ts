import type { ObjectKind } from '../../activity/vocabulary.ts';
import { withoutSecrets } from '../redaction.ts';

export interface Arn {
  readonly service: string;
  readonly region?: string;
  readonly account?: string;
  /** Everything after the account: `instance/i-1`, `db:name`, `role/path/name`. */
  readonly resource: string;
}

/** The parts of an ARN; undefined for any other text. */
export function parseArn(value: string): Arn | undefined {
  if (!value.startsWith('arn:')) return undefined;
  const partition = value.indexOf(':', 4);
  const service = value.indexOf(':', partition + 1);
  const region = value.indexOf(':', service + 1);
  const account = value.indexOf(':', region + 1);
  if (partition < 0 || service < 0 || region < 0 || account < 0 || service === partition + 1)
    return undefined;
  const arn: { service: string; region?: string; account?: string; resource: string } = {
    service: value.slice(partition + 1, service),
    resource: value.slice(account + 1),
  };
  if (region > service + 1) arn.region = value.slice(service + 1, region);
  if (account > region + 1) arn.account = value.slice(region + 1, account);
  return arn;
}

/**
 * The id that the other records of the same resource use: `…:snapshot/snap-1` gives `snap-1`, a plain id itself, a URL
 * itself without what signs it.
 */
export function resourceId(value: string): string {
  const arn = parseArn(value);
  if (!arn) return withoutSecrets(value);
  if (!shortened.has(arn.service)) return value;
  const slash = arn.resource.lastIndexOf('/');
  if (slash >= 0) return arn.resource.slice(slash + 1);
  const colon = arn.resource.indexOf(':');
  return colon >= 0 ? arn.resource.slice(colon + 1) : arn.resource;
}

/** Services whose records name one resource now by its ARN, now by its short id. */
const shortened = new Set(['ec2', 'rds']);

const prefixes: ReadonlyMap<string, ObjectKind> = new Map([
  ['i', 'instance'],
  ['snap', 'snapshot'],
  ['vol', 'volume'],
  ['ami', 'image'],
  ['lt', 'template'],
  ['sg', 'network'],
  ['sgr', 'network'],
  ['eni', 'network'],
  ['vpc', 'network'],
  ['subnet', 'network'],
  ['igw', 'network'],
  ['rtb', 'network'],
  ['acl', 'network'],
  ['nat', 'network'],
  ['eipalloc', 'network'],
  ['fleet', 'instance_group'],
  ['sfr', 'instance_group'],
  ['key', 'credential'],
  ['cr', 'capacity'],
  ['h', 'capacity'],
]);

const arnTypes: ReadonlyMap<string, ObjectKind> = new Map([
  ['instance', 'instance'],
  ['snapshot', 'snapshot'],
  ['volume', 'volume'],
  ['image', 'image'],
  ['db', 'database'],
  ['cluster', 'database'],
  ['cluster-snapshot', 'database_backup'],
  ['recovery-point', 'backup'],
  ['bucket', 'storage'],
]);

/** What an id names, from its prefix (`snap-…`) or the type in its ARN; undefined when neither says. */
export function kindOfId(value: string): ObjectKind | undefined {
  const arn = parseArn(value);
  if (!arn) return prefixes.get(/^([a-z]+)-[0-9a-f]/i.exec(value)?.[1]?.toLowerCase() ?? '');
  if (arn.service === 's3') return 'storage';
  const type = /^[\w-]+/.exec(arn.resource)?.[0] ?? '';
  if (arn.service === 'rds' && type === 'snapshot') return 'database_backup';
  return arnTypes.get(type);
}
