import type { Activity } from '../../activity/activity.ts';
import { changeKey } from '../../changes/change-record.ts';

/** What of an Activity is compared with authorisations, folded once for all of them. */
export interface Face {
  readonly activity: Activity;
  /** The principal and who stands behind it, without names that callers choose. */
  readonly principals: readonly string[];
  readonly account: string;
  readonly region: string | undefined;
  readonly operation: string;
  /** The operation without the version that Google puts before it. */
  readonly plainOperation: string;
  readonly service: string;
  /** What it was done to. */
  readonly subjects: readonly Subject[];
  /** What it came from, where the operation made something new. */
  readonly origins: readonly Subject[];
  readonly grantees: readonly string[];
  readonly ticket: string | undefined;
}

/** A resource by its names; the first is the one to show. */
export interface Subject {
  readonly shown: string;
  readonly names: readonly string[];
}

/** Verbs that make something whose id nobody could write down before. */
const making: ReadonlySet<string> = new Set(['create', 'copy', 'import', 'restore']);
/** Where grantees are those who lose access. */
const taking: ReadonlySet<string> = new Set(['unshare', 'delete', 'detach', 'read', 'enumerate']);

export function faceOf(activity: Activity): Face {
  const { principal, account, region, operation, service, verb, resources, attrs, change } = activity;
  const of = (roles: readonly string[]): Subject[] =>
    resources.filter(({ role }) => roles.includes(role)).map(({ id, name, uid }) => subject(id, name, uid));
  const native = operation.toLowerCase();
  return {
    activity,
    principals: [principal.key, ...principal.via.map(({ key }) => key).filter(isGiven)].map(foldPrincipal),
    account: account.toLowerCase(),
    region: region?.toLowerCase(),
    operation: native,
    plainOperation: native.replace(/^(?:v\d+|alpha|beta)\./, ''),
    service: service.toLowerCase().replace(/\.(?:amazonaws|googleapis)\.com(?:\.cn)?$/, ''),
    subjects: of(['target', 'destination']),
    origins: making.has(verb) ? of(['source']) : [],
    grantees: taking.has(verb) ? [] : granteesOf(activity, attrs.grantees),
    ticket: change?.ticket === undefined ? undefined : changeKey(change.ticket),
  };
}

/** STS source identities are names that the caller chooses. */
function isGiven(key: string): boolean {
  return !key.startsWith('aws:source-identity:');
}

/** Azure writes ids in any case; ARNs and addresses are as they are. */
export function foldPrincipal(key: string): string {
  return key.startsWith('azure:') ? key.toLowerCase() : key;
}

function subject(id: string, name: string | undefined, uid: string | undefined): Subject {
  const names = [id, name, uid].filter((one) => one !== undefined).map((one) => one.toLowerCase());
  return { shown: id, names };
}

function granteesOf({ resources }: Activity, named: readonly string[] | undefined): readonly string[] {
  if (named && named.length > 0) return named.map((one) => one.toLowerCase());
  return resources.filter(({ role }) => role === 'grantee').map(({ id }) => id.toLowerCase());
}
