import { acceleratedTypes } from '../clouds/accelerators.ts';
import type { CatalogueEntry } from '../clouds/catalogue.ts';
import type { PathName } from '../clouds/path-names.ts';
import { all, any, type Condition, type NativeField, not, row, test } from '../emit/siem/condition.ts';
import { lowerTest } from '../emit/siem/lower.ts';
import { byEdgeKind, byFlag, byValue, type LowerField, unsayable } from './activity-tests.ts';
import { exposedAddresses, exposedPorts } from './gcp-exposure.ts';
import { granted, granteesOf, rolesOf, sharingVerbs } from './gcp-grantees.ts';
import { payload, payloadSteps } from './gcp-payload.ts';
import { googleAutomation, googlePrincipal } from './gcp-principal.ts';
import { cataloguePaths, field, isFilled, isOneOf, someField, textTest } from './native-fields.ts';

function pathsOf(entry: CatalogueEntry | undefined, ...names: readonly PathName[]): readonly NativeField[] {
  return cataloguePaths(entry, names, (path) => [payloadSteps(path)]);
}

const hasValue = (fields: readonly NativeField[]): Condition => row(someField(fields, { kind: 'filled' }));

const code = payload('status.code');
const isCode = (...values: readonly string[]): Condition =>
  any(...values.map((value) => test(code, { kind: 'number', op: 'eq', value })));

const isFailure = any(
  all(isFilled(code), not(isCode('0'))),
  isFilled(payload('response.error.code')),
  isFilled(payload('response.error.message')),
  isOneOf(field('severity'), 'ERROR'),
);

/** PERMISSION_DENIED and UNAUTHENTICATED of google.rpc, and what the answer of Compute Engine says for them. */
const isDenied = any(isCode('7', '16'), isOneOf(payload('response.error.code'), '401', '403'));

/** The last entry of an operation, or one that stands alone. Sentinel's table has the answer only. */
const isEnd: Condition = {
  kind: 'first',
  items: [
    any(
      not(isFilled(field('operation.id'))),
      test(field('operation.last'), { kind: 'boolean', value: true }),
    ),
    any(not(isFilled(payload('response.operationType'))), isOneOf(payload('response.status'), 'DONE')),
  ],
};

const outcome: LowerField = (leaf) =>
  byValue(leaf, [
    ['success', all(row(isEnd), not(row(isFailure)))],
    ['failure', all(row(isFailure), not(row(isDenied)))],
    ['denied', row(isDenied)],
    ['pending', all(not(row(isEnd)), not(row(isFailure)))],
  ]);

const verb: LowerField = (leaf, lowering) => {
  const { entry } = lowering;
  if (!entry) return unsayable(leaf, 'it is guessed from the name of the operation');
  if (entry.verb === 'share') return byValue(leaf, sharingVerbs(lowering.differ));
  const flag = (name: PathName, value: boolean): Condition =>
    row(someField(pathsOf(entry, name), { kind: 'boolean', value }));
  const logs = [flag('flowLogs', true), flag('flowLogs', false)] as const;
  const protects = [flag('protection', true), flag('protection', false)] as const;
  return byValue(leaf, [
    ['enable', logs[0]],
    ['disable', logs[1]],
    ['protect', protects[0]],
    ['unprotect', protects[1]],
    ['modify', not(any(...logs, ...protects))],
  ]);
};

const edgeKind: LowerField = (leaf, { entry }) =>
  byEdgeKind(leaf, entry, not(row(isFailure)), ({ from, origin }) => {
    const origins = from
      .filter((path) => path !== '$target')
      .map((path): NativeField => ({ name: path, places: [payloadSteps(path)] }));
    if (origins.length === 0) return all();
    return origin
      ? row(any(...origins.map((one) => textTest(one, 'contains', [origin]))))
      : hasValue(origins);
  });

/** A test on some row of the operation; what is absent is so on all of them. */
function onSomeRow(fields: readonly NativeField[]): LowerField {
  return (leaf) => {
    if (fields.length === 0) return unsayable(leaf, 'the operation does not say');
    const isAbsence = leaf.kind === 'null' || (leaf.kind === 'exists' && !leaf.value);
    if (isAbsence) return not(hasValue(fields));
    return row(any(...fields.map((one) => lowerTest(leaf, one))));
  };
}

const fromCatalogue =
  (...names: readonly PathName[]): LowerField =>
  (leaf, lowering) =>
    onSomeRow(pathsOf(lowering.entry, ...names))(leaf, lowering);

const metadataKeys = ['metadataKeysAdded', 'metadataKeysModified', 'metadataKeysDeleted'] as const;

/** Keys whose values run on the machine, as `clouds/gcp/attributes.ts` knows them. */
const scripts =
  '^(?:windows-)?(?:startup|shutdown)-script|^sysprep-specialize-script|^user-data$|^gce-container-declaration$';

const userData: LowerField = (leaf, { entry }) =>
  byFlag(
    leaf,
    row(someField(pathsOf(entry, ...metadataKeys), { kind: 'regex', source: scripts, flags: {} })),
  );

const accelerated: LowerField = (leaf, { entry }) => {
  const { source } = acceleratedTypes.gcp;
  const types = row(someField(pathsOf(entry, 'instanceTypes'), { kind: 'regex', source, flags: {} }));
  return byFlag(leaf, any(types, hasValue(pathsOf(entry, 'acceleratorTypes'))));
};

const role: LowerField = (leaf, lowering) =>
  granted(lowering.entry) ? rolesOf(leaf, lowering) : fromCatalogue('role')(leaf, lowering);

const identities: LowerField = (leaf, { entry }) => {
  const isIam = entry === undefined || entry.service === 'iam.googleapis.com';
  if (leaf.kind !== 'exists' || !isIam) return unsayable(leaf, 'it is made of several values');
  const address = test(payload('resourceName'), {
    kind: 'regex',
    source: '/serviceAccounts/[^/]+@',
    flags: {},
  });
  return byFlag(leaf, row(any(isFilled(payload('response.email')), address)));
};

const method = payload('methodName');

/** How fields of the Activity stand in audit log entries; what is missing here cannot be said of them. */
export const gcpFields: Readonly<Record<string, LowerField>> = {
  outcome,
  verb,
  'automation.kind': googleAutomation,
  'principal.type': googlePrincipal,
  'edges.kind': edgeKind,
  'attrs.grantees': granteesOf,
  'attrs.role': role,
  'attrs.gpu': accelerated,
  'attrs.userData': userData,
  'attrs.identities': identities,
  'attrs.metadataKeys': fromCatalogue(...metadataKeys),
  'attrs.instanceType': fromCatalogue('instanceTypes'),
  'attrs.exposure.cidr': exposedAddresses,
  'attrs.exposure.ports': exposedPorts,
  operation: (leaf) => lowerTest(leaf, method),
  service: (leaf) => lowerTest(leaf, payload('serviceName')),
  account: onSomeRow([field('resource.labels.project_id')]),
  zone: onSomeRow([field('resource.labels.zone')]),
  'principal.name': onSomeRow([payload('authenticationInfo.principalEmail')]),
  'source.ip': onSomeRow([payload('requestMetadata.callerIp')]),
  'source.userAgent': onSomeRow([payload('requestMetadata.callerSuppliedUserAgent')]),
};

/** Operations by their methods, as a condition: those of Compute Engine have a version before them. */
export function gcpOperations(entries: readonly CatalogueEntry[]): Condition {
  const logName = field('logName');
  const isSystem = textTest(logName, 'endswith', ['system_event']);
  const named = (some: readonly CatalogueEntry[]): Condition => {
    const isVersioned = ({ operation }: CatalogueEntry): boolean => operation.startsWith('compute.');
    const names = some.map(({ operation }) => operation);
    return any(
      textTest(
        method,
        'endswith',
        names.filter((_name, index) => isVersioned(some[index] as CatalogueEntry)),
      ),
      textTest(
        method,
        'equals',
        names.filter((_name, index) => !isVersioned(some[index] as CatalogueEntry)),
      ),
    );
  };
  const system = entries.filter(({ log }) => log === 'system_event');
  const shared = entries.filter(({ log, operation }) => log !== 'system_event' && bothLogs.has(operation));
  const others = entries.filter((entry) => !system.includes(entry) && !shared.includes(entry));
  return any(named(others), all(named(system), isSystem), all(named(shared), not(isSystem)));
}

/** Methods that are Google's own act in one log and a person's in the other. */
const bothLogs = new Set(['compute.instances.reset']);
