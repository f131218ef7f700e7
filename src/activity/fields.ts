import { automationKinds, objectKinds, outcomes, principalTypes, providers, verbs } from './vocabulary.ts';

/** One field of the Activity, as rules, queries and the documentation name it. */
export interface ActivityField {
  /** Dotted path; `[]` behind a list. */
  readonly name: string;
  readonly type: 'text' | 'number' | 'integer' | 'boolean' | 'texts';
  readonly required?: true;
  readonly values?: readonly string[];
  readonly meaning: string;
}

const regionSources = ['event', 'body', 'resource', 'inventory', 'unknown'];
const roles = ['target', 'source', 'destination', 'parent', 'grantee', 'related'];
const updateSources = ['status', 'method', 'body', 'first_seen', 'guess'];

/**
 * Every field of the Activity: the JSON Schema and the reference page are made from this table, and a test holds
 * normalised Activities against it. Times are epoch milliseconds, UTC.
 */
export const activityFields: readonly ActivityField[] = [
  {
    name: 'id',
    type: 'text',
    required: true,
    meaning: 'digest of provider, account and operation: the same on every re-ingest',
  },
  {
    name: 'time',
    type: 'integer',
    required: true,
    meaning: 'when it happened; of a folded operation, its earliest record',
  },
  { name: 'endTime', type: 'integer', meaning: 'when the operation ended' },
  { name: 'ingestedTime', type: 'integer', meaning: 'when the log got it' },
  { name: 'provider', type: 'text', required: true, values: providers, meaning: 'the cloud' },
  { name: 'org', type: 'text', meaning: 'organisation or tenant' },
  {
    name: 'account',
    type: 'text',
    required: true,
    meaning: 'account, subscription or project that it happened in',
  },
  { name: 'group', type: 'text', meaning: 'resource group' },
  { name: 'region', type: 'text', meaning: 'region; `global` for services without one' },
  { name: 'zone', type: 'text', meaning: 'availability zone' },
  {
    name: 'regionFrom',
    type: 'text',
    required: true,
    values: regionSources,
    meaning: 'what the region was read from',
  },
  {
    name: 'principal.key',
    type: 'text',
    required: true,
    meaning: 'who did it: stable across sessions, never a name that the caller chooses',
  },
  {
    name: 'principal.type',
    type: 'text',
    required: true,
    values: principalTypes,
    meaning: 'what kind of principal',
  },
  { name: 'principal.id', type: 'text', meaning: 'the id that the cloud gives it' },
  { name: 'principal.name', type: 'text', meaning: 'its name, for people' },
  { name: 'principal.org', type: 'text', meaning: 'its home tenant or account' },
  {
    name: 'principal.session',
    type: 'text',
    meaning: 'the session: STS session or access key, Azure token id, Google key id',
  },
  { name: 'principal.app', type: 'text', meaning: 'the application that it acted through' },
  {
    name: 'principal.resource',
    type: 'text',
    meaning:
      'the resource whose own identity acts: the instance of a role, the machine of a managed identity',
  },
  { name: 'principal.mfa', type: 'boolean', meaning: 'whether the session was made with a second factor' },
  {
    name: 'principal.via[].key',
    type: 'text',
    required: true,
    meaning: 'who stands behind it, the nearest first',
  },
  {
    name: 'principal.via[].type',
    type: 'text',
    required: true,
    values: principalTypes,
    meaning: 'what kind of principal that is',
  },
  { name: 'source.ip', type: 'text', meaning: 'source address' },
  {
    name: 'source.ipKind',
    type: 'text',
    required: true,
    values: ['public', 'private', 'provider', 'absent'],
    meaning: 'whose address it is',
  },
  { name: 'source.userAgent', type: 'text', meaning: 'as sent; proves nothing' },
  { name: 'source.tool', type: 'text', meaning: 'the tool that the user agent or application id names' },
  { name: 'service', type: 'text', required: true, meaning: 'native name of the service' },
  { name: 'operation', type: 'text', required: true, meaning: 'native name of the operation, case kept' },
  { name: 'verb', type: 'text', required: true, values: verbs, meaning: 'what was done' },
  { name: 'object', type: 'text', required: true, values: objectKinds, meaning: 'what it was done to' },
  { name: 'components[].id', type: 'text', required: true, meaning: 'ATT&CK data component, id' },
  { name: 'components[].name', type: 'text', required: true, meaning: 'ATT&CK data component, name' },
  {
    name: 'outcome',
    type: 'text',
    required: true,
    values: outcomes,
    meaning: 'what came of it; attempts are never `success`',
  },
  { name: 'error.code', type: 'text', meaning: "the cloud's error code" },
  { name: 'error.message', type: 'text', meaning: "the cloud's message" },
  { name: 'resources[].role', type: 'text', required: true, values: roles, meaning: 'the part it played' },
  { name: 'resources[].type', type: 'text', required: true, values: objectKinds, meaning: 'what it is' },
  { name: 'resources[].id', type: 'text', required: true, meaning: 'id, in one form for each cloud' },
  { name: 'resources[].uid', type: 'text', meaning: 'an id that is never used again' },
  { name: 'resources[].name', type: 'text', meaning: 'name, for people' },
  { name: 'resources[].account', type: 'text', meaning: "its account, where it is not the Activity's" },
  { name: 'resources[].region', type: 'text', meaning: "its region, where it is not the Activity's" },
  { name: 'edges[].from', type: 'text', required: true, meaning: 'lineage: the origin' },
  { name: 'edges[].to', type: 'text', required: true, meaning: 'lineage: what came from it' },
  { name: 'edges[].kind', type: 'text', required: true, meaning: 'both kinds, as `snapshot<-volume`' },
  { name: 'count', type: 'integer', required: true, meaning: 'how many resources the operation touched' },
  {
    name: 'attrs.targets',
    type: 'texts',
    meaning: 'ids of what was acted on: of the resources with the role `target`',
  },
  {
    name: 'attrs.names',
    type: 'texts',
    meaning: 'what that is called: names of Azure and Google, the tag `Name` that an AWS call gives',
  },
  { name: 'attrs.instanceType', type: 'texts', meaning: 'instance types, VM sizes, machine types' },
  { name: 'attrs.image.id', type: 'text', meaning: 'the image' },
  { name: 'attrs.image.name', type: 'text', meaning: 'its name' },
  { name: 'attrs.image.publisher', type: 'text', meaning: 'its publisher' },
  { name: 'attrs.image.project', type: 'text', meaning: 'its project' },
  { name: 'attrs.gpu', type: 'boolean', meaning: 'has accelerators' },
  { name: 'attrs.spot', type: 'boolean', meaning: 'may be taken back by the cloud' },
  { name: 'attrs.tags.*', type: 'text', meaning: 'tags and labels by name' },
  { name: 'attrs.tagKeys', type: 'texts', meaning: 'names of the tags and labels, masked ones included' },
  { name: 'attrs.exposure[].cidr', type: 'text', required: true, meaning: 'address range that was let in' },
  {
    name: 'attrs.exposure[].ports',
    type: 'text',
    required: true,
    meaning: '`22`, `8000-9000`, `all`, `icmp`',
  },
  { name: 'attrs.grantees', type: 'texts', meaning: 'who was given access, or lost it; `all` is everybody' },
  { name: 'attrs.granteeCount', type: 'integer', meaning: 'how many grantees there are' },
  {
    name: 'attrs.identities',
    type: 'texts',
    meaning: 'principals that were made, or were given credentials or roles, as `principal.key` names them',
  },
  { name: 'attrs.metadataKeys', type: 'texts', meaning: 'instance metadata that were set' },
  { name: 'attrs.protection', type: 'boolean', meaning: 'protection is on (true) or off (false) afterwards' },
  { name: 'attrs.userData', type: 'boolean', meaning: 'a start-up script was given; its text is never kept' },
  { name: 'attrs.publicIp', type: 'boolean', meaning: 'a public address was asked for' },
  { name: 'attrs.keyName', type: 'text', meaning: 'name of the key pair' },
  {
    name: 'attrs.command',
    type: 'text',
    meaning: 'what runs: name of the run-command, publisher and type of the extension; never its content',
  },
  { name: 'attrs.role', type: 'text', meaning: 'instance profile, service account or identity' },
  { name: 'attrs.encrypted', type: 'boolean', meaning: 'encryption was asked for' },
  { name: 'attrs.kmsKey', type: 'text', meaning: 'the key' },
  { name: 'attrs.exportSeconds', type: 'number', meaning: 'how long an export link is valid' },
  { name: 'attrs.retentionDays', type: 'number', meaning: 'retention that was set' },
  { name: 'attrs.changed', type: 'texts', meaning: 'names of the properties that a change names' },
  { name: 'attrs.network', type: 'texts', meaning: 'networks, network tags, settings of network access' },
  { name: 'attrs.interfaces[].id', type: 'text', meaning: 'a network interface of the instance' },
  { name: 'attrs.interfaces[].instance', type: 'text', meaning: 'the instance that it belongs to' },
  { name: 'attrs.interfaces[].ips', type: 'texts', meaning: 'its private addresses' },
  {
    name: 'attrs.interfaces[].mac',
    type: 'text',
    meaning: 'its hardware address, twelve hexadecimal digits',
  },
  { name: 'attrs.interfaces[].network', type: 'text', meaning: 'its VPC or virtual network' },
  { name: 'attrs.interfaces[].securityGroup', type: 'text', meaning: 'its network security group (Azure)' },
  { name: 'attrs.serviceName', type: 'text', meaning: 'the service that a setting or quota is for' },
  { name: 'attrs.quota.code', type: 'text', meaning: 'quota code' },
  { name: 'attrs.quota.value', type: 'number', meaning: 'the value asked for' },
  { name: 'attrs.permission', type: 'text', meaning: 'the permission that was missing' },
  { name: 'correlation.requestId', type: 'text', meaning: 'id of the request' },
  { name: 'correlation.operationId', type: 'text', meaning: 'id of the long-running operation' },
  { name: 'correlation.correlationId', type: 'text', meaning: 'id that related operations share' },
  { name: 'change.ticket', type: 'text', meaning: 'change id found in a tag or a declared field' },
  { name: 'change.reason', type: 'text', meaning: 'reason given with the request' },
  {
    name: 'automation.kind',
    type: 'text',
    values: automationKinds,
    meaning: 'the mechanism that acted by itself',
  },
  { name: 'automation.evidence', type: 'text', meaning: 'what shows it' },
  {
    name: 'quality.createOrUpdate',
    type: 'text',
    values: updateSources,
    meaning: 'how creation and update were told apart',
  },
  {
    name: 'quality.guessed',
    type: 'boolean',
    meaning: 'verb and object were guessed from the name of an unknown operation',
  },
  {
    name: 'quality.missing',
    type: 'texts',
    required: true,
    meaning: 'fields that the record should have and has not',
  },
  {
    name: 'evidence.container',
    type: 'text',
    required: true,
    meaning: 'the envelopes that the record came in',
  },
  { name: 'evidence.path', type: 'text', meaning: 'the file' },
  { name: 'evidence.index', type: 'integer', meaning: 'ordinal of the record in the file, from 0' },
  {
    name: 'evidence.records',
    type: 'integer',
    required: true,
    meaning: 'how many records were folded into this Activity',
  },
];
