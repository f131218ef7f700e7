import type { Edge, Resource } from '../../activity/activity.ts';
import type { ObjectKind } from '../../activity/vocabulary.ts';
import { isObject, type JsonObject, own, text } from '../../core/json.ts';
import { type ExtractionPlan, findEdges, type ResourcePlan } from '../extraction-plan.ts';
import { scalarTexts } from '../paths.ts';
import { kindOfId, parseArn, resourceId } from './arn.ts';

const none: readonly Resource[] = Object.freeze([]);
const maximumResources = 2000;

/**
 * The resources that a record names, the targets first, each once. Ids are short (`snap-…`) where other records of the
 * same resource write them short; account and region stand on a resource only where its ARN names them.
 */
export function resourcesOf(
  record: JsonObject,
  plan: ExtractionPlan,
  grantees: readonly string[],
): readonly Resource[] {
  if (plan.resources.length === 0 && grantees.length === 0) return none;
  const found = new Map<string, Resource>();
  for (const part of plan.resources) {
    for (const value of scalarTexts(part.extract(record))) {
      if (found.size >= maximumResources) break;
      if (part.name !== 'resourceArns' || !addName(found, value)) add(found, resourceOf(part, value));
    }
  }
  for (const grantee of grantees) add(found, granteeOf(grantee));
  if (found.size === 0) return none;
  const all = [...found.values()];
  return all.some((r) => r.role !== 'target') ? all.sort((a, b) => rank(a) - rank(b)) : all;
}

function rank(resource: Resource): number {
  return resource.role === 'target' ? 0 : 1;
}

function add(found: Map<string, Resource>, resource: Resource): void {
  const key = `${resource.role} ${resource.id}`;
  if (!found.has(key)) found.set(key, resource);
}

/** Puts the full name, account and region on the target that the ARN names; false when there is none. */
function addName(found: Map<string, Resource>, value: string): boolean {
  const id = resourceId(value);
  const key = `target ${id}`;
  const target = found.get(key);
  const arn = parseArn(value);
  if (!target || !arn) return false;
  const { account, region } = arn;
  found.set(key, { ...target, uid: value, ...(account && { account }), ...(region && { region }) });
  return true;
}

function resourceOf(part: ResourcePlan, value: string): Resource {
  const kind = kindFor(part, value);
  const arn = parseArn(value);
  const id = resourceId(value);
  return {
    role: part.role,
    type: kind,
    id,
    ...(arn && id !== value && { uid: value }),
    ...(arn?.account && { account: arn.account }),
    ...(arn?.region && { region: arn.region }),
  };
}

function kindFor(part: ResourcePlan, value: string): ObjectKind {
  return part.kind === 'resource' ? (kindOfId(value) ?? part.kind) : part.kind;
}

function granteeOf(grantee: string): Resource {
  const account = /^\d{12}$/.test(grantee) ? grantee : parseArn(grantee)?.account;
  return { role: 'grantee', type: 'account', id: grantee, ...(account && { account }) };
}

const noEdges: readonly Edge[] = Object.freeze([]);

/**
 * Lineage of the record. `account` is the account whose trail it is, undefined when the call failed: then it made nothing.
 * An edge to that account itself says nothing: every launch from a public image logs one.
 */
export function edgesOf(
  record: JsonObject,
  plan: ExtractionPlan,
  account: string | undefined,
): readonly Edge[] {
  if (account === undefined || plan.edges.length === 0) return noEdges;
  const edges = findEdges(plan, record, resourceId);
  return edges.some((edge) => edge.to === account) ? edges.filter((edge) => edge.to !== account) : edges;
}

/** Resources of an operation that the catalogue does not know: what the record's own `resources` list says. */
export function declaredResources(record: JsonObject): readonly Resource[] {
  const list = own(record, 'resources');
  if (!Array.isArray(list)) return none;
  const found = new Map<string, Resource>();
  for (const item of list) {
    const arn = isObject(item) ? (text(item['ARN']) ?? text(item['arn'])) : undefined;
    if (!arn || found.size >= maximumResources) continue;
    const parsed = parseArn(arn);
    const account = isObject(item) ? (text(item['accountId']) ?? parsed?.account) : undefined;
    add(found, {
      role: 'target',
      type: kindOfId(arn) ?? 'resource',
      id: resourceId(arn),
      ...(account && { account }),
      ...(parsed?.region && { region: parsed.region }),
    });
  }
  return found.size === 0 ? none : [...found.values()];
}
