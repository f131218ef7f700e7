import type { Edge, Resource } from '../../activity/activity.ts';
import type { ObjectKind } from '../../activity/vocabulary.ts';
import type { JsonObject } from '../../core/json.ts';
import { type ExtractionPlan, findEdges, type ResourcePlan } from '../extraction-plan.ts';
import { scalarTexts } from '../paths.ts';
import { addResource, targetsFirst } from '../resource-list.ts';
import { canonicalId, isResourceId, kindOf, type ResourceId, readResourceId } from './resource-id.ts';

const maximumResources = 2000;
const none: readonly Resource[] = Object.freeze([]);
const noEdges: readonly Edge[] = Object.freeze([]);

/** What the resources of an operation are read from. */
export interface ResourceContext {
  readonly view: JsonObject;
  readonly plan: ExtractionPlan | undefined;
  readonly target: ResourceId | undefined;
  readonly object: ObjectKind;
  readonly grantees: readonly string[];
  /** The id that survives a re-creation under the same name. */
  readonly uid: string | undefined;
}

/**
 * The resources that an operation names, targets first, each once: the one that the row is about, what it belongs to, and
 * those in the body. Where the body names what was acted on (machines of a scale set, moved resources), the row's own
 * resource is its parent. Ids are in lower case, because exports change their case.
 */
export function resourcesOf(context: ResourceContext): readonly Resource[] {
  const found = new Map<string, Resource>();
  const parts = context.plan?.resources ?? [];
  const named = parts.length === 0 ? none : parts.flatMap((part) => namedBy(part, context));
  const hasTargets = named.some(({ role }) => role === 'target');
  if (context.target) addOwn(found, context.target, hasTargets, context);
  for (const resource of named) if (found.size < maximumResources) addResource(found, resource);
  for (const grantee of context.grantees) addResource(found, { role: 'grantee', type: 'iam', id: grantee });
  return targetsFirst(found);
}

function addOwn(
  found: Map<string, Resource>,
  target: ResourceId,
  isParent: boolean,
  { object, uid }: ResourceContext,
): void {
  const { id, name } = target;
  const type = kindOf(target) ?? (target.type === undefined ? 'resource' : object);
  addResource(found, { role: isParent ? 'parent' : 'target', type, id, ...(uid && { uid }), name });
  for (const parent of target.parents) {
    const read = readResourceId(parent);
    addResource(found, { role: 'parent', type: kindOf(read) ?? 'resource', id: read.id, name: read.name });
  }
}

function namedBy(part: ResourcePlan, { view, target }: ResourceContext): Resource[] {
  return scalarTexts(part.extract(view)).map((value) => {
    const id = memberId(part, value, target);
    const read = isResourceId(id) ? readResourceId(id) : undefined;
    const kind = read && kindOf(read);
    return {
      role: part.role,
      type: part.kind === 'resource' || part.kind === 'snapshot' ? (kind ?? part.kind) : part.kind,
      id: canonicalId(id),
      ...(read && { name: read.name }),
      ...(read?.subscription && read.subscription !== target?.subscription && { account: read.subscription }),
    };
  });
}

/** Machines of a scale set are numbered: `3` of the set is `<set>/virtualMachines/3`. */
function memberId(part: ResourcePlan, value: string, target: ResourceId | undefined): string {
  const numbered =
    part.name === 'instanceIds' && /^[\w-]+$/.test(value) && target?.type?.endsWith('scalesets');
  return numbered ? `${target?.id}/virtualmachines/${value}` : value;
}

/** Lineage of the operation; nothing when the call failed, for then it made nothing. */
export function edgesOf({ view, plan, target }: ResourceContext, made: boolean): readonly Edge[] {
  return made && plan ? findEdges(plan, view, canonicalId, target?.id) : noEdges;
}
