import type { CatalogueEntry } from '../clouds/catalogue.ts';
import { all, any, type Condition, never, not, row } from '../emit/siem/condition.ts';
import { accepts, lowerTest } from '../emit/siem/lower.ts';
import { byOptionalValue, type LowerField } from './activity-tests.ts';
import { payload } from './gcp-payload.ts';
import { isFilled, isOneOf, textTest } from './native-fields.ts';

const deltas = ['serviceData', 'metadata'].map((place) => `${place}.policyDelta.bindingDeltas[]`);
const bindings = ['request.policy.bindings[]', 'response.bindings[]'];

const changes = deltas.map((delta) => payload(`${delta}.action`));
const members = [
  ...deltas.map((delta) => payload(`${delta}.member`)),
  ...bindings.map((binding) => payload(`${binding}.members[]`)),
];
const roles = [...deltas, ...bindings].map((one) => payload(`${one}.role`));

const everybody = ['allUsers', 'allAuthenticatedUsers'];
const note =
  'everybody whom a policy names counts as a grantee: own accounts and what the policy said before are not left out';

/** Whether the operation sets a policy. */
export function granted(entry: CatalogueEntry | undefined): boolean {
  return entry === undefined || /(?:^|\.)setIamPolicy$/i.test(entry.operation);
}

/** What `setIamPolicy` does, as far as a policy tells by itself. */
export function sharingVerbs(
  differ: (difference: string) => void,
): readonly (readonly [string, Condition])[] {
  differ(note);
  const adds = any(...changes.map((one) => isOneOf(one, 'ADD')));
  const names = any(...bindings.map((binding) => isFilled(payload(`${binding}.members[]`))));
  const isDelta = any(...changes.map(isFilled));
  const gives = any(row(adds), all(not(row(isDelta)), row(names)));
  return [
    ['share', gives],
    ['unshare', not(gives)],
    ['modify', never],
  ];
}

/** Whom a policy gives access to. */
export const granteesOf: LowerField = (leaf, { entry, differ }) => {
  if (!granted(entry)) return never;
  const there = row(any(...members.map(isFilled)));
  if (leaf.kind === 'exists' || leaf.kind === 'null') {
    differ(note);
    return byOptionalValue(leaf, there, () => never);
  }
  const isPublic = accepts(leaf, 'all') || everybody.some((name) => accepts(leaf, name));
  return any(
    isPublic ? row(any(...members.map((one) => textTest(one, 'equals', everybody)))) : never,
    row(any(...members.map((one) => lowerTest(leaf, one)))),
  );
};

/** The roles that a policy gives. */
export const rolesOf: LowerField = (leaf, { differ }) => {
  differ(note);
  return byOptionalValue(leaf, row(any(...roles.map(isFilled))), () =>
    row(any(...roles.map((one) => lowerTest(leaf, one)))),
  );
};
