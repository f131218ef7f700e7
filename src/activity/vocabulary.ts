/** What was done. One vocabulary for the three clouds; the native operation name stands beside it. */
export const verbs = [
  'create',
  'delete',
  'modify',
  'start',
  'stop',
  'restart',
  'revert',
  'restore',
  'attach',
  'detach',
  'share',
  'unshare',
  'export',
  'import',
  'copy',
  'move',
  'scale',
  'execute',
  'login',
  'access',
  'enable',
  'disable',
  'protect',
  'unprotect',
  'request',
  'notify',
  'enumerate',
  'read',
  'other',
] as const;
export type Verb = (typeof verbs)[number];

/** What it was done to. */
export const objectKinds = [
  'instance',
  'instance_group',
  'snapshot',
  'volume',
  'image',
  'template',
  'backup',
  'database',
  'database_backup',
  'command',
  'lock',
  'policy',
  'schedule',
  'network',
  'iam',
  'credential',
  'encryption',
  'quota',
  'capacity',
  'region',
  'account',
  'setting',
  'logging',
  'storage',
  'container',
  'function',
  'deployment',
  'tag',
  'catalog',
  'resource',
] as const;
export type ObjectKind = (typeof objectKinds)[number];

/** Lineage: `X<-Y` means that X came from Y. The kinds on both sides are `ObjectKind`s. */
export type EdgeKind = `${ObjectKind}<-${ObjectKind}`;

export const principalTypes = [
  'user',
  'root',
  'role',
  'federated',
  'service_account',
  'service_principal',
  'managed_identity',
  'default_service_account',
  'service',
  'account',
  'anonymous',
  'unknown',
] as const;
export type PrincipalType = (typeof principalTypes)[number];

export const outcomes = ['success', 'failure', 'denied', 'dry_run', 'pending'] as const;
export type Outcome = (typeof outcomes)[number];

export const providers = ['aws', 'azure', 'gcp'] as const;
export type Provider = (typeof providers)[number];
/** What the clouds are called where people read. */
export const providerNames: Readonly<Record<Provider, string>> = {
  aws: 'AWS',
  azure: 'Azure',
  gcp: 'Google',
};

export const automationKinds = ['autoscale', 'k8s', 'backup', 'dr', 'iac', 'platform', 'scanner'] as const;
export type AutomationKind = (typeof automationKinds)[number];
