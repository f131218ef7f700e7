import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import { type ExtractionPlan, textsOf } from '../extraction-plan.ts';
import type { PathName } from '../path-names.ts';
import { allowStatements, listOf } from './policy-document.ts';

export interface Grantees {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

const nobody: readonly string[] = Object.freeze([]);
const addedNames: readonly PathName[] = [
  'granteesAdded',
  'granteeGroupsAdded',
  'granteeOrgsAdded',
  'granteeUnitsAdded',
];
const removedNames: readonly PathName[] = ['granteesRemoved', 'granteeGroupsRemoved'];

/**
 * Who was given and who lost access: accounts, principals, organisations, and `all` for everybody. For resource policies
 * the principals that their Allow statements name, without the account's own.
 */
export function granteesOf(record: JsonObject, plan: ExtractionPlan, account: string): Grantees {
  return {
    added: collect(record, plan, addedNames, account),
    removed: collect(record, plan, removedNames, account),
  };
}

function collect(
  record: JsonObject,
  plan: ExtractionPlan,
  names: readonly PathName[],
  account: string,
): readonly string[] {
  let found: Set<string> | undefined;
  for (const name of names) {
    if (!plan.fields[name]) continue;
    for (const value of textsOf(plan, name, record)) {
      found ??= new Set();
      if (value !== account) found.add(value);
    }
  }
  if (names === addedNames && plan.fields.policy) {
    found ??= new Set();
    for (const policy of textsOf(plan, 'policy', record)) addPrincipals(found, policy, account);
  }
  return found && found.size > 0 ? [...found] : nobody;
}

function addPrincipals(found: Set<string>, policy: string, account: string): void {
  for (const statement of allowStatements(policy)) {
    const principal = statement['Principal'];
    const named = isObject(principal) ? principal['AWS'] : principal;
    for (const one of listOf(named)) addPrincipal(found, one, account);
  }
}

function addPrincipal(found: Set<string>, principal: Json, account: string): void {
  if (typeof principal !== 'string' || principal === account || principal.includes(`::${account}:`)) return;
  found.add(principal === '*' ? 'all' : principal);
}
