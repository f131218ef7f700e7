import { always, any, type Condition, never, not } from '../emit/siem/condition.ts';
import { accepts, lowerTest } from '../emit/siem/lower.ts';
import { byFlag, byValue, type LowerField, unsayable } from './activity-tests.ts';
import { field, isFilled, isOneOf } from './native-fields.ts';

const result = field('properties.result', 'resultType');
const operation = field('operationName', 'properties.activityDisplayName');
const targetType = field('properties.targetResources[].type');

const succeeded: Condition = any(not(isFilled(result)), isOneOf(result, '0', 'success', 'none'));

/** How fields of the Activity stand in the audit log of Entra ID: every row is an operation by itself. */
export const entraFields: Readonly<Record<string, LowerField>> = {
  operation: (leaf) => lowerTest(leaf, operation),
  service: (leaf) => (accepts(leaf, 'Microsoft.Entra') ? always : never),
  outcome: (leaf) =>
    byValue(leaf, [
      ['success', succeeded],
      ['failure', not(succeeded)],
    ]),
  'principal.name': (leaf) => lowerTest(leaf, field('properties.initiatedBy.user.userPrincipalName')),
  'source.ip': (leaf) => lowerTest(leaf, field('properties.initiatedBy.user.ipAddress', 'callerIpAddress')),
  'attrs.identities': (leaf) =>
    leaf.kind === 'exists'
      ? byFlag(leaf, isOneOf(targetType, 'User', 'ServicePrincipal'))
      : unsayable(leaf, 'it is made of several values'),
};
