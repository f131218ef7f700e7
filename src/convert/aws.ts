import { acceleratedTypes } from '../clouds/accelerators.ts';
import { modifiesSharing, withdraws } from '../clouds/aws/meaning.ts';
import { wideActions } from '../clouds/aws/policy-document.ts';
import type { CatalogueEntry } from '../clouds/catalogue.ts';
import type { PathName } from '../clouds/path-names.ts';
import { all, any, type Condition, type NativeField, never, not, test } from '../emit/siem/condition.ts';
import {
  byEdgeKind,
  byFields,
  byFlag,
  byOptionalValue,
  byValue,
  type LowerField,
  unsayable,
} from './activity-tests.ts';
import { exposedAddresses, exposedPorts } from './aws-exposure.ts';
import { awsAutomation, awsPrincipal } from './aws-principal.ts';
import { acceptsSome } from './choices.ts';
import { cataloguePaths, field, isFilled, isOneOf, someField, stepsIn, textTest } from './native-fields.ts';

const errorCode = field('errorCode');
const errorMessage = field('errorMessage');

/** What the request or the answer has under names of the catalogue. */
function pathsOf(entry: CatalogueEntry | undefined, ...names: readonly PathName[]): readonly NativeField[] {
  return cataloguePaths(entry, names, (path) => [stepsIn(path)]);
}

const hasValue = (fields: readonly NativeField[]): Condition => someField(fields, { kind: 'filled' });

const deniedWords = [
  'AccessDenied',
  'Unauthorized',
  'NotAuthorized',
  'Forbidden',
  'AuthFailure',
  'OptInRequired',
  'InvalidClientTokenId',
  'SignatureDoesNotMatch',
  'ExpiredToken',
  'UnrecognizedClient',
];
const dryRunCodes = ['DryRunOperation', 'DryRunOperationException'].flatMap((code) => [
  code,
  `Client.${code}`,
]);

/** No error code and no message is success; services that report failures of parts in the answer say so there. */
export function succeeded(entry: CatalogueEntry | undefined): Condition {
  const plain = all(not(isFilled(errorCode)), not(isFilled(errorMessage)));
  if (!entry) return plain;
  const failures = pathsOf(entry, 'failures');
  const made = pathsOf(entry, 'instanceIds', 'instanceGroupIds');
  const parts = failures.length === 0 ? all() : any(not(hasValue(failures)), hasValue(made));
  return all(plain, parts, not(inState(entry, [...failedStates, ...pendingStates])));
}

const pendingStates = ['CREATED', 'PENDING', 'RUNNING'];
const failedStates = ['FAILED', 'ABORTED', 'EXPIRED', 'PARTIAL'];

/** Service events have no error code but a state. */
function inState(entry: CatalogueEntry | undefined, states: readonly string[]): Condition {
  const paths = Object.values(entry?.paths ?? {}).flat();
  if (!paths.some((path) => path.startsWith('serviceEventDetails'))) return never;
  return any(...['state', 'status'].map((name) => isOneOf(field(`serviceEventDetails.${name}`), ...states)));
}

const outcome: LowerField = (leaf, { entry }) => {
  const coded = isFilled(errorCode);
  const isDryRun = isOneOf(errorCode, ...dryRunCodes);
  const isDenied = textTest(errorCode, 'contains', deniedWords);
  const silent = all(not(coded), isFilled(errorMessage));
  return byValue(leaf, [
    ['success', succeeded(entry)],
    ['failure', any(all(coded, not(isDryRun), not(isDenied)), silent, inState(entry, failedStates))],
    ['denied', isDenied],
    ['dry_run', isDryRun],
    ['pending', inState(entry, pendingStates)],
  ]);
};

const isBoolean = (fields: readonly NativeField[], value: boolean): Condition =>
  someField(fields, { kind: 'boolean', value });

/** Protection against removal is switched to the value, by its own member or by the generic one. */
function protectionIs(entry: CatalogueEntry | undefined, value: boolean): Condition {
  const generic = all(
    any(...pathsOf(entry, 'attribute').map((one) => isOneOf(one, 'disableApiTermination', 'disableApiStop'))),
    isBoolean(pathsOf(entry, 'attributeValue'), value),
  );
  return any(isBoolean(pathsOf(entry, 'protection', 'stopProtection'), value), generic);
}

const added: readonly PathName[] = [
  'granteesAdded',
  'granteeGroupsAdded',
  'granteeOrgsAdded',
  'granteeUnitsAdded',
];
const removed: readonly PathName[] = ['granteesRemoved', 'granteeGroupsRemoved'];

const verb: LowerField = (leaf, { entry }) => {
  if (!entry) return unsayable(leaf, 'it is guessed from the name of the operation');
  if (modifiesSharing(entry.operation)) {
    const gives = hasValue(pathsOf(entry, ...added));
    const takes = hasValue(pathsOf(entry, ...removed));
    return byValue(leaf, [
      [entry.verb, gives],
      ['unshare', all(not(gives), takes)],
      ['modify', all(not(gives), not(takes))],
    ]);
  }
  if (entry.operation === 'UpdateLifecyclePolicy') {
    const isOff = any(...pathsOf(entry, 'state').map((one) => isOneOf(one, 'DISABLED')));
    return byValue(leaf, [
      ['disable', isOff],
      ['modify', not(isOff)],
    ]);
  }
  const on = protectionIs(entry, true);
  const off = protectionIs(entry, false);
  return byValue(leaf, [
    ['protect', on],
    ['unprotect', all(off, not(on))],
    ['modify', not(any(on, off))],
  ]);
};

/** Only a call that succeeded makes lineage: what the new resource came from stands in the request. */
const edgeKind: LowerField = (leaf, { entry }) =>
  byEdgeKind(leaf, entry, succeeded(entry), ({ from, origin, when }) => {
    const origins = from.map((path): NativeField => ({ name: path, places: [stepsIn(path)] }));
    const comes = origin
      ? any(...origins.map((one) => textTest(one, 'contains', [origin])))
      : hasValue(origins);
    const holds = when ? isOneOf({ name: when.path, places: [stepsIn(when.path)] }, when.equals) : all();
    return all(comes, holds);
  });

const own = field('recipientAccountId');

/** Who is given or loses access; the own account is nobody. */
const grantees: LowerField = (leaf, { entry, differ }) => {
  if (entry?.paths.policy) return unsayable(leaf, 'it stands in a policy, which is text in the record');
  const names = entry && withdraws(entry.operation) ? removed : added;
  const fields = pathsOf(entry, ...names);
  if (leaf.kind !== 'exists' && leaf.kind !== 'null')
    return byFields(leaf, fields, 'the operation names nobody');
  if (fields.some(isListed)) differ('the own account counts as one that is given access');
  const others = fields.map((one) => {
    const isOwn = test(one, { kind: 'same', op: 'equals', cased: false, other: own });
    return isListed(one) ? isFilled(one) : all(isFilled(one), not(isOwn));
  });
  return byOptionalValue(leaf, any(...others), () => never);
};

function isListed({ places }: NativeField): boolean {
  return places.some((steps) => steps.some(({ each }) => each === true));
}

const userData: LowerField = (leaf, { entry }) => {
  const generic = pathsOf(entry, 'attribute').map((one) => isOneOf(one, 'userData'));
  return byFlag(leaf, any(hasValue(pathsOf(entry, 'userData')), ...generic));
};

const accelerated: LowerField = (leaf, { entry }) => {
  const { source } = acceleratedTypes.aws;
  return byFlag(leaf, someField(pathsOf(entry, 'instanceTypes'), { kind: 'regex', source, flags: {} }));
};

const iam = 'iam.amazonaws.com';

/** The policy or group that IAM gives, or the role that a machine gets. What the text of a policy allows cannot be asked. */
const role: LowerField = (leaf, { entry }) => {
  if (entry && entry.service !== iam)
    return byFields(leaf, pathsOf(entry, 'role'), 'the operation names none');
  if (leaf.kind !== 'exists' && wideActions.some((action) => acceptsSome(leaf, action)))
    return unsayable(leaf, 'it stands in a policy, which is text in the record');
  const given = byFields(
    leaf,
    [field('requestParameters.policyArn'), field('requestParameters.groupName')],
    '',
  );
  return entry ? given : all(isOneOf(field('eventSource'), iam), given);
};

/** Users and roles that were made or given something: only whether there are some. */
const identities: LowerField = (leaf, { entry }) => {
  const named = hasValue([
    field('requestParameters.userName'),
    field('requestParameters.roleName'),
    field('responseElements.user.arn'),
    field('responseElements.role.arn'),
  ]);
  const inIam = entry ? named : all(isOneOf(field('eventSource'), iam), named);
  const there = entry && entry.service !== iam ? never : inIam;
  if (leaf.kind !== 'exists' && leaf.kind !== 'null') return unsayable(leaf, 'it is made of several values');
  return byOptionalValue(leaf, there, () => never);
};

const region: LowerField = (leaf, lowering) => {
  lowering.differ('services without a region have that of the record, not `global`');
  return byFields(leaf, [field('awsRegion')], '');
};

const direct =
  (...paths: readonly string[]): LowerField =>
  (leaf) =>
    byFields(
      leaf,
      paths.map((path) => field(path)),
      '',
    );

const fromCatalogue =
  (...names: readonly PathName[]): LowerField =>
  (leaf, { entry }) =>
    byFields(leaf, pathsOf(entry, ...names), 'the operation does not say');

/** How fields of the Activity stand in CloudTrail's records; what is missing here cannot be said of them. */
export const awsFields: Readonly<Record<string, LowerField>> = {
  outcome,
  verb,
  region,
  service: direct('eventSource'),
  operation: direct('eventName'),
  account: direct('recipientAccountId'),
  'automation.kind': awsAutomation,
  'principal.type': awsPrincipal,
  'principal.name': direct('userIdentity.userName', 'userIdentity.sessionContext.sessionIssuer.userName'),
  'source.ip': direct('sourceIPAddress'),
  'source.userAgent': direct('userAgent'),
  'error.code': direct('errorCode'),
  'error.message': direct('errorMessage'),
  'correlation.requestId': direct('requestID'),
  'edges.kind': edgeKind,
  'attrs.grantees': grantees,
  'attrs.userData': userData,
  'attrs.gpu': accelerated,
  'attrs.role': role,
  'attrs.identities': identities,
  'attrs.exposure.cidr': exposedAddresses,
  'attrs.exposure.ports': exposedPorts,
  'attrs.instanceType': fromCatalogue('instanceTypes'),
  'attrs.image.id': fromCatalogue('imageIds', 'sourceImageIds'),
  'attrs.image.name': fromCatalogue('imageName'),
  'attrs.keyName': fromCatalogue('keyName'),
  'attrs.encrypted': fromCatalogue('encrypted'),
  'attrs.kmsKey': fromCatalogue('kmsKey'),
  'attrs.publicIp': fromCatalogue('publicIp'),
  'attrs.serviceName': fromCatalogue('quotaService'),
  'attrs.quota.code': fromCatalogue('quotaCode'),
  'attrs.quota.value': fromCatalogue('quotaValue'),
};

/** Operations by their services, as a condition. */
export function awsOperations(entries: readonly CatalogueEntry[]): Condition {
  const byService = new Map<string, string[]>();
  for (const { service, operation } of entries)
    byService.set(service, [...(byService.get(service) ?? []), operation]);
  return any(
    ...[...byService].map(([service, operations]) =>
      all(isOneOf(field('eventSource'), service), isOneOf(field('eventName'), ...operations)),
    ),
  );
}
