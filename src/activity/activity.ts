import type {
  AutomationKind,
  EdgeKind,
  ObjectKind,
  Outcome,
  PrincipalType,
  Provider,
  Verb,
} from './vocabulary.ts';

export interface Principal {
  /** Stable across sessions and never taken from a name that the caller chooses: `aws:arn:…:role/x`, `azure:<tenant>:<object id>`, `gcp:<subject>`. */
  readonly key: string;
  readonly type: PrincipalType;
  readonly id?: string;
  readonly name?: string;
  readonly org?: string;
  /** The session: STS session name or access key, Azure token id, Google key id. */
  readonly session?: string;
  readonly app?: string;
  /** The resource whose own identity it is: the instance of a role, the machine of a managed identity. */
  readonly resource?: string;
  readonly mfa?: boolean;
  /** Who stands behind it, the nearest first: assumed role's issuer, invoking service, impersonator. */
  readonly via: readonly { readonly key: string; readonly type: PrincipalType }[];
}

export type ResourceRole = 'target' | 'source' | 'destination' | 'parent' | 'grantee' | 'related';

export interface Resource {
  readonly role: ResourceRole;
  readonly type: ObjectKind;
  readonly id: string;
  readonly uid?: string;
  readonly name?: string;
  /** Account and region where the record names them for this resource; absent: those of the Activity. */
  readonly account?: string;
  readonly region?: string;
}

/** Lineage: `to` came from `from`. Both are resource ids as they stand in `resources`. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
}

/** A network interface as a record describes it: by these names flow and DNS logs speak of the instance. */
export interface NetworkInterface {
  readonly id?: string;
  /** The instance that it belongs to, as it stands in `resources`. */
  readonly instance?: string;
  /** Private addresses, IPv6 ones too. */
  readonly ips?: readonly string[];
  /** Twelve hexadecimal digits in capitals. */
  readonly mac?: string;
  /** VPC or virtual network. */
  readonly network?: string;
  /** Azure's network security group of the interface. */
  readonly securityGroup?: string;
}

/** What the operation said about its resources; only what the record carries, nothing inferred. */
export interface Attributes {
  /** Ids of the resources that were acted on (those with the role `target`), in a form that rules can count and join. */
  readonly targets?: readonly string[];
  /** What those are called: names of Azure and Google, the tag `Name` that an AWS call gives. */
  readonly names?: readonly string[];
  readonly instanceType?: readonly string[];
  readonly image?: {
    readonly id?: string;
    readonly name?: string;
    readonly publisher?: string;
    readonly project?: string;
  };
  readonly gpu?: boolean;
  readonly spot?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
  /** Names of the tags, those included whose values were masked. */
  readonly tagKeys?: readonly string[];
  /** Address ranges that were let in, with their ports as `22`, `8000-9000` or `all`. */
  readonly exposure?: readonly { readonly cidr: string; readonly ports: string }[];
  /** Accounts, principals or groups that were given (or, for `unshare`, lost) access; `all` for everybody. */
  readonly grantees?: readonly string[];
  /** How many grantees there are: a rule can tell a grant to one trusted account from one among several. */
  readonly granteeCount?: number;
  /** Principals that were made, or were given credentials or roles, as `principal.key` names them. */
  readonly identities?: readonly string[];
  readonly metadataKeys?: readonly string[];
  /** true: protection is on after the operation (termination protection, lock, retention); false: it is off. */
  readonly protection?: boolean;
  readonly userData?: boolean;
  readonly publicIp?: boolean;
  readonly keyName?: string;
  /** What runs, by name: the command of a run-command, publisher and type of an extension. Never its content. */
  readonly command?: string;
  readonly role?: string;
  readonly encrypted?: boolean;
  readonly kmsKey?: string;
  readonly exportSeconds?: number;
  readonly retentionDays?: number;
  /** The attribute that a modify operation names (`userData`, `instanceType`, …). */
  readonly changed?: readonly string[];
  readonly network?: readonly string[];
  readonly interfaces?: readonly NetworkInterface[];
  readonly serviceName?: string;
  readonly quota?: { readonly code?: string; readonly value?: number };
  readonly permission?: string;
}

/**
 * One thing that somebody did, normalised. Every stage after `clouds/` speaks Activities. The meaning of each
 * field is in `fields.ts`, from which the JSON Schema is made.
 */
export interface Activity {
  /** Digest of provider, account and operation key: the same on every re-ingest. */
  readonly id: string;
  /** Epoch milliseconds, UTC. For a folded operation: its earliest record. */
  readonly time: number;
  readonly endTime?: number;
  readonly ingestedTime?: number;
  readonly provider: Provider;
  readonly org?: string;
  readonly account: string;
  readonly group?: string;
  readonly region?: string;
  readonly zone?: string;
  readonly regionFrom: 'event' | 'body' | 'resource' | 'inventory' | 'unknown';
  readonly principal: Principal;
  readonly source: {
    readonly ip?: string;
    readonly ipKind: 'public' | 'private' | 'provider' | 'absent';
    readonly userAgent?: string;
    readonly tool?: string;
  };
  readonly service: string;
  /** The native name, case kept. */
  readonly operation: string;
  readonly verb: Verb;
  readonly object: ObjectKind;
  readonly components: readonly { readonly id: string; readonly name: string }[];
  readonly outcome: Outcome;
  readonly error?: { readonly code?: string; readonly message?: string };
  readonly resources: readonly Resource[];
  readonly edges: readonly Edge[];
  /** How many resources this one operation touched; at least 1. */
  readonly count: number;
  readonly attrs: Attributes;
  readonly correlation: {
    readonly requestId?: string;
    readonly operationId?: string;
    readonly correlationId?: string;
  };
  readonly change?: { readonly ticket?: string; readonly reason?: string };
  readonly automation?: { readonly kind: AutomationKind; readonly evidence: string };
  readonly quality: {
    readonly createOrUpdate?: 'status' | 'method' | 'body' | 'first_seen' | 'guess';
    /** True when the operation is not in the catalogue and verb and object were guessed from its name. */
    readonly guessed?: boolean;
    readonly missing: readonly string[];
  };
  readonly evidence: {
    /** The container's shape, e.g. `aws-records`. */
    readonly container: string;
    readonly path?: string;
    /** Ordinal of the (first) record in its file, from 0. */
    readonly index?: number;
    /** How many records were folded into this Activity. */
    readonly records: number;
  };
  /** The native record, or the list of those that were folded; there when it was asked for. */
  readonly raw?: unknown;
}
