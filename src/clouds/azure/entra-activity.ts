import type { Activity } from '../../activity/activity.ts';
import type { Outcome } from '../../activity/vocabulary.ts';
import { digest } from '../../core/digest.ts';
import { type Json, type JsonObject, member, text } from '../../core/json.ts';
import type { RecordHead } from '../definition.ts';
import { guessEntra } from '../guess.ts';
import { ipKindOf, toolOf } from '../source.ts';
import { correlationIdOf } from './row.ts';

/**
 * The Activity of a row of Entra ID: who, from where, with what result. What it did is guessed from its name; its detail
 * stays in the record, for which public rules are written.
 */
export function normaliseEntra(head: RecordHead): Activity {
  const { record, origin } = head;
  const properties = record['properties'];
  const tenant = text(record['tenantId'])?.toLowerCase();
  const { verb, object } = guessEntra(head.operation);
  const name = nameOf(record, properties);
  const id = idOf(properties)?.toLowerCase();
  const ip = text(record['callerIpAddress']) ?? text(member(properties, 'ipAddress'));
  const ipKind = ipKindOf(ip);
  const userAgent = text(member(properties, 'userAgent'));
  const tool = toolOf(userAgent);
  const correlationId = correlationIdOf(record);
  const outcome = outcomeOf(record, properties);
  return {
    id: digest('entra', tenant ?? '', head.duplicateKey),
    time: head.time,
    provider: 'azure',
    ...(tenant && { org: tenant }),
    account: tenant ?? 'unknown',
    regionFrom: 'unknown',
    principal: {
      key: keyOf(tenant, id, name),
      type: typeOf(properties, name),
      ...(id && { id }),
      ...(name && { name }),
      via: [],
    },
    source: {
      ...(ip && ipKind !== 'provider' && { ip }),
      ipKind,
      ...(userAgent && { userAgent }),
      ...(tool && { tool }),
    },
    service: head.service,
    operation: head.operation,
    verb,
    object,
    components: [],
    outcome,
    resources: [],
    edges: [],
    count: 1,
    attrs: attributesOf(properties, tenant),
    correlation: correlationId ? { correlationId } : {},
    quality: { guessed: true, missing: [] },
    evidence: { ...origin, records: 1 },
  };
}

/** Users and applications that were changed, under the keys that they have as principals, and the role that one was given. */
function attributesOf(properties: Json | undefined, tenant: string | undefined): Activity['attrs'] {
  const targets = member(properties, 'targetResources');
  if (!Array.isArray(targets)) return {};
  const identities = (targets as readonly Json[]).flatMap((target) => {
    const id = text(member(target, 'id'))?.toLowerCase();
    return id && /^(?:user|serviceprincipal)$/i.test(text(member(target, 'type')) ?? '')
      ? [`azure:${tenant ?? 'unknown'}:${id}`]
      : [];
  });
  const role = (targets as readonly Json[]).map(roleIn).find((name) => name !== undefined);
  return { ...(identities.length > 0 && { identities }), ...(role && { role }) };
}

/** A changed property `Role.DisplayName` has its new value as JSON text. */
function roleIn(target: Json): string | undefined {
  const changed = member(target, 'modifiedProperties');
  if (!Array.isArray(changed)) return undefined;
  const role = (changed as readonly Json[]).find((one) => member(one, 'displayName') === 'Role.DisplayName');
  return role === undefined ? undefined : text(member(role, 'newValue'))?.replaceAll('"', '');
}

function initiator(properties: Json | undefined, kind: 'user' | 'app'): Json | undefined {
  return member(member(properties, 'initiatedBy'), kind);
}

function nameOf(record: JsonObject, properties: Json | undefined): string | undefined {
  return (
    text(member(initiator(properties, 'user'), 'userPrincipalName')) ??
    text(member(initiator(properties, 'app'), 'displayName')) ??
    text(member(properties, 'userPrincipalName')) ??
    text(member(properties, 'servicePrincipalName')) ??
    text(record['identity'])
  );
}

function idOf(properties: Json | undefined): string | undefined {
  return (
    text(member(initiator(properties, 'user'), 'id')) ??
    text(member(initiator(properties, 'app'), 'servicePrincipalId')) ??
    text(member(properties, 'userId')) ??
    text(member(properties, 'servicePrincipalId'))
  );
}

function keyOf(tenant: string | undefined, id: string | undefined, name: string | undefined): string {
  const home = tenant ?? 'unknown';
  if (id) return `azure:${home}:${id}`;
  return name?.includes('@') ? `azure:${home}:user:${name.toLowerCase()}` : 'azure:unknown';
}

function typeOf(properties: Json | undefined, name: string | undefined): Activity['principal']['type'] {
  if (initiator(properties, 'app') ?? member(properties, 'servicePrincipalName')) return 'service_principal';
  return name?.includes('@') ? 'user' : 'unknown';
}

/** Sign-ins write an error number, 0 for none; changes of the directory `success` or `failure`. */
function outcomeOf(record: JsonObject, properties: Json | undefined): Outcome {
  const code = member(member(properties, 'status'), 'errorCode');
  const result = code ?? member(properties, 'result') ?? record['resultType'];
  if (result === undefined || result === null || result === '') return 'success';
  return /^(?:0|success|none)$/i.test(String(result)) ? 'success' : 'failure';
}
