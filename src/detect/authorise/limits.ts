import { type ActionPattern, parseAction } from '../../changes/action-pattern.ts';
import type { ChangeRecord } from '../../changes/change-record.ts';
import { type Face, foldPrincipal, type Subject } from './face.ts';
import { fits } from './pattern.ts';

/** What an authorisation can limit, in the order in which it is told. */
export type Dimension =
  | 'principal'
  | 'provider'
  | 'account'
  | 'region'
  | 'action'
  | 'resource'
  | 'tag'
  | 'grantee'
  | 'window';

/** How an authorisation fits an Activity, time apart. */
export interface Fit {
  readonly matched: readonly Dimension[];
  readonly missing: readonly { readonly dimension: Dimension; readonly text: string }[];
}

/** The limits of one record, folded for comparison. */
export interface Limits {
  readonly principals: readonly string[];
  readonly providers: readonly string[];
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly actions: readonly ActionPattern[];
  readonly resources: readonly string[];
  readonly tags: readonly (readonly [name: string, pattern: string])[];
  readonly grantees: readonly string[];
}

export function limitsOf({ scope }: ChangeRecord): Limits {
  const lower = (list: readonly string[]): readonly string[] => list.map((one) => one.toLowerCase());
  return {
    principals: scope.principals.map(foldPrincipal),
    providers: scope.providers,
    accounts: lower(scope.accounts),
    regions: lower(scope.regions),
    actions: scope.actions.map((action) => parseAction(action.toLowerCase())),
    resources: lower(scope.resources),
    tags: Object.entries(scope.tags),
    grantees: lower([...scope.grantees, ...scope.accounts]),
  };
}

/** Compares everything but the time: what is limited and fits, and what does not, in words with the value found. */
export function compare(limits: Limits, face: Face): Fit {
  const matched: Dimension[] = [];
  const missing: { dimension: Dimension; text: string }[] = [];
  const note = (dimension: Dimension, problem: string | undefined | false): void => {
    if (problem === undefined) matched.push(dimension);
    else if (problem !== false) missing.push({ dimension, text: problem });
  };
  note('principal', principalProblem(limits, face));
  note('provider', listProblem('provider', limits.providers, face.activity.provider));
  note('account', listProblem('account', limits.accounts, face.account));
  note('region', listProblem('region', limits.regions, face.region));
  note('action', actionProblem(limits, face));
  note('resource', resourceProblem(limits, face));
  note('tag', tagProblem(limits, face));
  note('grantee', granteeProblem(limits, face));
  return { matched, missing };
}

export function coversPrincipal({ principals }: Limits, face: Face): boolean {
  return principals.some((pattern) => face.principals.some((key) => fits(pattern, key)));
}

function principalProblem(limits: Limits, face: Face): string | undefined {
  if (limits.principals.length === 0) return 'it does not say who may do it';
  if (coversPrincipal(limits, face)) return undefined;
  return `principal ${face.activity.principal.key} is not among ${listed(limits.principals)}`;
}

/** false: nothing is limited. */
function listProblem(
  what: string,
  allowed: readonly string[],
  found: string | undefined,
): string | undefined | false {
  if (allowed.length === 0) return false;
  if (found === undefined) return `the ${what} is not known`;
  return allowed.some((pattern) => fits(pattern, found))
    ? undefined
    : `${what} ${found} is not among ${listed(allowed)}`;
}

function actionProblem({ actions }: Limits, face: Face): string | undefined | false {
  if (actions.length === 0) return false;
  if (actions.some((action) => coversAction(action, face))) return undefined;
  const { operation, verb, object } = face.activity;
  return `operation ${operation} (${verb}:${object}) is not among ${listed(actions.map(shownAction))}`;
}

function coversAction(
  action: ActionPattern,
  { operation, plainOperation, service, activity }: Face,
): boolean {
  if (action.kind === 'meaning') {
    return fits(action.verb, activity.verb) && fits(action.object, activity.object);
  }
  if (action.service !== undefined && !fits(action.service, service)) return false;
  return fits(action.operation, operation) || fits(action.operation, plainOperation);
}

function shownAction(action: ActionPattern): string {
  if (action.kind === 'meaning') return `${action.verb}:${action.object}`;
  return action.service === undefined ? action.operation : `${action.service}:${action.operation}`;
}

/** All that was acted on has to be named; of what is new, all that it came from. */
function resourceProblem({ resources }: Limits, { subjects, origins }: Face): string | undefined | false {
  if (resources.length === 0) return false;
  const isNamed = ({ names }: Subject): boolean =>
    resources.some((pattern) => names.some((name) => fits(pattern, name)));
  const others = subjects.filter((one) => !isNamed(one));
  if (subjects.length > 0 && others.length === 0) return undefined;
  const strange = origins.filter((one) => !isNamed(one));
  if (origins.length > 0 && strange.length === 0) return undefined;
  const [first] = strange.length > 0 ? strange : others;
  if (first === undefined) return 'the operation names no resource';
  const count = (strange.length > 0 ? strange : others).length;
  return `resource ${first.shown}${count > 1 ? ` (and ${count - 1} more)` : ''} is not among ${listed(resources)}`;
}

function tagProblem({ tags }: Limits, { activity }: Face): string | undefined | false {
  if (tags.length === 0) return false;
  const found = activity.attrs.tags ?? {};
  for (const [name, pattern] of tags) {
    const value = Object.hasOwn(found, name) ? found[name] : undefined;
    if (value === undefined) return `the operation carries no tag ${name}`;
    if (!fits(pattern, value)) return `tag ${name} is ${value}, not ${pattern}`;
  }
  return undefined;
}

/** Giving away is only covered in full when the record says to whom. */
function granteeProblem({ grantees }: Limits, face: Face): string | undefined | false {
  if (face.grantees.length === 0) return false;
  const strange = face.grantees.filter((found) => !grantees.some((pattern) => fits(pattern, found)));
  const [first] = strange;
  if (first === undefined) return undefined;
  const more = strange.length > 1 ? ` (and ${strange.length - 1} more)` : '';
  return grantees.length === 0
    ? `it does not say that ${first}${more} may be given access`
    : `grantee ${first}${more} is not among ${listed(grantees)}`;
}

const SHOWN = 3;

export function listed(values: readonly string[]): string {
  const shown = values.slice(0, SHOWN).join(', ');
  return values.length > SHOWN ? `${shown} and ${values.length - SHOWN} more` : shown;
}
