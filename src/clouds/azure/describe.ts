import type { Activity, Attributes } from '../../activity/activity.ts';
import type { Verb } from '../../activity/vocabulary.ts';
import type { CatalogueEntry } from '../catalogue.ts';
import type { Description as Described } from '../description.ts';
import { type ExtractionPlan, planOf, textsOf, valuesOf } from '../extraction-plan.ts';
import { guessAzure } from '../guess.ts';
import { attributesOf, protectionOf } from './attributes.ts';
import { type Decision, decideWrite } from './create-or-update.ts';
import { interfacesOf } from './interfaces.ts';
import type { OperationRows } from './operation-rows.ts';
import { type Result, resultOf } from './outcome.ts';
import type { ResourceId } from './resource-id.ts';
import { edgesOf, type ResourceContext, resourcesOf } from './resources.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export interface Description extends Described<Result> {
  readonly zone?: string;
  readonly region?: string;
  readonly decision?: Decision;
}

const options = Object.freeze({ anyCase: true, ownTarget: true });

/** Describes the operation of a catalogue entry. */
export function describeKnown(
  entry: CatalogueEntry,
  rows: OperationRows,
  target: ResourceId | undefined,
): Description {
  const { view } = rows;
  const plan = planOf(entry, options);
  const result = resultOf(rows);
  const decision = decideWrite(entry, rows);
  const verb = verbOf(entry, plan, rows, decision);
  const grantees = granteesOf(plan, rows, verb);
  const context: ResourceContext = {
    view,
    plan,
    target,
    object: entry.object,
    grantees,
    uid: textsOf(plan, 'uid', view)[0],
  };
  const resources = resourcesOf(context);
  const attrs = attributesOf(view, entry, plan, verb);
  const interfaces = interfacesOf(view, entry.operation, target?.id);
  const zones = textsOf(plan, 'zone', view);
  const region = textsOf(plan, 'region', view)[0];
  const isMade = result.outcome === 'success' || result.outcome === 'pending';
  const description: Mutable<Description> = {
    verb,
    object: entry.object,
    components: componentsOf(entry, decision),
    result,
    resources,
    edges: edgesOf(context, isMade),
    count: countOf(plan, rows, resources),
    attrs: withAccess(interfaces ? { ...attrs, interfaces } : attrs, grantees, result),
  };
  if (zones.length === 1 && zones[0]) description.zone = zones[0];
  if (region) description.region = region;
  if (decision) description.decision = decision;
  return description;
}

/** Describes an operation that the catalogue does not know: the guess from its name, and the resource of the row. */
export function describeUnknown(
  operation: string,
  rows: OperationRows,
  target: ResourceId | undefined,
): Description {
  const guess = guessAzure(operation);
  const result = resultOf(rows);
  const context: ResourceContext = {
    view: rows.view,
    plan: undefined,
    target,
    object: guess.object,
    grantees: [],
    uid: undefined,
  };
  return {
    verb: guess.verb,
    object: guess.object,
    components: [],
    result,
    resources: resourcesOf(context),
    edges: [],
    count: 1,
    attrs: withAccess({}, [], result),
  };
}

/** The catalogue's verb, that of an update, or a sharper one that the body shows. Only `modify` and `share` are refined. */
function verbOf(
  entry: CatalogueEntry,
  plan: ExtractionPlan,
  { view }: OperationRows,
  decision: Decision | undefined,
): Verb {
  const verb = decision?.update && entry.update ? entry.update.verb : entry.verb;
  if (verb === 'share') {
    const operation = textsOf(plan, 'shareOperation', view)[0]?.toLowerCase();
    return operation === 'remove' || operation === 'reset' ? 'unshare' : verb;
  }
  if (verb !== 'modify') return verb;
  if (isCommunity(textsOf(plan, 'sharing', view))) return 'share';
  const protection = protectionOf(view, plan);
  if (protection === undefined) return verb;
  return protection ? 'protect' : 'unprotect';
}

function granteesOf(plan: ExtractionPlan, { view }: OperationRows, verb: Verb): readonly string[] {
  const isOpen = isCommunity(textsOf(plan, 'sharing', view));
  if (isOpen || (verb === 'share' && isCommunity(textsOf(plan, 'shareOperation', view)))) return ['all'];
  const added = textsOf(plan, 'granteesAdded', view);
  return added.length > 0 ? added.map((id) => id.toLowerCase()) : added;
}

/** A community gallery is open to everybody. */
function isCommunity(values: readonly string[]): boolean {
  return values.some((value) => /community/i.test(value));
}

function withAccess(attrs: Attributes, grantees: readonly string[], result: Result): Attributes {
  if (grantees.length === 0 && !result.permission) return attrs;
  return {
    ...attrs,
    ...(grantees.length > 0 && { grantees, granteeCount: grantees.length }),
    ...(result.permission && { permission: result.permission }),
  };
}

const created = new WeakMap<CatalogueEntry, Activity['components']>();
const updated = new WeakMap<CatalogueEntry, Activity['components']>();

/** The data components that an operation shows, as a creation or as an update. */
function componentsOf(entry: CatalogueEntry, decision: Decision | undefined): Activity['components'] {
  const made = decision?.update ? updated : created;
  let components = made.get(entry);
  if (!components) {
    const component = (decision?.update ? entry.update?.component : undefined) ?? entry.component;
    components = Object.freeze([...(component ? [component] : []), ...(entry.secondary ?? [])]);
    made.set(entry, components);
  }
  return components;
}

/** The resources that the body names, or the number that it asks for: the capacity of a scale set. */
function countOf(plan: ExtractionPlan, { view }: OperationRows, resources: Activity['resources']): number {
  const targets = resources.reduce((sum, { role }) => sum + (role === 'target' ? 1 : 0), 0);
  if (targets > 1) return targets;
  const asked = sumOf(plan, 'count', view) + sumOf(plan, 'spotCount', view);
  const previous = sumOf(plan, 'previousCount', view);
  return Math.max(1, previous > 0 ? Math.abs(asked - previous) : asked);
}

function sumOf(
  plan: ExtractionPlan,
  name: 'count' | 'spotCount' | 'previousCount',
  view: OperationRows['view'],
): number {
  if (!plan.fields[name]) return 0;
  return valuesOf(plan, name, view).reduce<number>((sum, value) => {
    const number = Number(value);
    return Number.isSafeInteger(number) && number > 0 ? sum + number : sum;
  }, 0);
}
