import type { ResourceRole } from '../activity/activity.ts';
import type { EdgeKind, ObjectKind } from '../activity/vocabulary.ts';
import type { Json, JsonObject } from '../core/json.ts';
import { type CatalogueEdge, type CatalogueEntry, targetPath } from './catalogue.ts';
import { kindOf, type PathName } from './path-names.ts';
import { compilePaths, type Extractor, type PathOptions, scalarTexts } from './paths.ts';

/** A path that yields resource ids. */
export interface ResourcePlan {
  readonly name: PathName;
  readonly kind: ObjectKind;
  readonly role: ResourceRole;
  readonly extract: Extractor;
}

interface EdgePlan {
  readonly kind: EdgeKind;
  /** null: the resource that the record is about. */
  readonly from: Extractor | null;
  readonly to: Extractor | null;
  readonly origin?: string;
  readonly holds?: (record: JsonObject) => boolean;
}

/** Everything that is extracted for one catalogue entry, compiled once. */
export interface ExtractionPlan {
  readonly resources: readonly ResourcePlan[];
  readonly edges: readonly EdgePlan[];
  readonly fields: Readonly<Partial<Record<PathName, Extractor>>>;
}

const plans = new WeakMap<CatalogueEntry, ExtractionPlan>();

export interface PlanOptions extends PathOptions {
  /**
   * The record names its target itself (Azure's `resourceId`, Google's `resourceName`), so that what a path of the body
   * yields is the target only under the names of `bodyTargets`.
   */
  readonly ownTarget?: boolean;
}

/** The compiled plan of an entry; made on first use. An entry must always be asked for with the same options. */
export function planOf(entry: CatalogueEntry, options?: PlanOptions): ExtractionPlan {
  let plan = plans.get(entry);
  if (!plan) {
    plan = compilePlan(entry, options);
    plans.set(entry, plan);
  }
  return plan;
}

function compilePlan(entry: CatalogueEntry, options: PlanOptions | undefined): ExtractionPlan {
  const fields: Partial<Record<PathName, Extractor>> = {};
  const resources: ResourcePlan[] = [];
  const names = Object.keys(entry.paths) as PathName[];
  const target = options?.ownTarget ? undefined : targetKind(entry, names);
  for (const name of names) {
    const extract = compilePaths(entry.paths[name] ?? [], options);
    fields[name] = extract;
    const kind = kindOf(name);
    if (kind) resources.push({ name, kind, role: roleOf(entry, name, kind, target), extract });
  }
  return { fields, resources, edges: (entry.edges ?? []).map((edge) => compileEdge(edge, options)) };
}

/** The kind that the operation acts on: the entry's object, or the first resource when no path yields one of that kind. */
function targetKind(entry: CatalogueEntry, names: readonly PathName[]): ObjectKind {
  const kinds = names.filter((name) => !aside.test(name)).map(kindOf);
  if (kinds.includes(entry.object)) return entry.object;
  return kinds.find((kind) => kind !== undefined && kind !== 'network') ?? entry.object;
}

const aside = /^(?:source|volumeSnapshot|destination|bucket|output|storageAccount|made)/;
const parents: readonly PathName[] = ['instanceGroupIds', 'vaultIds', 'clusterIds', 'databaseIds'];

/** What an operation on a group, a service or a scope acts on, where the record itself names that scope. */
const bodyTargets: ReadonlySet<PathName> = new Set([
  'instanceIds',
  'snapshotIds',
  'targetIds',
  'resourceIds',
]);

function roleOf(
  entry: CatalogueEntry,
  name: PathName,
  kind: ObjectKind,
  target: ObjectKind | undefined,
): ResourceRole {
  if (target === undefined) {
    if (bodyTargets.has(name)) return 'target';
    if (parents.includes(name)) return 'parent';
  }
  if (/^(?:source|volumeSnapshot)/.test(name)) return 'source';
  if (/^(?:destination|bucket|output|storageAccount)/.test(name)) return 'destination';
  if (name === 'vaultIds' && 'backupIds' in entry.paths) return 'parent';
  if (kind === target && !name.startsWith('made')) return 'target';
  const paths = entry.paths[name];
  const isOrigin = (edge: CatalogueEdge): boolean =>
    !(target === undefined && edge.when) && edge.from.some((from) => paths?.includes(from));
  if (entry.edges?.some(isOrigin)) return 'source';
  return parents.includes(name) ? 'parent' : 'related';
}

function compileEdge(edge: CatalogueEdge, options: PathOptions | undefined): EdgePlan {
  const { when } = edge;
  const condition = when && compilePaths([when.path], options);
  return {
    kind: edge.kind,
    from: end(edge.from, options),
    to: end(edge.to, options),
    ...(edge.origin && { origin: edge.origin.toLowerCase() }),
    ...(condition && {
      holds: (record) => condition(record).some((value) => String(value) === when?.equals),
    }),
  };
}

function end(paths: readonly string[], options: PathOptions | undefined): Extractor | null {
  return paths.includes(targetPath) ? null : compilePaths(paths, options);
}

/** A lineage edge with ids as the record writes them; the cloud makes them equal to its resource ids. */
export interface FoundEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
}

const maximumEdges = 2000;

/**
 * The lineage that a record shows. `target` stands for the resource that the record is about, `toId` makes of a value in
 * the record the id that `resources` carries.
 */
export function findEdges(
  plan: ExtractionPlan,
  record: JsonObject,
  toId: (value: string) => string,
  target?: string,
): readonly FoundEdge[] {
  if (plan.edges.length === 0) return noEdges;
  const found: FoundEdge[] = [];
  for (const edge of plan.edges) {
    if (edge.holds && !edge.holds(record)) continue;
    const tos = ids(edge.to, record, target);
    if (tos.length === 0) continue;
    for (const from of ids(edge.from, record, target)) {
      if (edge.origin && !from.toLowerCase().includes(edge.origin)) continue;
      pushEdges(found, toId(from), tos.map(toId), edge.kind);
    }
  }
  return found;
}

const noEdges: readonly FoundEdge[] = Object.freeze([]);

function ids(extract: Extractor | null, record: JsonObject, target: string | undefined): readonly string[] {
  if (extract) return scalarTexts(extract(record));
  return target === undefined ? [] : [target];
}

function pushEdges(found: FoundEdge[], from: string, tos: readonly string[], kind: EdgeKind): void {
  for (const to of tos) {
    if (from === to || found.length >= maximumEdges) continue;
    if (!found.some((e) => e.kind === kind && e.from === from && e.to === to)) found.push({ from, to, kind });
  }
}

/** The texts under a path name of a plan, or none. */
export function textsOf(plan: ExtractionPlan, name: PathName, record: JsonObject): readonly string[] {
  const extract = plan.fields[name];
  return extract ? scalarTexts(extract(record)) : [];
}

/** The values under a path name of a plan, or none. */
export function valuesOf(plan: ExtractionPlan, name: PathName, record: JsonObject): readonly Json[] {
  return plan.fields[name]?.(record) ?? [];
}
