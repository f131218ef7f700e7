import type { Activity } from '../../activity/activity.ts';
import type { ObjectKind } from '../../activity/vocabulary.ts';
import { digest } from '../../core/digest.ts';
import { isObject, type JsonObject, member, text } from '../../core/json.ts';
import { findTicket } from '../change-ticket.ts';
import type { RecordHead } from '../definition.ts';
import { ipKindOf, toolOf } from '../source.ts';
import { earliest, epochMs, UNDATED } from '../time.ts';
import { automationOf } from './automation.ts';
import { type Description, describeKnown, describeUnknown, type Subject } from './describe.ts';
import { identitiesOf } from './identities.ts';
import { logIdOf, readMethod } from './method.ts';
import { type OperationEntries, readEntries } from './operation-entries.ts';
import { organisationOf, placeFor, projectOf } from './place.ts';
import { principalOf } from './principal.ts';
import { canonicalName, kindOfName, type NameContext } from './resource-name.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * The Activity of the entries of one operation: the first carries the request and the identity, the last the result; an
 * entry may be both, and either may be missing. Never throws: what cannot be read is left out and, where it matters, named
 * in `quality.missing`.
 */
export function normaliseGoogle(heads: readonly [RecordHead, ...RecordHead[]]): Activity {
  const entries = readEntries(heads);
  const { first, payload } = entries;
  const { record } = first;
  const log = logIdOf(text(record['logName']));
  const context = projectOf(record, payload);
  const own = ownName(record, payload, context);
  const place = placeFor(record, payload, own);
  const { project, projectNumber } = context;
  const names: NameContext = { project, projectNumber, zone: place.zone, region: place.region };
  const principal = principalOf(payload, log);
  const subject: Subject = {
    entries,
    names,
    own,
    uid: uidOf(record, payload, own, context),
    caller: principal.name,
    subject: principal.key.slice('gcp:'.length),
    setsPolicy: readMethod(first.operation, log).setsPolicy,
  };
  const description = first.entry
    ? describeKnown(first.entry, subject)
    : describeUnknown(first.operation, subject);
  const account = context.project;
  const activity: Mutable<Activity> = {
    id: digest('gcp', account, first.fold?.key ?? first.duplicateKey),
    time: earliest(heads),
    provider: 'gcp',
    account,
    regionFrom: place.from,
    principal,
    source: sourceOf(payload),
    service: first.service,
    operation: first.operation,
    verb: description.verb,
    object: description.object,
    components: description.components,
    outcome: description.result.outcome,
    resources: description.resources,
    edges: description.edges,
    count: description.count,
    attrs: description.attrs,
    correlation: correlationOf(record),
    quality: qualityOf(entries, description),
    evidence: evidenceOf(heads),
  };
  if (place.region) activity.region = place.region;
  if (place.zone) activity.zone = place.zone;
  addTimes(activity, entries);
  const organisation = organisationOf(record);
  if (organisation?.startsWith('organizations/')) activity.org = organisation.slice('organizations/'.length);
  if (description.result.error) activity.error = description.result.error;
  const identities = identitiesOf(payload, first.service, own, description.attrs.grantees ?? []);
  if (identities.length > 0) activity.attrs = { ...description.attrs, identities };
  const change = changeOf(payload, description);
  if (change) activity.change = change;
  const automation = automationOf(payload, principal, log);
  if (automation) activity.automation = automation;
  return activity;
}

function addTimes(activity: Mutable<Activity>, { first, last, isComplete }: OperationEntries): void {
  if (first !== last && isComplete && last.time > activity.time) activity.endTime = last.time;
  const received = epochMs(first.record['receiveTimestamp']);
  if (received !== undefined) activity.ingestedTime = received;
}

const uidLabels: Readonly<Partial<Record<ObjectKind, string>>> = {
  instance: 'instance_id',
  volume: 'disk_id',
  snapshot: 'snapshot_id',
  image: 'image_id',
  instance_group: 'instance_group_manager_id',
  iam: 'unique_id',
};

/** The number that survives a re-creation under the same name: a label, or what the answer says of the same resource. */
function uidOf(
  record: JsonObject,
  payload: JsonObject,
  own: string | undefined,
  context: NameContext,
): string | undefined {
  const kind = own === undefined ? undefined : kindOfName(own);
  const label = kind && uidLabels[kind];
  const value = label && text(member(member(record['resource'], 'labels'), label));
  if (value) return value;
  const link = text(member(payload['response'], 'targetLink'));
  return link && canonicalName(link, context) === own
    ? text(member(payload['response'], 'targetId'))
    : undefined;
}

/**
 * The canonical name of the record's resource. Service accounts stand under their number or their address; the address is
 * what other records use.
 */
function ownName(record: JsonObject, payload: JsonObject, context: NameContext): string | undefined {
  const named = text(payload['resourceName']) ?? text(member(payload['request'], 'name'));
  if (!named?.includes('/')) return named === undefined ? undefined : text(payload['resourceName']);
  const name = canonicalName(named, context);
  const email = text(member(member(record['resource'], 'labels'), 'email_id'));
  return email && /\/serviceAccounts\/\d+$/.test(name) ? name.replace(/\d+$/, email) : name;
}

/** Google writes `private`, `gce-internal-ip` or a word of its own where it does not tell the address. */
function sourceOf(payload: JsonObject): Activity['source'] {
  const metadata = payload['requestMetadata'];
  const written = text(member(metadata, 'callerIp'));
  const kind = ipKindOf(written);
  const isAddress =
    (kind === 'public' || kind === 'private') && written !== undefined && /[.:]/.test(written);
  const agent = text(member(metadata, 'callerSuppliedUserAgent'));
  const userAgent = agent && /^<redacted>$/i.test(agent) ? undefined : agent;
  // Every run of gcloud has its own id, which is no part of the tool.
  const tool = toolOf(userAgent?.replace(/invocation-id\/\w+ ?/, ''));
  const source: Mutable<Activity['source']> = { ipKind: kind === 'provider' ? 'absent' : kind };
  if (isAddress) source.ip = written;
  if (userAgent) source.userAgent = userAgent;
  if (tool) source.tool = tool;
  return source;
}

function correlationOf(record: JsonObject): Activity['correlation'] {
  const requestId = text(record['insertId']);
  const operationId = text(member(record['operation'], 'id'));
  const correlationId = text(member(record['labels'], 'compute.googleapis.com/root_trigger_id'));
  const correlation: Mutable<Activity['correlation']> = {};
  if (requestId) correlation.requestId = requestId;
  if (operationId) correlation.operationId = operationId;
  if (correlationId) correlation.correlationId = correlationId;
  return correlation;
}

/** The ticket in the labels or in the reason that the caller gave with the request. The console's own reasons are opaque. */
function changeOf(payload: JsonObject, { attrs }: Description): Activity['change'] | undefined {
  const given = text(member(member(payload['requestMetadata'], 'requestAttributes'), 'reason'));
  const ticket = findTicket(attrs.tags, given);
  const reason = given !== undefined && (ticket !== undefined || /\s/.test(given)) ? given : undefined;
  if (!reason && !ticket) return undefined;
  return { ...(ticket && { ticket }), ...(reason && { reason: reason.slice(0, 256) }) };
}

const complete: readonly string[] = Object.freeze([]);

function qualityOf({ first, payload }: OperationEntries, { resources }: Description): Activity['quality'] {
  const missing: string[] = [];
  if (first.time === UNDATED) missing.push('timestamp');
  if (!text(payload['resourceName'])) missing.push('resourceName');
  if (first.entry?.verb === 'create' && !resources.some(({ role }) => role === 'target'))
    missing.push('target');
  if (!isObject(payload['authenticationInfo'])) missing.push('authenticationInfo');
  if (!text(first.record['insertId'])) missing.push('insertId');
  const list = missing.length > 0 ? missing : complete;
  return first.entry ? { missing: list } : { guessed: true, missing: list };
}

function evidenceOf(heads: readonly [RecordHead, ...RecordHead[]]): Activity['evidence'] {
  const { container, path, index } = heads[0].origin;
  const evidence: Mutable<Activity['evidence']> = { container, index, records: heads.length };
  if (path !== undefined) evidence.path = path;
  return evidence;
}
