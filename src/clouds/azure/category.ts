import type { NotAnActivity } from '../definition.ts';
import { networkFlow } from '../network-records.ts';

/** What a category of the diagnostic pipeline holds. */
export type Category =
  | { readonly kind: 'activity' }
  | { readonly kind: 'entra'; readonly service: EntraService }
  | { readonly kind: 'skip'; readonly why: NotAnActivity };

/** Sigma's services for the logs of Entra ID. */
export type EntraService = 'auditlogs' | 'signinlogs' | 'riskdetection' | 'pim';

const activity: Category = Object.freeze({ kind: 'activity' });

function skip(reason: string): Category {
  return Object.freeze({ kind: 'skip', why: Object.freeze({ outcome: 'skipped', reason }) });
}

function entra(service: EntraService): Category {
  return Object.freeze({ kind: 'entra', service });
}

/**
 * By lower-case name. `write`, `delete` and `action` are the categories of exports from before 2018 and of some pipelines.
 * Autoscale rows are operations of the platform; the other categories of the Activity Log tell of states, not of calls.
 */
const categories: ReadonlyMap<string, Category> = new Map([
  ['administrative', activity],
  ['write', activity],
  ['delete', activity],
  ['action', activity],
  ['autoscale', activity],
  ['policy', skip('policy')],
  ['security', skip('security-alert')],
  ['resourcehealth', skip('resource-health')],
  ['servicehealth', skip('service-health')],
  ['alert', skip('alert')],
  ['recommendation', skip('recommendation')],
  ['auditlogs', entra('auditlogs')],
  ['signinlogs', entra('signinlogs')],
  ['noninteractiveusersigninlogs', entra('signinlogs')],
  ['serviceprincipalsigninlogs', entra('signinlogs')],
  ['managedidentitysigninlogs', entra('signinlogs')],
  ['adfssigninlogs', entra('signinlogs')],
  ['riskyusers', entra('riskdetection')],
  ['userriskevents', entra('riskdetection')],
  ['riskyserviceprincipals', entra('riskdetection')],
  ['serviceprincipalriskevents', entra('riskdetection')],
  ['provisioninglogs', skip('entra-provisioning')],
  ['microsoftgraphactivitylogs', skip('graph-activity')],
  ['enrichedoffice365auditlogs', skip('office-audit')],
  ['networksecuritygroupflowevent', { kind: 'skip', why: networkFlow }],
  ['flowlogflowevent', { kind: 'skip', why: networkFlow }],
]);

/** What rows of a category hold; undefined for the categories of resource logs (`AuditEvent`, `kube-audit`, …). */
export function categoryOf(name: string): Category | undefined {
  return categories.get(name) ?? categories.get(name.toLowerCase());
}

export const resourceLog: NotAnActivity = Object.freeze({ outcome: 'skipped', reason: 'resource-log' });
