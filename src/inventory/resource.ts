import type { Provider } from '../activity/vocabulary.ts';

export const resourceTypes = ['instance', 'snapshot', 'volume', 'image', 'network'] as const;
/** What is kept of the kinds of the Activity; `network` are the firewall rules that expose instances. */
export type ResourceType = (typeof resourceTypes)[number];

/** A creation or deletion that the logs tell. */
export interface LifeEvent {
  /** Epoch milliseconds. */
  readonly time: number;
  /** `Activity.principal.key`. */
  readonly by: string;
  readonly operation: string;
  /** `Activity.id`. */
  readonly activity: string;
}

/**
 * One resource as a listing shows it or as the logs tell it. What is absent is not known; an empty list is known to be
 * empty. Times are epoch milliseconds.
 */
export interface InventoryResource {
  readonly provider: Provider;
  readonly type: ResourceType;
  /** In the form that `Activity.resources[].id` has. */
  readonly id: string;
  /** An id that is never used again, where the other may be. */
  readonly uid?: string;
  readonly account?: string;
  readonly region?: string;
  readonly zone?: string;
  readonly name?: string;
  readonly state?: string;
  readonly createdAt?: number;
  /** The account or publisher that it belongs to, where that is another. */
  readonly owner?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly instanceType?: string;
  readonly image?: string;
  readonly spot?: boolean;
  /** Instance profile, service accounts or identity. */
  readonly role?: string;
  /** Gigabytes. */
  readonly size?: number;
  /** Lineage: ids of the snapshots, volumes, images that it came from. */
  readonly sources?: readonly string[];
  /** Instances that a volume is attached to. */
  readonly attachedTo?: readonly string[];
  /** Security groups. */
  readonly network?: readonly string[];
  readonly managedBy?: string;
  readonly sharedWith?: readonly string[];
  /** Everybody has access. */
  readonly public?: boolean;
  readonly publicIp?: boolean;
  /** What is let in from everywhere or from elsewhere: `0.0.0.0/0 22`. */
  readonly exposure?: readonly string[];
  /** From where a disk or snapshot may be read: `AllowAll`, `DenyAll`. */
  readonly access?: string;
  /** A link to its content is open. */
  readonly exported?: boolean;
  readonly encrypted?: boolean;
  readonly kmsKey?: string;
  /** Protection against deletion. */
  readonly protection?: boolean;
  /** When this was seen, where the listing says so. */
  readonly observedAt?: number;
  readonly created?: LifeEvent;
  readonly deleted?: LifeEvent;
}

/** All resources of a type in a place were listed: what is absent is not there. */
export interface Coverage {
  readonly provider: Provider;
  readonly type: ResourceType;
  /** Absent: the listing does not say. */
  readonly account?: string;
  /** `*`: all regions. Absent: the listing does not say. */
  readonly region?: string;
}

/** A region that can, or cannot, be used. */
export interface RegionStatus {
  readonly provider: Provider;
  readonly name: string;
  /** `opted-in`, `not-opted-in`, `opt-in-not-required`. */
  readonly status: string;
}

/** What the logs of one account reach. */
export interface LogCoverage {
  readonly provider: Provider;
  readonly account: string;
  /** Epoch milliseconds of the first and the last Activity. */
  readonly from: number;
  readonly to: number;
  readonly regions: readonly string[];
}

/** A group whose deletion takes all with it that its id stands before. */
export interface DeletedGroup extends LifeEvent {
  readonly id: string;
}

/** What exists, and how much of it was looked at. Sorted, so that equal inventories are equal as text. */
export interface Inventory {
  readonly observedAt?: number;
  readonly resources: readonly InventoryResource[];
  readonly coverage: readonly Coverage[];
  readonly regions: readonly RegionStatus[];
  readonly logs: readonly LogCoverage[];
  readonly deletedGroups: readonly DeletedGroup[];
}

export function resourceKey({ provider, id }: Pick<InventoryResource, 'provider' | 'id'>): string {
  return `${provider} ${id}`;
}

const goneStates: ReadonlySet<string> = new Set([
  'terminated',
  'shutting-down',
  'deregistered',
  'deleted',
  'deleting',
]);

/** Whether it does not exist any more: its state says so, or it was deleted after it was seen. */
export function isGone({ state, deleted }: InventoryResource): boolean {
  return deleted !== undefined || (state !== undefined && goneStates.has(state));
}
