import type { Principal } from '../../activity/activity.ts';
import type { PrincipalType } from '../../activity/vocabulary.ts';
import { isObject, type Json, type JsonObject, member, text } from '../../core/json.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const nobody: JsonObject = Object.freeze({});

/**
 * Who acted: the subject that Google authenticated, else the address with its kind. Google's own agents are services, told
 * by domains in which nobody else can have accounts. Who impersonated a service account stands in `via`, the nearest
 * first.
 */
export function principalOf(payload: JsonObject, log: string): Principal {
  const info = isObject(payload['authenticationInfo']) ? payload['authenticationInfo'] : nobody;
  const email = text(info['principalEmail']);
  const subject = text(info['principalSubject']);
  const via = viaOf(info['serviceAccountDelegationInfo']);
  if (!email && !subject) return unnamed(payload, log, via);
  const type = typeOf(email, subject, log);
  const principal: Mutable<Principal> = { key: `gcp:${subject ?? subjectOf(email ?? '')}`, type, via };
  const name = email ?? subject;
  if (name) principal.name = name;
  const session = sessionOf(info, payload);
  if (session) principal.session = session;
  if (type === 'service' && email) principal.app = email.slice(email.indexOf('@') + 1);
  return principal;
}

/** The serial console names its user only in the request; Google's own events may name nobody. */
function unnamed(payload: JsonObject, log: string, via: Principal['via']): Principal {
  if (log === 'system_event')
    return { key: 'gcp:system@google.com', type: 'service', name: 'system@google.com', via };
  const name = text(member(payload['request'], 'username'));
  return { key: 'gcp:anonymous', type: 'anonymous', ...(name && { name }), via };
}

function subjectOf(email: string): string {
  if (email === 'system@google.com') return email;
  return email.endsWith('.gserviceaccount.com') ? `serviceAccount:${email}` : `user:${email}`;
}

/** Domains of Google's service agents. `gcp-sa-…` and these names are not projects that anybody can make. */
const agentDomain =
  /@(?:gcp-sa-[\w-]+|compute-system|container-engine-robot|containerregistry|cloudcomposer-accounts|dataproc-accounts|dataflow-service-producer-prod|gcf-admin-robot|serverless-robot-prod|security-center-api|service-networking|cloud-filer|cloud-tpu|gae-api-prod)\.iam\.gserviceaccount\.com$/;
const agentName = /^service-(?:org-|folder-)?\d+@/;

/** The type of an account, by its address and subject. */
export function typeOf(email: string | undefined, subject: string | undefined, log: string): PrincipalType {
  if (email === 'system@google.com' || log === 'system_event') return 'service';
  if (subject?.startsWith('principal://') || subject?.startsWith('principalSet://')) return 'federated';
  if (!email) return subject?.startsWith('serviceAccount:') ? 'service_account' : 'unknown';
  if (!email.endsWith('.gserviceaccount.com')) return email.includes('@') ? 'user' : 'unknown';
  if (isServiceAgent(email)) return 'service';
  const isDefault = /^\d+-compute@developer\.gserviceaccount\.com$|@appspot\.gserviceaccount\.com$/.test(
    email,
  );
  return isDefault ? 'default_service_account' : 'service_account';
}

/** True for `<number>@cloudservices.gserviceaccount.com` and `service-<number>@…` of Google's own projects. */
export function isServiceAgent(email: string): boolean {
  if (/^\d+@cloudservices\.gserviceaccount\.com$/.test(email)) return true;
  return agentName.test(email) && agentDomain.test(email);
}

/** The key that a service account used, else the run of gcloud. */
function sessionOf(info: JsonObject, payload: JsonObject): string | undefined {
  const key = text(info['serviceAccountKeyName']);
  if (key) return key.slice(key.lastIndexOf('/') + 1);
  const agent = text(member(payload['requestMetadata'], 'callerSuppliedUserAgent'));
  return agent?.includes('invocation-id/') ? /invocation-id\/(\w+)/.exec(agent)?.[1] : undefined;
}

/** Google lists the delegation from the original caller on; the nearest stands last. */
function viaOf(info: Json | undefined): Principal['via'] {
  if (!Array.isArray(info) || info.length === 0) return [];
  const via: { key: string; type: PrincipalType }[] = [];
  for (const step of info as readonly Json[]) {
    const one = delegate(step);
    if (one) via.unshift(one);
  }
  return via;
}

function delegate(step: Json): { key: string; type: PrincipalType } | undefined {
  const first = text(member(member(step, 'firstPartyPrincipal'), 'principalEmail'));
  if (first)
    return {
      key: `gcp:${subjectOf(first)}`,
      type: isServiceAgent(first) ? 'service' : typeOf(first, undefined, ''),
    };
  const subject = text(member(step, 'principalSubject'));
  if (subject) {
    const email = /^(?:user|serviceAccount):(.+)$/.exec(subject)?.[1];
    return { key: `gcp:${subject}`, type: typeOf(email, subject, '') };
  }
  const third = member(member(step, 'thirdPartyPrincipal'), 'thirdPartyClaims');
  const claim = text(member(third, 'sub'));
  return claim ? { key: `gcp:thirdParty:${claim}`, type: 'federated' } : undefined;
}
