import type { Edge, Resource } from '../../activity/activity.ts';
import type { ObjectKind } from '../../activity/vocabulary.ts';
import type { JsonObject } from '../../core/json.ts';
import type { CatalogueEntry } from '../catalogue.ts';
import { type ExtractionPlan, findEdges, type ResourcePlan } from '../extraction-plan.ts';
import { scalarTexts } from '../paths.ts';
import { addResource, targetsFirst } from '../resource-list.ts';
import { canonicalName, kindOfName, lastPart, type NameContext, projectInName } from './resource-name.ts';

const maximumResources = 2000;
const maximumEdges = 2000;
const none: readonly Resource[] = Object.freeze([]);
const noEdges: readonly Edge[] = Object.freeze([]);

/** What the resources of an operation are read from. */
export interface ResourceContext {
  readonly payload: JsonObject;
  readonly entry: CatalogueEntry | undefined;
  readonly plan: ExtractionPlan | undefined;
  readonly object: ObjectKind;
  /** The canonical name of the record's resource. */
  readonly own: string | undefined;
  readonly uid: string | undefined;
  readonly names: NameContext;
  readonly grantees: readonly string[];
  readonly children: readonly string[];
}

/**
 * True when the record's resource is not what the operation made but what it made it from: `disks.createSnapshot`, and
 * the entry that the owner of a disk gets when somebody outside makes a snapshot of it.
 */
export function isMadeFromOwn({ entry, own }: Pick<ResourceContext, 'entry' | 'own'>): boolean {
  if (entry?.verb !== 'create' || own === undefined) return false;
  const kind = kindOfName(own);
  return entry.object === 'snapshot' && kind === 'volume';
}

/** The resources of an operation, targets first, each once, under canonical names. */
export function resourcesOf(context: ResourceContext): readonly Resource[] {
  const found = new Map<string, Resource>();
  const parts = context.plan?.resources ?? [];
  const named = parts.length === 0 ? none : parts.flatMap((part) => namedBy(part, context));
  for (const child of context.children) {
    const id = canonicalName(child, context.names);
    addResource(found, describe('target', id, kindOfName(id) ?? context.object, context.names));
  }
  addOwn(found, named, context);
  for (const resource of named) if (found.size < maximumResources) addResource(found, resource);
  for (const grantee of context.grantees) addResource(found, { role: 'grantee', type: 'iam', id: grantee });
  return targetsFirst(found);
}

function addOwn(found: Map<string, Resource>, named: readonly Resource[], context: ResourceContext): void {
  const { own, uid, names, object } = context;
  if (own === undefined) return;
  const hasTargets = context.children.length > 0 || named.some(({ role }) => role === 'target');
  const other = hasTargets ? 'parent' : 'target';
  const role = isMadeFromOwn(context) ? 'source' : other;
  const kind = kindOfName(own) ?? object;
  const resource = describe(role, own, kind, names);
  if (uid) resource.uid = uid;
  addResource(found, resource);
}

function namedBy(part: ResourcePlan, { payload, names }: ResourceContext): Resource[] {
  return scalarTexts(part.extract(payload)).map((value) => {
    const id = canonicalName(value, names, part.kind);
    return describe(part.role, id, kindOfName(id) ?? part.kind, names);
  });
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function describe(
  role: Resource['role'],
  id: string,
  type: ObjectKind,
  names: NameContext,
): Mutable<Resource> {
  const account = projectInName(id);
  const resource: Mutable<Resource> = { role, type, id };
  if (id.includes('/')) resource.name = lastPart(id);
  if (account && account !== names.project) resource.account = account;
  return resource;
}

/** Lineage of the operation; nothing when the call failed, for then it made nothing. */
export function edgesOf(context: ResourceContext, made: boolean): readonly Edge[] {
  const { plan, payload, own, names } = context;
  if (!made || !plan || plan.edges.length === 0) return noEdges;
  const target = isMadeFromOwn(context) ? undefined : own;
  const targets = context.children.length > 0 ? context.children : [target];
  const found = targets.flatMap((one) => findEdges(plan, payload, (value) => value, one));
  return found.slice(0, maximumEdges).map(({ from, to, kind }) => {
    const [toKind, fromKind] = kind.split('<-') as [ObjectKind, ObjectKind];
    return { from: canonicalName(from, names, fromKind), to: canonicalName(to, names, toKind), kind };
  });
}
