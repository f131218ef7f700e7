import type { Activity, Attributes } from '../../activity/activity.ts';
import type { Verb } from '../../activity/vocabulary.ts';
import { type JsonObject, member, text } from '../../core/json.ts';
import type { CatalogueEntry } from '../catalogue.ts';
import type { Description as Described } from '../description.ts';
import { type ExtractionPlan, planOf, textsOf, valuesOf } from '../extraction-plan.ts';
import { type Guess, guessGoogle } from '../guess.ts';
import { attributesOf } from './attributes.ts';
import type { Result } from './failure.ts';
import { type Grantees, granteesOf } from './grantees.ts';
import type { OperationEntries } from './operation-entries.ts';
import { resultOf } from './outcome.ts';
import type { NameContext } from './resource-name.ts';
import { edgesOf, isMadeFromOwn, type ResourceContext, resourcesOf } from './resources.ts';

export type Description = Described<Result>;

/** What is known of a record before its operation is described. */
export interface Subject {
  readonly entries: OperationEntries;
  readonly names: NameContext;
  readonly own: string | undefined;
  readonly uid: string | undefined;
  readonly caller: string | undefined;
  /** The caller as a policy would name it: `user:alice@example.com`. */
  readonly subject: string;
  readonly setsPolicy: boolean;
}

const options = Object.freeze({ ownTarget: true });
const nobody: Grantees = Object.freeze({ added: [], removed: [], roles: [], isDelta: false, isEmpty: false });
const outsider = 'CrossEntityControlAuditMetadata';

/** Describes the operation of a catalogue entry. */
export function describeKnown(entry: CatalogueEntry, subject: Subject): Description {
  const { entries, names, own } = subject;
  const { payload } = entries;
  const plan = planOf(entry, options);
  const result = resultOf(entries);
  const given = subject.setsPolicy ? granteesOf(payload, names.project, subject.caller) : nobody;
  const verb = verbOf(entry, plan, payload, given);
  const isOutside = isCrossEntity(payload) && isMadeFromOwn({ entry, own });
  const grantees = isOutside && subject.caller ? [subject.subject] : granteesFor(verb, given);
  const context = contextOf(subject, entry, plan, entry.object, grantees);
  const resources = resourcesOf(context);
  const isMade = result.outcome === 'success' || result.outcome === 'pending';
  const attrs = attributesOf(payload, entry, plan, verb, names);
  return {
    verb,
    object: entry.object,
    components: componentsOf(entry),
    result,
    resources,
    edges: edgesOf(context, isMade),
    count: countOf(plan, payload, resources, entries.children.length),
    attrs: withAccess(attrs, grantees, given.roles, result),
  };
}

/** Describes an operation that the catalogue does not know, from the guess and what every record carries. */
export function describeUnknown(operation: string, subject: Subject): Description {
  const guess: Guess = guessGoogle(operation);
  const { entries, names } = subject;
  const { payload } = entries;
  const result = resultOf(entries);
  const given = subject.setsPolicy ? granteesOf(payload, names.project, subject.caller) : nobody;
  const grantees = granteesFor(guess.verb, given);
  const context = contextOf(subject, undefined, undefined, guess.object, grantees);
  return {
    verb: guess.verb,
    object: guess.object,
    components: [],
    result,
    resources: resourcesOf(context),
    edges: [],
    count: 1,
    attrs: withAccess({}, grantees, given.roles, result),
  };
}

/** Member by member, not by spreading: this runs for every Activity. */
function contextOf(
  { entries, own, uid, names }: Subject,
  entry: CatalogueEntry | undefined,
  plan: ExtractionPlan | undefined,
  object: Activity['object'],
  grantees: readonly string[],
): ResourceContext {
  const { payload, children } = entries;
  return { payload, entry, plan, object, own, uid, names, grantees, children };
}

const components = new WeakMap<CatalogueEntry, Activity['components']>();

/** The data components that an operation shows. */
function componentsOf(entry: CatalogueEntry): Activity['components'] {
  let known = components.get(entry);
  if (!known) {
    known = Object.freeze([...(entry.component ? [entry.component] : []), ...(entry.secondary ?? [])]);
    components.set(entry, known);
  }
  return known;
}

/** Somebody outside did it with a resource of this project. */
function isCrossEntity(payload: JsonObject): boolean {
  return text(member(payload['metadata'], '@type'))?.endsWith(outsider) === true;
}

/** The catalogue's verb, or a sharper one that the body shows. Only `modify` and `share` are refined. */
function verbOf(entry: CatalogueEntry, plan: ExtractionPlan, payload: JsonObject, given: Grantees): Verb {
  if (entry.verb === 'share') return sharingVerb(given);
  if (entry.verb !== 'modify') return entry.verb;
  const [flowLogs] = plan.fields.flowLogs ? textsOf(plan, 'flowLogs', payload) : [];
  if (flowLogs !== undefined) return flowLogs === 'true' ? 'enable' : 'disable';
  const [protection] = plan.fields.protection ? textsOf(plan, 'protection', payload) : [];
  if (protection === undefined) return entry.verb;
  return protection === 'true' ? 'protect' : 'unprotect';
}

/** A policy without members takes access away; one with nobody from outside shares nothing; one not logged may do anything. */
function sharingVerb({ added, removed, isDelta, isEmpty }: Grantees): Verb {
  if (added.length > 0) return 'share';
  if (isDelta) return removed.length > 0 ? 'unshare' : 'modify';
  return isEmpty ? 'unshare' : 'modify';
}

function granteesFor(verb: Verb, { added, removed }: Grantees): readonly string[] {
  return verb === 'unshare' ? removed : added;
}

function withAccess(
  attrs: Attributes,
  grantees: readonly string[],
  roles: readonly string[],
  { permission }: Result,
): Attributes {
  const [role] = roles;
  if (grantees.length === 0 && role === undefined && permission === undefined) return attrs;
  return {
    ...attrs,
    ...(grantees.length > 0 && { grantees, granteeCount: grantees.length }),
    ...(role && { role }),
    ...(permission && { permission }),
  };
}

/** The machines that the entries or the body name; else the number that was asked for. */
function countOf(
  plan: ExtractionPlan,
  payload: JsonObject,
  resources: Activity['resources'],
  children: number,
): number {
  if (children > 0) return children;
  const targets = resources.reduce((sum, { role }) => sum + (role === 'target' ? 1 : 0), 0);
  if (targets > 1) return targets;
  for (const name of ['count', 'minCount'] as const) {
    if (!plan.fields[name]) continue;
    const asked = valuesOf(plan, name, payload).reduce<number>((sum, value) => sum + whole(value), 0);
    if (asked > 0) return asked;
  }
  return Math.max(1, targets);
}

/** 64-bit integers arrive as text. */
function whole(value: unknown): number {
  const number = Number(value);
  return Number.isSafeInteger(number) && number > 0 ? number : 0;
}
