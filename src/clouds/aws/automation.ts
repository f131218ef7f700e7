import type { Activity, Principal } from '../../activity/activity.ts';
import type { AutomationKind } from '../../activity/vocabulary.ts';
import { type JsonObject, own } from '../../core/json.ts';
import { invokingService } from './principal.ts';

type Automation = NonNullable<Activity['automation']>;

/** What the services do that make, change and delete compute by themselves; all others are `platform`. */
export const serviceKinds: ReadonlyMap<string, AutomationKind> = new Map([
  ['autoscaling', 'autoscale'],
  ['application-autoscaling', 'autoscale'],
  ['dynamodb.application-autoscaling', 'autoscale'],
  ['ecs.application-autoscaling', 'autoscale'],
  ['ec2fleet', 'autoscale'],
  ['spot', 'autoscale'],
  ['spotfleet', 'autoscale'],
  ['eks', 'k8s'],
  ['eks-nodegroup', 'k8s'],
  ['eks-fargate', 'k8s'],
  ['backup', 'backup'],
  ['restore-testing.backup', 'backup'],
  ['dlm', 'backup'],
  ['rbin', 'backup'],
  ['mgn', 'dr'],
  ['drs', 'dr'],
  ['cloudformation', 'iac'],
  ['servicecatalog', 'iac'],
  ['elasticbeanstalk', 'iac'],
  ['imagebuilder', 'iac'],
  ['malware-protection.guardduty', 'scanner'],
  ['guardduty', 'scanner'],
  ['inspector2', 'scanner'],
  ['agentless.inspector2', 'scanner'],
  ['macie', 'scanner'],
  ['config', 'scanner'],
  ['securityhub', 'scanner'],
  ['access-analyzer', 'scanner'],
  ['trustedadvisor', 'scanner'],
  ['resource-explorer-2', 'scanner'],
]);

/** Services that leave the caller's identity in place; only those whose work is theirs count as automation. */
export const onBehalf: ReadonlySet<string> = new Set([
  'cloudformation',
  'servicecatalog',
  'elasticbeanstalk',
  'ec2fleet',
  'backup',
  'dlm',
]);

/**
 * The machinery of AWS that did this, with the mark that proves it. Marks are those that AWS writes and a caller cannot:
 * a service as the identity, a service-linked role, `invokedBy`. User agents, names and tags prove nothing. Being
 * automation says how it happened, not that it was wanted: whoever set the machinery up may be an attacker.
 */
export function automationOf(record: JsonObject, principal: Principal): Automation | undefined {
  if (principal.type === 'service') return ownService(principal);
  const invoker = invokingService(own(record, 'userIdentity'));
  if (!invoker) return undefined;
  const name = shortName(invoker);
  const kind = serviceKinds.get(name);
  return kind && onBehalf.has(name) ? { kind, evidence: `invokedBy ${invoker}` } : undefined;
}

function ownService(principal: Principal): Automation {
  const app = principal.app ?? 'unknown';
  const linked = principal.key.includes(':role/');
  const evidence = linked ? `service-linked role ${principal.name ?? app}` : `service ${app}`;
  return { kind: serviceKinds.get(shortName(app)) ?? 'platform', evidence };
}

function shortName(service: string): string {
  return service.replace(/\.amazonaws\.com(?:\.cn)?$/, '');
}
