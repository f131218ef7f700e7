import { call, caseOf, equal, field, listText, literal, nullOf } from '../../../ir/query/build.ts';
import type { Expression } from '../../../ir/query/expression.ts';
import type { LogSource, VocabularyEntry } from './entry.ts';
import { bySource } from './log-source-types.ts';

const all: readonly LogSource[] = ['aws', 'azure', 'entra', 'gcp'];
const none = nullOf('text');
const account = field('account');
const target = { member: 'role', equals: 'target' } as const;

function property(
  name: string,
  value: Expression,
  meaning: string,
  more: Partial<VocabularyEntry> = {},
): VocabularyEntry {
  return { name, kind: 'property', type: 'text', value, meaning, ...more };
}

/** The id of the first resource of a kind, whatever its part in the operation. */
function idOf(kind: string): Expression {
  return listText('resources', 'first', 'id', { member: 'type', equals: kind });
}

/** Azure writes results in two vocabularies; CloudTrail and Google have no such member. */
const resultType = bySource(
  {
    aws: none,
    azure: caseOf(
      'text',
      [
        [equal(field('outcome'), literal('success')), literal('Success')],
        [equal(field('outcome'), literal('pending')), literal('Accepted')],
      ],
      literal('Failure'),
    ),
    entra: caseOf(
      'text',
      [[equal(field('outcome'), literal('success')), literal('0')]],
      call('coalesce', 'text', field('error.code'), literal('Failure')),
    ),
    gcp: none,
  },
  'text',
);

/** `Microsoft.Compute/virtualMachines` of `Microsoft.Compute/virtualMachines/start/action`; elsewhere the kind of object. */
const resourceType = bySource(
  {
    aws: field('object'),
    azure: {
      kind: 'regex-replace',
      value: field('operation'),
      source: '/[^/]+(?:/action)?$',
      replacement: [],
      all: false,
    },
    entra: field('object'),
    gcp: field('object'),
  },
  'text',
);

/**
 * Custom properties. QRadar has those that somebody defined: IBM's Azure DSM fills its own, the CloudTrail DSM has none
 * ("Includes custom properties? No"), so `shipped` says where a query can rely on one without a content extension.
 */
export const properties: readonly VocabularyEntry[] = [
  property(
    'Operation',
    field('operation'),
    'native name of the operation: `eventName`, `operationName`, `methodName`',
    {
      also: ['Event Name', 'EventName', 'Operation Name', 'OperationName', 'Method Name', 'MethodName'],
      shipped: ['azure', 'entra'],
      star: true,
    },
  ),
  property('Event Source', field('service'), 'native name of the service', {
    also: ['EventSource', 'Service Name', 'ServiceName'],
    shipped: [],
    star: true,
  }),
  property('ResourceType', resourceType, "Azure's resource type; in other clouds the kind of object", {
    also: ['Resource Type'],
    shipped: ['azure'],
  }),
  property('Resource', listText('resources', 'first', 'id', target), 'id of the first target', {
    also: ['Resource ID', 'ResourceId'],
    shipped: ['azure'],
    star: true,
  }),
  property(
    'Resource Name',
    call(
      'coalesce',
      'text',
      listText('resources', 'first', 'name', target),
      listText('resources', 'first', 'id', target),
    ),
    'name of the first target that has one, else the id',
    { also: ['ResourceName'], shipped: [] },
  ),
  property('Resources', listText('resources', 'joined', 'id'), 'ids of all resources, with commas between', {
    shipped: [],
  }),
  property('ResourceGroup', field('group'), 'resource group', {
    also: ['Resource Group', 'ResourceGroupName'],
    has: ['azure'],
    shipped: ['azure'],
  }),
  property(
    'SubscriptionId',
    bySource({ aws: none, azure: account, entra: none, gcp: none }, 'text'),
    'subscription',
    {
      also: ['Subscription ID', 'Subscription'],
      has: ['azure'],
      shipped: ['azure'],
    },
  ),
  property('Project ID', bySource({ aws: none, azure: none, entra: none, gcp: account }, 'text'), 'project', {
    also: ['ProjectId', 'Project'],
    has: ['gcp'],
    shipped: [],
  }),
  property('Account ID', account, 'account, subscription, project or tenant', {
    also: ['AccountId', 'AWS Account ID', 'Recipient Account ID'],
    shipped: [],
    star: true,
  }),
  property('Tenant ID', field('org'), 'organisation or tenant', {
    also: ['TenantId', 'Organization'],
    shipped: [],
  }),
  property(
    'ResultType',
    resultType,
    'result as Azure names it: Success, Failure, Accepted; of Entra ID 0 or a code',
    {
      also: ['Result Type', 'Result'],
      has: ['azure', 'entra'],
      shipped: ['azure', 'entra'],
    },
  ),
  property('Error Code', field('error.code'), 'code of the error; NULL where there was none', {
    also: ['ErrorCode'],
    shipped: [],
  }),
  property('Error Message', field('error.message'), 'message of the error', {
    also: ['ErrorMessage'],
    shipped: [],
  }),
  property('Region', field('region'), 'region', {
    also: ['AWS Region', 'Location'],
    shipped: [],
    star: true,
  }),
  property('Zone', field('zone'), 'availability zone', { also: ['Availability Zone'], shipped: [] }),
  property('User Agent', field('source.userAgent'), 'user agent, as sent; proves nothing', {
    also: ['UserAgent'],
    has: ['aws', 'entra', 'gcp'],
    shipped: [],
  }),
  property(
    'Event ID',
    { kind: 'record-value', paths: [['eventID'], ['eventDataId'], ['insertId']] },
    'id of the first record',
    {
      also: ['EventId'],
      shipped: [],
    },
  ),
  property('Request ID', field('correlation.requestId'), 'id of the request', {
    also: ['RequestId'],
    shipped: [],
  }),
  property('Correlation ID', field('correlation.correlationId'), 'id that related operations share', {
    also: ['CorrelationId'],
    shipped: ['azure'],
  }),
  property('Principal', field('principal.key'), 'who did it: stable, never a name that the caller chooses', {
    also: ['Principal Key'],
  }),
  property('Principal ID', field('principal.id'), 'the id that the cloud gives the principal', {
    also: ['PrincipalId'],
    shipped: [],
  }),
  property('Principal Type', field('principal.type'), 'kind of principal'),
  property('Session', field('principal.session'), 'the session: STS session, token id, key id', {
    also: ['Session Name'],
  }),
  property('Instance ID', idOf('instance'), 'first instance', { also: ['InstanceId'], shipped: [] }),
  property('Snapshot ID', idOf('snapshot'), 'first snapshot', { also: ['SnapshotId'], shipped: [] }),
  property('Volume ID', idOf('volume'), 'first volume', { also: ['VolumeId'], shipped: [] }),
  property('Image ID', idOf('image'), 'first image', { also: ['ImageId'], shipped: [] }),
  property('Instance Type', listText('attrs.instanceType', 'joined'), 'instance types', {
    also: ['InstanceType'],
    shipped: [],
  }),
  property('Verb', field('verb'), 'what was done, in one vocabulary for the clouds'),
  property('Object', field('object'), 'what it was done to, in one vocabulary for the clouds'),
  property('Outcome', field('outcome'), 'success, failure, denied, dry_run or pending', { star: true }),
  property('Data Component', listText('components', 'joined', 'name'), 'data components of ATT&CK'),
  property('Automation', field('automation.kind'), 'the mechanism that acted by itself; NULL where none did'),
  property('Change Ticket', field('change.ticket'), 'change id found in a tag or a declared field'),
  property('Grantees', listText('attrs.grantees', 'joined'), 'who was given access, or lost it'),
  property('Exposed CIDR', listText('attrs.exposure', 'joined', 'cidr'), 'address ranges that were let in'),
  property('Provider', field('provider'), 'aws, azure or gcp'),
].map((entry) => (entry.has === undefined ? { ...entry, has: all } : entry));
