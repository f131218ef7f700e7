import { onBehalf, serviceKinds } from '../clouds/aws/automation.ts';
import { all, any, type Condition, never, not } from '../emit/siem/condition.ts';
import { byOptionalValue, byValue, type LowerField } from './activity-tests.ts';
import { field, isOneOf, textTest } from './native-fields.ts';

const identityType = field('userIdentity.type');
const invokedBy = field('userIdentity.invokedBy');
const issuerArn = field('userIdentity.sessionContext.sessionIssuer.arn');

const linkedRole = (services: readonly string[]): Condition =>
  textTest(
    issuerArn,
    'contains',
    services.map((name) => `:role/aws-service-role/${name}`),
  );

/** AWS itself is the caller: as a service, or in a service-linked role, which nobody else can take. */
const isService = any(isOneOf(identityType, 'AWSService'), linkedRole(['']));

const domain = (service: string): string => `${service}.amazonaws.com`;

/** What AWS does by itself: as a service, in a service-linked role, or for somebody who called it. */
export const awsAutomation: LowerField = (leaf) => {
  const behalf = [...onBehalf].filter((service) => serviceKinds.has(service));
  const there = any(isService, isOneOf(invokedBy, ...behalf.map(domain)));
  return byOptionalValue(leaf, there, (accepted) => {
    const names = (wanted: boolean): string[] =>
      [...serviceKinds].filter(([, kind]) => accepted(kind) === wanted).map(([service]) => service);
    const isOneOfThem = (services: readonly string[]): Condition =>
      any(
        all(isOneOf(identityType, 'AWSService'), isOneOf(invokedBy, ...services.map(domain))),
        services.length === 0 ? never : linkedRole(services.map((service) => `${service}.`)),
      );
    const byService = accepted('platform')
      ? all(isService, not(isOneOfThem(names(false))))
      : isOneOfThem(names(true));
    const wanted = behalf.filter((service) => accepted(serviceKinds.get(service) ?? ''));
    return any(byService, wanted.length === 0 ? never : isOneOf(invokedBy, ...wanted.map(domain)));
  });
};

/** The kind of the caller. */
export const awsPrincipal: LowerField = (leaf) => {
  const isType = (...types: readonly string[]): Condition => isOneOf(identityType, ...types);
  const roles = all(isType('AssumedRole', 'Role'), not(linkedRole([''])));
  const named = isType(
    ...[
      'IAMUser',
      'IdentityCenterUser',
      'Root',
      'FederatedUser',
      'SAMLUser',
      'WebIdentityUser',
      'AWSAccount',
    ],
    ...['AssumedRole', 'Role', 'AWSService'],
  );
  const isAnonymous = isOneOf(field('userIdentity.accountId'), 'anonymous', 'ANONYMOUS_PRINCIPAL');
  return byValue(leaf, [
    ['user', isType('IAMUser', 'IdentityCenterUser')],
    ['root', isType('Root')],
    ['role', roles],
    ['federated', isType('FederatedUser', 'SAMLUser', 'WebIdentityUser')],
    ['service', isService],
    ['account', all(isType('AWSAccount'), not(isAnonymous))],
    ['anonymous', all(isType('AWSAccount'), isAnonymous)],
    ['unknown', not(named)],
  ]);
};
