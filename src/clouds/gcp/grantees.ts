import { isObject, type Json, type JsonObject, member, text } from '../../core/json.ts';
import { compilePaths } from '../paths.ts';
import { isServiceAgent } from './principal.ts';

/** Who an IAM policy gives access to, as far as it is worth knowing. */
export interface Grantees {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly roles: readonly string[];
  /** The record says what changed, not only what the policy is now. */
  readonly isDelta: boolean;
  /** The policy has no members at all. */
  readonly isEmpty: boolean;
}

const deltas = compilePaths([
  'serviceData.policyDelta.bindingDeltas[]',
  'metadata.policyDelta.bindingDeltas[]',
]);
const bindings = compilePaths(['request.policy.bindings[]', 'response.bindings[]']);
/** Mail domains in which everybody can have an account. */
const publicMail = new Set(['gmail.com', 'googlemail.com']);
const maximum = 500;

/**
 * The members that `setIamPolicy` gives access to. Some services log what changed, and that is what counts. Others log the
 * whole policy: then the members outside count, which are those that are neither the caller's own domain nor accounts of
 * the project or of Google's agents. `allUsers` and `allAuthenticatedUsers` are everybody, `all`.
 */
export function granteesOf(payload: JsonObject, project: string, caller: string | undefined): Grantees {
  const changes = deltas(payload);
  if (changes.length > 0) return fromDeltas(changes);
  const all = bindings(payload);
  const members: string[] = [];
  const roles: string[] = [];
  for (const binding of all) {
    const list = listOf(member(binding, 'members')).filter((one) => typeof one === 'string');
    const outside = list.filter((one) => isOutside(one, project, caller));
    if (outside.length > 0) roles.push(text(member(binding, 'role')) ?? '');
    members.push(...outside);
  }
  const isEmpty = !all.some((binding) => listOf(member(binding, 'members')).length > 0);
  return { added: named(members), removed: [], roles: named(roles), isDelta: false, isEmpty };
}

function fromDeltas(changes: readonly Json[]): Grantees {
  const pick = (action: string, name: string): readonly string[] =>
    named(
      changes
        .filter((change) => isObject(change) && change['action'] === action)
        .map((change) => text(member(change, name)) ?? ''),
    );
  const added = pick('ADD', 'member');
  return {
    added,
    removed: pick('REMOVE', 'member'),
    roles: pick(added.length > 0 ? 'ADD' : 'REMOVE', 'role'),
    isDelta: true,
    isEmpty: false,
  };
}

function named(values: readonly string[]): readonly string[] {
  const clean = values.filter((value) => value !== '');
  return [...new Set(clean.map((value) => (isEverybody(value) ? 'all' : value)))].slice(0, maximum);
}

function isEverybody(name: string): boolean {
  return name === 'allUsers' || name === 'allAuthenticatedUsers';
}

function isOutside(name: string, project: string, caller: string | undefined): boolean {
  if (isEverybody(name)) return true;
  // A deleted principal cannot use what it has; the policy only carries it along.
  if (name.startsWith('deleted:') || /^project(?:Owner|Editor|Viewer):/.test(name)) return false;
  const [kind, address = ''] = [name.slice(0, name.indexOf(':')), name.slice(name.indexOf(':') + 1)];
  if (kind === 'serviceAccount') return !isOwnAccount(address, project);
  const domain = kind === 'domain' ? address : address.slice(address.indexOf('@') + 1);
  const own = caller?.slice(caller.indexOf('@') + 1);
  return domain !== own || publicMail.has(domain);
}

function isOwnAccount(email: string, project: string): boolean {
  if (isServiceAgent(email)) return true;
  return (
    email.endsWith(`@${project}.iam.gserviceaccount.com`) ||
    email === `${project}@appspot.gserviceaccount.com`
  );
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
