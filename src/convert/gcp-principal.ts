import { all, any, type Condition, never, not, row, test } from '../emit/siem/condition.ts';
import { byOptionalValue, byValue, type LowerField } from './activity-tests.ts';
import { payload } from './gcp-payload.ts';
import { field, isFilled, isOneOf, textTest } from './native-fields.ts';

const email = payload('authenticationInfo.principalEmail');
const subject = payload('authenticationInfo.principalSubject');
const agentName = payload('requestMetadata.callerSuppliedUserAgent');
const delegates = payload(
  'authenticationInfo.serviceAccountDelegationInfo[].firstPartyPrincipal.principalEmail',
);

const matches = (source: string): Condition => test(email, { kind: 'regex', source, flags: {} });

/** Google's own agents, told by domains in which nobody else can have accounts: `clouds/gcp/principal.ts`. */
const domains = [
  'gcp-sa-[\\w-]+',
  ...[
    'compute-system',
    'container-engine-robot',
    'containerregistry',
    'cloudcomposer-accounts',
    'dataproc-accounts',
  ],
  ...['dataflow-service-producer-prod', 'gcf-admin-robot', 'serverless-robot-prod', 'security-center-api'],
  ...['service-networking', 'cloud-filer', 'cloud-tpu', 'gae-api-prod'],
];
const isCloudServices = matches('^\\d+@cloudservices\\.gserviceaccount\\.com$');
const isAgent = any(
  isCloudServices,
  matches(`^service-(?:org-|folder-)?\\d+@(?:${domains.join('|')})\\.iam\\.gserviceaccount\\.com$`),
);
const isSystem = any(
  isOneOf(email, 'system@google.com'),
  textTest(field('logName'), 'endswith', ['system_event']),
);
const isAccount = textTest(email, 'endswith', ['.gserviceaccount.com']);
const isDefault = matches(
  '^\\d+-compute@developer\\.gserviceaccount\\.com$|@appspot\\.gserviceaccount\\.com$',
);
const isFederated = textTest(subject, 'startswith', ['principal://', 'principalSet://']);

/** The kind of the caller, by its address and subject. */
export const googlePrincipal: LowerField = (leaf) => {
  const isService = any(isSystem, isAgent);
  const named = all(not(isService), not(isFederated));
  const isPerson = all(textTest(email, 'contains', ['@']), not(isAccount));
  return byValue(leaf, [
    ['service', row(isService)],
    ['federated', row(all(isFederated, not(isSystem)))],
    ['user', row(all(named, isPerson))],
    ['default_service_account', row(all(named, isDefault))],
    ['service_account', row(all(named, isAccount, not(isDefault)))],
    ['anonymous', row(all(not(isFilled(email)), not(isFilled(subject)), not(isSystem)))],
  ]);
};

/** Agents whose work is known, by a part of their address. */
const agents: readonly (readonly [string, string])[] = [
  ['k8s', 'container-engine-robot'],
  ['backup', 'gcp-sa-(?:backupdr|gkebackup)'],
  ['dr', 'gcp-sa-(?:vmmigration|migration)'],
  ['iac', 'gcp-sa-(?:config|clouddeploy|cloudbuild)'],
  ['scanner', 'security-center-api|gcp-sa-(?:securitycenter|websecurityscanner|ktd-control)'],
];

const isMember = isOneOf(payload('request.links[].type'), 'MEMBER_OF');
const usesManager = textTest(agentName, 'contains', ['Deployment-Manager']);
const scalesCluster = textTest(agentName, 'contains', ['Managed Instance Group for GKE']);
const isGroup = any(isMember, textTest(agentName, 'contains', ['Managed Instance Group']));

/** What works by itself: Google's events, its agents as callers, and agents who delegated. */
export const googleAutomation: LowerField = (leaf) => {
  const isSystemEvent = textTest(field('logName'), 'endswith', ['system_event']);
  const isScheduled = isOneOf(payload('methodName'), 'ScheduledSnapshots');
  const byAddress = (kind: string, pattern: string): readonly [string, Condition] => [
    kind,
    any(
      all(isAgent, not(isCloudServices), matches(pattern)),
      test(delegates, { kind: 'regex', source: pattern, flags: {} }),
    ),
  ];
  const known = agents.map(([, pattern]) => pattern).join('|');
  const kinds: readonly (readonly [string, Condition])[] = [
    ...agents.map(([kind, pattern]) => byAddress(kind, pattern)),
    ['backup', all(isSystemEvent, isScheduled)],
    ['iac', all(isCloudServices, usesManager)],
    ['k8s', all(isCloudServices, scalesCluster)],
    ['autoscale', all(isCloudServices, isGroup, not(usesManager), not(scalesCluster))],
    [
      'platform',
      any(
        all(isSystemEvent, not(isScheduled)),
        isOneOf(email, 'system@google.com'),
        all(isCloudServices, not(any(usesManager, isGroup))),
        all(isAgent, not(isCloudServices), not(matches(known))),
      ),
    ],
  ];
  const there = row(
    any(
      isSystemEvent,
      isOneOf(email, 'system@google.com'),
      isAgent,
      test(delegates, { kind: 'regex', source: known, flags: {} }),
    ),
  );
  return byOptionalValue(leaf, there, (accepted) => {
    const others = kinds.filter(([kind]) => !accepted(kind));
    const some = kinds.filter(([kind]) => accepted(kind));
    if (some.length === 0) return never;
    if (others.length >= some.length) return row(any(...some.map(([, condition]) => condition)));
    return all(there, not(row(any(...others.map(([, condition]) => condition)))));
  });
};
