import type { EdgeKind, ObjectKind, Verb } from '../activity/vocabulary.ts';
import type { PathName } from './path-names.ts';

/** Stands for the resource that the record itself is about (Azure's resourceId, Google's resourceName). */
export const targetPath = '$target';

/** Lineage that an operation makes: every `from` is an origin of every `to`. */
export interface CatalogueEdge {
  readonly kind: EdgeKind;
  /** Paths, alternatives in order; or `$target`. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** Holds only for origins whose id contains this text, whatever its case (`/snapshots/`). */
  readonly origin?: string;
  /** Holds only when the value at the path is this one. */
  readonly when?: { readonly path: string; readonly equals: string };
}

/** A data component of ATT&CK v18.1. */
export interface Component {
  readonly id: string;
  readonly name: string;
}

/**
 * What one native operation means. One shape for the three clouds; the data stand in `<cloud>/catalogue.json`.
 *
 * Path grammar (`paths.ts` compiles it): `a.b` is a member; `["odd name"]` is a member whose name is not a word;
 * `a[]` is "as array" (array: each element; object or scalar: itself; null, `""` and `{}`: nothing;
 * `{tag, content}`: its content). Several paths under one name are alternatives in order: the first that yields
 * something wins. Paths start at the native record (AWS: `requestParameters`, `responseElements`,
 * `serviceEventDetails`, `resources`, `userIdentity`; Azure: `request`, `response`, the decoded bodies, and
 * `properties` of the row; Google: the members of `protoPayload`). The names are those of `path-names.ts`.
 */
export interface CatalogueEntry {
  /** `ec2.amazonaws.com`, `Microsoft.Compute`, `compute.googleapis.com`. */
  readonly service: string;
  /** `RunInstances`, `Microsoft.Compute/virtualMachines/write`, `compute.instances.insert` (without version prefix). */
  readonly operation: string;
  readonly access: 'read' | 'write';
  readonly verb: Verb;
  readonly object: ObjectKind;
  readonly component?: Component;
  /** Further components that the same operation shows (termination also stops). */
  readonly secondary?: readonly Component[];
  /** For operations that create or update: what it is when it turns out to be an update. */
  readonly update?: { readonly verb: Verb; readonly component?: Component };
  /** How create and update are told apart where one operation does both. */
  readonly createOrUpdate?: 'http_201_200' | 'http_202_both' | 'first_seen';
  /** The operation itself puts a protection on (true) or takes it off (false): locks, retention, public-access blocks. */
  readonly protection?: boolean;
  readonly techniques: readonly {
    readonly id: string;
    readonly weight: 'primary' | 'supporting' | 'conditional';
    /** The condition in words, for a conditional technique. */
    readonly when?: string;
  }[];
  readonly paths: Readonly<Partial<Record<PathName, readonly string[]>>>;
  readonly edges?: readonly CatalogueEdge[];
  /** Several records make one operation (Azure rows; Google's first and last). */
  readonly folds?: boolean;
  /** Which log carries it, where the cloud has several: `activity`, `data_access`, `system_event`, `data`, `none`. */
  readonly log?: string;
  readonly priority: 'info' | 'low' | 'medium' | 'high' | 'critical';
  /** How sure the paths are: seen in real records, in vendor documentation, in third-party material, derived from a model. */
  readonly evidence: 'real' | 'documented' | 'third_party' | 'derived';
  readonly note?: string;
}
