import { acceleratedTypes } from '../clouds/accelerators.ts';
import { roleIds } from '../clouds/azure/roles.ts';
import { statusWords } from '../clouds/azure/status.ts';
import type { CatalogueEntry } from '../clouds/catalogue.ts';
import type { PathName } from '../clouds/path-names.ts';
import { all, any, type Condition, type NativeField, never, not, row } from '../emit/siem/condition.ts';
import { accepts, lowerTest } from '../emit/siem/lower.ts';
import {
  byEdgeKind,
  byFlag,
  byOptionalValue,
  byValue,
  type LowerField,
  unsayable,
} from './activity-tests.ts';
import { bodyField, bodySteps } from './azure-bodies.ts';
import { exposedAddresses, exposedPorts } from './azure-exposure.ts';
import { partOfId } from './azure-ids.ts';
import { claims, isPlatform, isUser, principalType } from './azure-principal.ts';
import { httpIs, isUpdate, status } from './azure-rows.ts';
import { acceptsSome } from './choices.ts';
import { cataloguePaths, field, isOneOf, someField, textTest } from './native-fields.ts';

function pathsOf(entry: CatalogueEntry | undefined, ...names: readonly PathName[]): readonly NativeField[] {
  return cataloguePaths(entry, names, bodySteps);
}

/** Some row has a value. */
const hasValue = (fields: readonly NativeField[]): Condition => row(someField(fields, { kind: 'filled' }));

const isSucceeded = isOneOf(status, ...statusWords('succeeded'));
const isFailed = isOneOf(status, ...statusWords('failed', 'cancelled'));

/** An operation that was seen to end well or badly; one whose end was not seen is pending. */
const outcome: LowerField = (leaf) => {
  const isDenied = all(
    isFailed,
    any(httpIs(401), httpIs(403), textTest(field('properties.statusMessage'), 'contains', deniedWords)),
  );
  return byValue(leaf, [
    ['success', row(isSucceeded)],
    ['failure', all(row(isFailed), not(row(isDenied)))],
    ['denied', row(isDenied)],
    ['pending', all(not(row(isSucceeded)), not(row(isFailed)))],
  ]);
};

const deniedWords = [
  'AuthorizationFailed',
  'Unauthorized',
  'Forbidden',
  'AccessDenied',
  'RequestDisallowed',
  'DisallowedByPolicy',
];

const azureBackup = '262044b1-e2ce-469f-a196-69ab7ada62d3';
const clusters = '/providers/microsoft.containerservice/managedclusters/';

const automationKind: LowerField = (leaf) => {
  const isScaling = isPlatform('Microsoft.Insights/autoscaleSettings');
  const kinds: readonly (readonly [string, Condition])[] = [
    ['autoscale', isScaling],
    ['platform', all(isPlatform(), not(isScaling))],
    ['backup', all(isOneOf(claims('appid'), azureBackup), not(isUser))],
    ['k8s', textTest(claims('xms_mirid'), 'contains', [clusters])],
  ];
  const there = any(isPlatform(), ...kinds.slice(2).map(([, condition]) => condition));
  return byOptionalValue(leaf, row(there), (accepted) => {
    const some = kinds.filter(([kind]) => accepted(kind));
    return row(some.length === kinds.length ? there : any(...some.map(([, condition]) => condition)));
  });
};

const verb: LowerField = (leaf, lowering) => {
  const { entry } = lowering;
  if (!entry) return unsayable(leaf, 'it is guessed from the name of the operation');
  const updates = isUpdate(entry, lowering.differ);
  const refined = refinedVerbs(entry, entry.update?.verb ?? entry.verb);
  if (!entry.update) return byValue(leaf, refined);
  return byValue(leaf, [
    [entry.verb, not(updates)],
    ...refined.map(([name, condition]) => [name, all(updates, condition)] as const),
  ]);
};

const off = ['off', 'disabled', 'unlocked', 'protectionstopped'];
const on = ['on', 'enabled', 'locked', 'alwayson'];

/** What the body makes of `modify` and `share`. */
function refinedVerbs(entry: CatalogueEntry, plain: string): readonly (readonly [string, Condition])[] {
  const someOf = (fields: readonly NativeField[], make: (one: NativeField) => Condition): Condition =>
    row(any(...fields.map(make)));
  if (plain === 'share') {
    const takes = someOf(pathsOf(entry, 'shareOperation'), (one) => isOneOf(one, 'remove', 'reset'));
    return [
      ['share', not(takes)],
      ['unshare', takes],
    ];
  }
  if (plain !== 'modify') return [[plain, all()]];
  const opens = someOf(pathsOf(entry, 'sharing'), (one) => textTest(one, 'contains', ['community']));
  const states = pathsOf(entry, 'softDelete', 'immutability', 'state');
  const ends = someOf(states, (one) => isOneOf(one, ...off));
  const starts = someOf(states, (one) => isOneOf(one, ...on));
  return [
    ['share', opens],
    ['unprotect', all(ends, not(opens))],
    ['protect', all(starts, not(ends), not(opens))],
    ['modify', not(any(opens, ends, starts))],
  ];
}

/** The data component of an operation that creates or updates: by which of the two it was. */
const component =
  (part: 'id' | 'name'): LowerField =>
  (leaf, { entry, differ }) => {
    if (!entry?.update) return unsayable(leaf, 'it is not known of the operation');
    const shown = entry.update.component?.[part];
    const made = entry.component?.[part];
    const secondary = (entry.secondary ?? []).map((one) => one[part]);
    const isAccepted = (value: string | undefined): boolean =>
      value !== undefined && acceptsSome(leaf, value);
    if (secondary.some(isAccepted)) return all();
    const updates = isUpdate(entry, differ);
    return any(isAccepted(made) ? not(updates) : never, isAccepted(shown ?? made) ? updates : never);
  };

const edgeKind: LowerField = (leaf, { entry }) =>
  byEdgeKind(leaf, entry, not(row(isFailed)), ({ from, origin, when }) => {
    const origins = from.map(bodyField);
    const comes = origin
      ? row(any(...origins.map((one) => textTest(one, 'contains', [origin]))))
      : hasValue(origins);
    const holds = when && isOneOf(bodyField(when.path), when.equals);
    return holds ? all(comes, row(holds)) : comes;
  });

const grantees: LowerField = (leaf, { entry }) => {
  const isOpen = row(
    any(
      ...pathsOf(entry, 'sharing', 'shareOperation').map((one) => textTest(one, 'contains', ['community'])),
    ),
  );
  const named = pathsOf(entry, 'granteesAdded');
  if (leaf.kind === 'exists' || leaf.kind === 'null')
    return byOptionalValue(leaf, any(isOpen, hasValue(named)), () => never);
  return any(accepts(leaf, 'all') ? isOpen : never, row(any(...named.map((one) => lowerTest(leaf, one)))));
};

/** Roles are written as definitions: those that have a name of their own by their ids. */
const role: LowerField = (leaf, { entry, differ }) => {
  const granted = pathsOf(entry, 'grantRoles');
  if (granted.length === 0) return unsayable(leaf, 'the operation names none, or names it in several ways');
  const there = hasValue(granted);
  return byOptionalValue(leaf, there, (accepted) => {
    const ids = [...roleIds].filter(([, name]) => accepted(name)).map(([id]) => `/roleDefinitions/${id}`);
    differ('roles are known by their ids: only those with a name in nephoscope');
    return row(any(...granted.map((one) => textTest(one, 'endswith', ids))));
  });
};

const onSomeRow =
  (...fields: readonly NativeField[]): LowerField =>
  (leaf) => {
    const isAbsence = leaf.kind === 'null' || (leaf.kind === 'exists' && !leaf.value);
    const there = row(someField(fields, { kind: 'filled' }));
    return isAbsence ? not(there) : row(any(...fields.map((one) => lowerTest(leaf, one))));
  };

const fromCatalogue =
  (...names: readonly PathName[]): LowerField =>
  (leaf, lowering) => {
    const fields = pathsOf(lowering.entry, ...names);
    return fields.length === 0
      ? unsayable(leaf, 'the operation does not say')
      : onSomeRow(...fields)(leaf, lowering);
  };

const accelerated: LowerField = (leaf, { entry }) =>
  byFlag(
    leaf,
    row(
      someField(pathsOf(entry, 'instanceTypes'), {
        kind: 'regex',
        source: acceleratedTypes.azure.source,
        flags: { ignoreCase: true },
      }),
    ),
  );

const operation = field('operationName.value', 'operationName');

/** How fields of the Activity stand in the rows of the Activity Log; what is missing here cannot be said of them. */
export const azureFields: Readonly<Record<string, LowerField>> = {
  outcome,
  verb,
  'components.id': component('id'),
  'components.name': component('name'),
  'automation.kind': automationKind,
  'principal.type': principalType,
  'edges.kind': edgeKind,
  'attrs.grantees': grantees,
  'attrs.role': role,
  'attrs.gpu': accelerated,
  'attrs.userData': (leaf, { entry }) => byFlag(leaf, hasValue(pathsOf(entry, 'userData'))),
  'attrs.identities': (leaf, { entry }) =>
    leaf.kind === 'exists' && /\/elevateAccess\/action$/i.test(entry?.operation ?? '')
      ? byFlag(leaf, all())
      : unsayable(leaf, 'it is made of several values'),
  'attrs.exposure.cidr': exposedAddresses,
  'attrs.exposure.ports': exposedPorts,
  'attrs.instanceType': fromCatalogue('instanceTypes'),
  'attrs.image.publisher': fromCatalogue('imagePublisher'),
  'attrs.kmsKey': fromCatalogue('kmsKey'),
  'attrs.quota.code': fromCatalogue('quotaCode'),
  'attrs.quota.value': fromCatalogue('quotaValue'),
  'attrs.exportSeconds': fromCatalogue('exportSeconds'),
  operation: (leaf) => lowerTest(leaf, operation),
  service: (leaf, lowering) =>
    accepts(leaf, 'Microsoft.Entra') ? never : onSomeRow(field('resourceProviderName.value'))(leaf, lowering),
  account: partOfId('subscriptionId', 'subscriptions'),
  group: partOfId('resourceGroupName', 'resourcegroups'),
  'principal.name': onSomeRow(field('caller')),
  'source.ip': onSomeRow(field('callerIpAddress', 'httpRequest.clientIpAddress')),
  'correlation.correlationId': onSomeRow(field('correlationId')),
  'correlation.operationId': onSomeRow(field('operationId')),
};

/** Operations by their names, as a condition. */
export function azureOperations(entries: readonly CatalogueEntry[]): Condition {
  return isOneOf(operation, ...entries.map((entry) => entry.operation));
}
