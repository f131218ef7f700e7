import type { NotAnActivity } from './definition.ts';

/** Logs of the network are read beside the audit logs (`hunt --flows`), not among them. */
export const networkFlow: NotAnActivity = Object.freeze({
  outcome: 'skipped',
  reason: 'network-flow-record',
});
export const dnsQuery: NotAnActivity = Object.freeze({ outcome: 'skipped', reason: 'dns-query-record' });
