import type { Activity, Principal } from '../../activity/activity.ts';
import { type JsonObject, text } from '../../core/json.ts';
import { appIdOf } from './principal.ts';

type Automation = NonNullable<Activity['automation']>;

const azureBackup = '262044b1-e2ce-469f-a196-69ab7ada62d3';

/**
 * The machinery of Azure that did this, with the mark that proves it: a component of the platform as the caller, the
 * application of a service of Microsoft acting for itself, the identity of a cluster. Names of resources, groups and tags
 * prove nothing: whoever attacks chooses them.
 */
export function automationOf(principal: Principal, claims: JsonObject | undefined): Automation | undefined {
  if (principal.type === 'service') {
    const name = principal.name ?? '';
    const kind = /^Microsoft\.Insights\/autoscaleSettings$/i.test(name) ? 'autoscale' : 'platform';
    return { kind, evidence: `caller ${name}` };
  }
  if (principal.type === 'user') return undefined;
  if (appIdOf(claims) === azureBackup) return { kind: 'backup', evidence: `application ${azureBackup}` };
  const identity = text(claims?.['xms_mirid'])?.toLowerCase();
  return identity?.includes('/providers/microsoft.containerservice/managedclusters/')
    ? { kind: 'k8s', evidence: `cluster identity ${identity}` }
    : undefined;
}
