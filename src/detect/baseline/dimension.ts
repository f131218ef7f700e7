import type { Activity } from '../../activity/activity.ts';
import type { DimensionName } from '../../ir/dimension-names.ts';
import { nameShape } from './name-shape.ts';

/** Something that is usual or unusual: for whom (the scope), and what (the value). */
export interface Dimension {
  readonly name: DimensionName;
  /** In a sentence: `this principal has not used this region before`. */
  readonly meaning: string;
  readonly scope: (activity: Activity) => string;
  /** The scope whose age tells whether this is still learned; the same when absent. */
  readonly age?: (activity: Activity) => string;
  /** The values that the Activity has; none when it does not say. */
  readonly values: (activity: Activity) => readonly string[];
}

const ofPrincipal = ({ principal }: Activity): string => principal.key;
const ofAccount = ({ provider, account }: Activity): string => `${provider}:${account}`;

/** What is remembered. Scopes and values are stable identities: the role, not its session; the network, not the address. */
export const dimensions: readonly Dimension[] = [
  {
    name: 'principal-in-account',
    meaning: 'the account has not seen this principal before',
    scope: ofAccount,
    values: ({ principal }) => [principal.key],
  },
  {
    name: 'operation-of-principal',
    meaning: 'the principal has not done this before',
    scope: ofPrincipal,
    values: ({ service, operation }) => [`${service}:${operation}`],
  },
  {
    name: 'region-of-principal',
    meaning: 'the principal has not worked in this region before',
    scope: ofPrincipal,
    values: ({ region }) => (region === undefined ? [] : [region]),
  },
  {
    name: 'network-of-principal',
    meaning: 'the principal has not come from this network before',
    scope: ofPrincipal,
    values: ({ source }) =>
      source.ip !== undefined && source.ipKind === 'public' ? [networkOf(source.ip)] : [],
  },
  {
    name: 'region-of-account',
    meaning: 'nobody has changed compute in this region of the account before',
    scope: ofAccount,
    values: ({ region }) => (region === undefined ? [] : [region]),
  },
  {
    name: 'instance-type-of-account',
    meaning: 'the account has not run instances of this type before',
    scope: ofAccount,
    values: ({ attrs }) => attrs.instanceType ?? [],
  },
  {
    name: 'image-owner-of-account',
    meaning: 'the account has not run images of this owner before',
    scope: ofAccount,
    values: imageOwner,
  },
  {
    name: 'initiator-of-action',
    meaning: 'in this account, others do this, not this principal',
    scope: (activity) => `${ofAccount(activity)} ${activity.verb}:${activity.object}`,
    // What nobody has ever done in an account that is known is unexpected of everybody.
    age: ofAccount,
    values: ({ principal }) => [principal.key],
  },
  {
    name: 'name-shape-of-account',
    meaning: 'nothing of this kind has had a name of this form in the account',
    scope: (activity) => `${ofAccount(activity)} ${activity.object}`,
    values: ({ verb, attrs }) => (verb === 'create' ? [...new Set((attrs.names ?? []).map(nameShape))] : []),
  },
  {
    name: 'role-of-instances',
    meaning: 'no instance of the account has been created with this role',
    scope: (activity) => `${ofAccount(activity)} instances`,
    values: ({ verb, object, attrs }) =>
      verb === 'create' && object === 'instance' ? [attrs.role ?? 'none'] : [],
  },
  {
    name: 'exposure-of-account',
    meaning: 'nobody has opened these ports to the world in the account before',
    scope: (activity) => `${ofAccount(activity)} networks`,
    age: ofAccount,
    values: worldPorts,
  },
];

/** All addresses, or so many that nobody has them all: two rules for half of the world each let everybody in. */
const world = /\/[0-7]$/;

/** Ports that every address may reach. Narrower ranges are told apart by nobody: every office has its own. */
function worldPorts({ verb, attrs }: Activity): readonly string[] {
  if (!attrs.exposure || verb === 'delete') return [];
  const open = attrs.exposure.filter(({ cidr }) => world.test(cidr));
  return [...new Set(open.map(({ ports }) => ports))];
}

/** Who publishes the image; where the record does not tell, the image itself. */
function imageOwner({ attrs: { image }, resources }: Activity): readonly string[] {
  const owner = image?.publisher ?? image?.project;
  if (owner !== undefined) return [owner];
  const listed = resources.find(({ type, role }) => type === 'image' && role === 'source');
  if (listed?.account !== undefined) return [listed.account];
  const id = image?.id ?? listed?.id;
  return id === undefined ? [] : [id];
}

/** The network that an address lies in: a /24 of IPv4, a /48 of IPv6. */
export function networkOf(ip: string): string {
  if (!ip.includes(':')) return `${ip.split('.').slice(0, 3).join('.')}.0/24`;
  const [head = ''] = ip.split('::');
  const groups = head.split(':').filter((group) => group !== '');
  return `${[...groups, '0', '0', '0'].slice(0, 3).join(':')}::/48`;
}
