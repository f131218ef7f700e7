import type { Activity } from '../../activity/activity.ts';
import { digest } from '../../core/digest.ts';
import { isObject, type JsonObject, member, text } from '../../core/json.ts';
import { findTicket } from '../change-ticket.ts';
import type { RecordHead } from '../definition.ts';
import { guessAws } from '../guess.ts';
import { UNDATED } from '../time.ts';
import { automationOf } from './automation.ts';
import { type Description, describeKnown, describeUnknown } from './describe.ts';
import { identityAttributes } from './identities.ts';
import { principalOf } from './principal.ts';
import { accountOf } from './recognise.ts';
import { sourceOf } from './request-source.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Services without regions: their records name the region that processed the call. */
const global = new Set([
  'iam.amazonaws.com',
  'organizations.amazonaws.com',
  'account.amazonaws.com',
  'signin.amazonaws.com',
  'cloudfront.amazonaws.com',
  'route53.amazonaws.com',
  'route53domains.amazonaws.com',
  'support.amazonaws.com',
  'budgets.amazonaws.com',
  'ce.amazonaws.com',
  'health.amazonaws.com',
  'globalaccelerator.amazonaws.com',
  'shield.amazonaws.com',
  'trustedadvisor.amazonaws.com',
]);

/**
 * The Activity of one CloudTrail record. AWS never spreads an operation over several records, so only the first head
 * counts. Never throws: what cannot be read is left out and, where it matters, named in `quality.missing`.
 */
export function normaliseAws(heads: readonly [RecordHead, ...RecordHead[]]): Activity {
  const [head] = heads;
  const { record, entry } = head;
  const account = accountOf(record);
  const principal = principalOf(record);
  const description: Description = entry
    ? describeKnown(record, entry, account)
    : describeUnknown(record, guessAws(head.service, head.operation));
  const isGlobal = global.has(head.service);
  const region = isGlobal ? 'global' : text(record['awsRegion']);
  // One literal and assignments, no spread: this runs for every record.
  const activity: Mutable<Activity> = {
    id: digest('aws', account, text(record['eventID']) ?? head.duplicateKey),
    time: head.time,
    provider: 'aws',
    account,
    regionFrom: region === undefined ? 'unknown' : 'event',
    principal,
    source: sourceOf(record),
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
    correlation: correlationOf(record),
    quality: entry
      ? { missing: missingOf(record, head) }
      : { guessed: true, missing: missingOf(record, head) },
    evidence: evidenceOf(head),
  };
  if (region !== undefined) activity.region = region;
  const identity = identityAttributes(record, head.service, account);
  if (identity) activity.attrs = { ...description.attrs, ...identity };
  if (description.zone !== undefined) activity.zone = description.zone;
  if (description.result.error) activity.error = description.result.error;
  const ticket = findTicket(description.attrs.tags, declaredIdentity(record));
  if (ticket !== undefined) activity.change = { ticket };
  const automation = automationOf(record, principal);
  if (automation) activity.automation = automation;
  return activity;
}

function correlationOf(record: JsonObject): Activity['correlation'] {
  const requestId = text(record['requestID']);
  const correlationId = text(record['sharedEventID']);
  if (requestId === undefined) return correlationId === undefined ? {} : { correlationId };
  return correlationId === undefined ? { requestId } : { requestId, correlationId };
}

function evidenceOf({ origin }: RecordHead): Activity['evidence'] {
  const { container, path, index } = origin;
  return path === undefined ? { container, index, records: 1 } : { container, path, index, records: 1 };
}

/** Declared when the role was assumed and fixed for the whole chain of sessions, unlike the session's name. */
function declaredIdentity(record: JsonObject): string | undefined {
  return text(member(member(record['userIdentity'], 'sessionContext'), 'sourceIdentity'));
}

const complete: readonly string[] = Object.freeze([]);

function missingOf(record: JsonObject, head: RecordHead): readonly string[] {
  const missing: string[] = [];
  for (const name of ['requestParameters', 'responseElements', 'serviceEventDetails'] as const) {
    const body = record[name];
    // CloudTrail puts {"omitted": "true", …} in the place of a body that is too large.
    if (isObject(body) && String(body['omitted']).toLowerCase() === 'true' && 'reason' in body)
      missing.push(name);
    else if (typeof body === 'string' && body !== '') missing.push(name);
  }
  if (
    head.entry?.access === 'write' &&
    (record['requestParameters'] ?? null) === null &&
    wantsRequest(head)
  ) {
    missing.push('requestParameters');
  }
  if (!isObject(record['userIdentity'])) missing.push('userIdentity');
  if (!text(record['eventID'])) missing.push('eventID');
  if (head.time === UNDATED) missing.push('eventTime');
  if (!text(record['recipientAccountId'])) missing.push('recipientAccountId');
  return missing.length > 0 ? missing : complete;
}

function wantsRequest(head: RecordHead): boolean {
  for (const paths of Object.values(head.entry?.paths ?? {})) {
    if (paths[0]?.startsWith('requestParameters')) return true;
  }
  return false;
}
