import type { Attributes } from '../../activity/activity.ts';
import type { JsonObject } from '../../core/json.ts';
import type { CatalogueEntry } from '../catalogue.ts';
import type { Description as Described } from '../description.ts';
import { type ExtractionPlan, planOf, textsOf, valuesOf } from '../extraction-plan.ts';
import type { Guess } from '../guess.ts';
import { attributesOf } from './attributes.ts';
import { granteesOf } from './grantees.ts';
import { componentsOf, verbOf } from './meaning.ts';
import { type Result, resultOf } from './outcome.ts';
import { declaredResources, edgesOf, resourcesOf } from './resources.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export interface Description extends Described<Result> {
  readonly zone?: string;
}

const noFailures: readonly string[] = Object.freeze([]);

/** Describes a record whose operation stands in the catalogue. */
export function describeKnown(record: JsonObject, entry: CatalogueEntry, account: string): Description {
  const plan = planOf(entry);
  const given = granteesOf(record, plan, account);
  const verb = verbOf(record, entry, plan, given);
  const grantees = verb === 'unshare' ? given.removed : given.added;
  const resources = resourcesOf(record, plan, grantees);
  const targets = resources.reduce((sum, resource) => sum + (resource.role === 'target' ? 1 : 0), 0);
  // Error codes repeat, and each is one part that failed: not once each, as texts would be.
  const failures = plan.fields.failures ? valuesOf(plan, 'failures', record).map(String) : noFailures;
  const result = resultOf(record, failures, targets);
  const zone = plan.fields.zone ? textsOf(plan, 'zone', record) : noFailures;
  const description: Mutable<Description> = {
    verb,
    object: entry.object,
    components: componentsOf(entry, resources),
    result,
    resources,
    edges: edgesOf(record, plan, result.outcome === 'success' ? account : undefined),
    count: countOf(record, plan, targets),
    attrs: withPermission(attributesOf(record, entry, plan, verb, grantees), result),
  };
  if (zone.length === 1 && zone[0]) description.zone = zone[0];
  return description;
}

/** Describes a record whose operation is not in the catalogue, from the guess and what every record carries. */
export function describeUnknown(record: JsonObject, guess: Guess): Description {
  const resources = declaredResources(record);
  const result = resultOf(record, noFailures, 0);
  return {
    verb: guess.verb,
    object: guess.object,
    components: [],
    result,
    resources,
    edges: [],
    count: Math.max(1, resources.length),
    attrs: withPermission({}, result),
  };
}

/** The ids that the record carries; else the number that was asked for. */
function countOf(record: JsonObject, plan: ExtractionPlan, targets: number): number {
  if (targets > 0 && !plan.fields.count) return targets;
  for (const name of ['count', 'maxCount', 'minCount'] as const) {
    if (!plan.fields[name]) continue;
    const asked = valuesOf(plan, name, record).reduce<number>((sum, value) => sum + whole(value), 0);
    if (asked > 0) return asked;
  }
  return Math.max(1, targets);
}

function whole(value: unknown): number {
  const number = Number(value);
  return Number.isSafeInteger(number) && number > 0 ? number : 0;
}

const refusedAction = /not authorized to perform:? ([a-z0-9-]+:[A-Za-z0-9*]+)/;

/** A refusal names the permission that was missing. */
function withPermission(attrs: Attributes, result: Result): Attributes {
  const permission =
    result.outcome === 'denied' ? refusedAction.exec(result.error?.message ?? '')?.[1] : undefined;
  return permission ? { ...attrs, permission } : attrs;
}
