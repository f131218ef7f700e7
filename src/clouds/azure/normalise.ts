import type { Activity } from '../../activity/activity.ts';
import { digest } from '../../core/digest.ts';
import { member, text } from '../../core/json.ts';
import { findTicket } from '../change-ticket.ts';
import type { RecordHead } from '../definition.ts';
import { ipKindOf } from '../source.ts';
import { earliest, UNDATED } from '../time.ts';
import { automationOf } from './automation.ts';
import { type Description, describeKnown, describeUnknown } from './describe.ts';
import { normaliseEntra } from './entra-activity.ts';
import { entraProvider } from './entra-recognise.ts';
import { type OperationRows, readRows } from './operation-rows.ts';
import { principalOf, toolOf } from './principal.ts';
import { type ResourceId, readResourceId } from './resource-id.ts';
import { addressOf, correlationIdOf, resourceIdOf, tenantOf } from './row.ts';
import { timeOf } from './time.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * The Activity of the rows of one operation: Started carries the request, Accepted the answer, Succeeded or Failed the
 * result; every one of them may be missing. Never throws: what cannot be read is left out and, where it matters, named in
 * `quality.missing`.
 */
export function normaliseAzure(heads: readonly [RecordHead, ...RecordHead[]]): Activity {
  const [head] = heads;
  if (head.service === entraProvider) return normaliseEntra(head);
  const rows = readRows(heads);
  const { row: who, claims } = rows.who;
  const tenant = firstOf(rows, ({ record, properties }) => tenantOf(record, properties));
  const target = targetOf(rows);
  const description: Description = head.entry
    ? describeKnown(head.entry, rows, target)
    : describeUnknown(head.operation, rows, target);
  const principal = principalOf(who, claims, tenant);
  const account = target?.subscription ?? subscriptionOf(rows) ?? tenant ?? 'unknown';
  const activity: Mutable<Activity> = {
    id: digest('azure', account, head.fold?.key ?? head.duplicateKey),
    time: earliest(heads),
    provider: 'azure',
    account,
    regionFrom: 'unknown',
    principal,
    source: sourceOf(rows),
    service: head.service,
    operation: head.operation,
    verb: description.verb,
    object: description.object,
    components: description.components,
    outcome: description.result.outcome,
    resources: description.resources,
    edges: description.edges,
    count: description.count,
    attrs: description.attrs,
    correlation: correlationOf(rows),
    quality: qualityOf(head, rows, description, principal.key, target),
    evidence: evidenceOf(heads),
  };
  addPlace(activity, description, target);
  addTimes(activity, rows);
  if (tenant) activity.org = tenant.toLowerCase();
  if (description.result.error) activity.error = description.result.error;
  const identities = identitiesOf(activity, tenant);
  if (identities.length > 0) activity.attrs = { ...description.attrs, identities };
  const ticket = findTicket(description.attrs.tags);
  if (ticket !== undefined) activity.change = { ticket };
  const automation = automationOf(principal, claims);
  if (automation) activity.automation = automation;
  return activity;
}

/** Who was given a role, or took one by elevation, under the keys that they have as principals. */
function identitiesOf(
  { service, operation, attrs, principal }: Activity,
  tenant: string | undefined,
): readonly string[] {
  if (service.toLowerCase() !== 'microsoft.authorization') return [];
  if (/\/elevateAccess\/action$/i.test(operation)) return [principal.key];
  return (attrs.grantees ?? []).map((id) => `azure:${tenant?.toLowerCase() ?? 'unknown'}:${id}`);
}

function firstOf<T>(
  { rows }: OperationRows,
  read: (row: OperationRows['last']) => T | undefined,
): T | undefined {
  for (const row of rows) {
    const value = read(row);
    if (value !== undefined) return value;
  }
  return undefined;
}

function targetOf(rows: OperationRows): ResourceId | undefined {
  const written = firstOf(rows, ({ record, properties }) => resourceIdOf(record, properties));
  return written === undefined ? undefined : readResourceId(written);
}

function subscriptionOf(rows: OperationRows): string | undefined {
  const id = firstOf(rows, ({ record }) => text(record['subscriptionId']));
  return id?.slice(id.lastIndexOf('/') + 1).toLowerCase();
}

/** The region of the resource. `location` of an export is where the row was processed, and is never used. */
function addPlace(
  activity: Mutable<Activity>,
  { region, zone }: Description,
  target: ResourceId | undefined,
): void {
  if (target?.group) activity.group = target.group;
  const named = region ?? target?.location;
  if (named) {
    activity.region = named.toLowerCase().replaceAll(' ', '');
    activity.regionFrom = region ? 'body' : 'resource';
  }
  if (zone) activity.zone = zone;
}

function addTimes(activity: Mutable<Activity>, { rows, last }: OperationRows): void {
  if (rows.length > 1 && last.time > activity.time && last.stage !== 'accepted' && last.stage !== 'started') {
    activity.endTime = last.time;
  }
  const ingested = timeOf(rows[0].record['submissionTimestamp']);
  if (ingested !== undefined) activity.ingestedTime = ingested;
}

function sourceOf(rows: OperationRows): Activity['source'] {
  const { claims } = rows.who;
  const ip = addressOf(rows.who.row, claims) ?? firstOf(rows, ({ record }) => addressOf(record, undefined));
  const ipKind = ipKindOf(ip);
  const tool = toolOf(claims);
  const isAddress = ipKind === 'public' || ipKind === 'private';
  const source: Mutable<Activity['source']> = { ipKind: isAddress ? ipKind : 'absent' };
  if (isAddress && ip) source.ip = ip;
  if (tool) source.tool = tool;
  return source;
}

function correlationOf(rows: OperationRows): Activity['correlation'] {
  const correlationId = firstOf(rows, ({ record }) => correlationIdOf(record));
  const operationId = firstOf(
    rows,
    ({ record, properties }) => text(record['operationId']) ?? text(properties?.['operationId']),
  );
  const requestId = firstOf(
    rows,
    ({ record, properties }) =>
      text(member(record['httpRequest'], 'clientRequestId')) ?? text(properties?.['serviceRequestId']),
  );
  const correlation: Mutable<Activity['correlation']> = {};
  if (requestId) correlation.requestId = requestId;
  if (operationId) correlation.operationId = operationId;
  if (correlationId) correlation.correlationId = correlationId;
  return correlation;
}

const complete: readonly string[] = Object.freeze([]);

function qualityOf(
  head: RecordHead,
  rows: OperationRows,
  { decision }: Description,
  principal: string,
  target: ResourceId | undefined,
): Activity['quality'] {
  const missing: string[] = [...rows.unreadable];
  const { entry } = head;
  if (entry && wantsBody(head) && !rows.view['request'] && !rows.view['response'] && missing.length === 0)
    missing.push('requestbody');
  // Tags that were masked as a whole are not known, which is not the same as none.
  if (text(member(rows.view['request'], 'tags')) !== undefined) missing.push('tags');
  if (principal === 'azure:unknown') missing.push('identity');
  if (!target) missing.push('resourceId');
  if (!head.fold) missing.push('correlationId');
  if (head.time === UNDATED) missing.push('time');
  const quality: Mutable<Activity['quality']> = { missing: missing.length > 0 ? missing : complete };
  if (!entry) quality.guessed = true;
  if (decision) quality.createOrUpdate = decision.by;
  return quality;
}

/** True for operations whose catalogue entry reads a body. */
function wantsBody({ entry }: RecordHead): boolean {
  for (const paths of Object.values(entry?.paths ?? {})) {
    if (paths[0]?.startsWith('request.')) return entry?.access === 'write';
  }
  return false;
}

function evidenceOf(heads: readonly [RecordHead, ...RecordHead[]]): Activity['evidence'] {
  const { container, path, index } = heads[0].origin;
  const evidence: Mutable<Activity['evidence']> = { container, index, records: heads.length };
  if (path !== undefined) evidence.path = path;
  return evidence;
}
