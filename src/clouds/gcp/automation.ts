import type { Activity, Principal } from '../../activity/activity.ts';
import type { AutomationKind } from '../../activity/vocabulary.ts';
import { isObject, type Json, type JsonObject, member, text } from '../../core/json.ts';

type Automation = NonNullable<Activity['automation']>;

const agents: readonly (readonly [RegExp, AutomationKind])[] = [
  [/container-engine-robot/, 'k8s'],
  [/gcp-sa-(?:backupdr|gkebackup)/, 'backup'],
  [/gcp-sa-(?:vmmigration|migration)/, 'dr'],
  [/gcp-sa-(?:config|clouddeploy|cloudbuild)/, 'iac'],
  [/security-center-api|gcp-sa-(?:securitycenter|websecurityscanner|ktd-control)/, 'scanner'],
];

/**
 * The machinery of Google that did this, with the mark that proves it: a system event, a service agent as the caller or as
 * the one who delegated. What the agents of managed instance groups do is told by their link to the group; user agents,
 * names and labels of anybody else prove nothing.
 */
export function automationOf(payload: JsonObject, principal: Principal, log: string): Automation | undefined {
  if (log === 'system_event') {
    const isBackup = payload['methodName'] === 'ScheduledSnapshots';
    return { kind: isBackup ? 'backup' : 'platform', evidence: 'log system_event' };
  }
  if (principal.type === 'service') return byAgent(payload, principal.name ?? '');
  const delegate = principal.via.find(({ type }) => type === 'service');
  const kind = delegate && agents.find(([pattern]) => pattern.test(delegate.key))?.[1];
  return kind ? { kind, evidence: `delegated by ${delegate.key}` } : undefined;
}

function byAgent(payload: JsonObject, email: string): Automation {
  if (email.endsWith('@cloudservices.gserviceaccount.com')) return byGroup(payload, email);
  const kind = agents.find(([pattern]) => pattern.test(email))?.[1] ?? 'platform';
  return { kind, evidence: `service agent ${email}` };
}

/** The agent of Google APIs works for instance groups and for Deployment Manager. */
function byGroup(payload: JsonObject, email: string): Automation {
  const agent = text(member(payload['requestMetadata'], 'callerSuppliedUserAgent')) ?? '';
  if (agent.includes('Deployment-Manager'))
    return { kind: 'iac', evidence: `service agent ${email}, Deployment Manager` };
  if (/Managed Instance Group for GKE/.test(agent))
    return { kind: 'k8s', evidence: `service agent ${email}, GKE` };
  if (isMember(payload) || /Managed Instance Group/.test(agent)) {
    return { kind: 'autoscale', evidence: `service agent ${email}, instance group` };
  }
  return { kind: 'platform', evidence: `service agent ${email}` };
}

function isMember(payload: JsonObject): boolean {
  const links = member(payload['request'], 'links');
  return Array.isArray(links) && links.some((link: Json) => isObject(link) && link['type'] === 'MEMBER_OF');
}
