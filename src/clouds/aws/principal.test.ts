import { describe, expect, it } from 'vitest';
import { record } from '../../../test/support/clouds/aws-records.ts';
import type { JsonObject } from '../../core/json.ts';
import { automationOf } from './automation.ts';
import { principalOf } from './principal.ts';

const attributes = { creationDate: '2026-03-01T09:00:00Z', mfaAuthenticated: 'false' };

function assumed(role: string, session: string, over: JsonObject = {}, context: JsonObject = {}): JsonObject {
  const name = role.slice(role.lastIndexOf('/') + 1);
  return {
    type: 'AssumedRole',
    principalId: `AROAEXAMPLE:${session}`,
    arn: `arn:aws:sts::111111111111:assumed-role/${name}/${session}`,
    accountId: '111111111111',
    accessKeyId: 'ASIAEXAMPLE',
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: 'AROAEXAMPLE',
        arn: `arn:aws:iam::111111111111:role/${role}`,
        accountId: '111111111111',
        userName: name,
      },
      attributes,
      ...context,
    },
    ...over,
  };
}

const deploy = 'aws:arn:aws:iam::111111111111:role/ci/deploy';

describe('principal', () => {
  it.each<[string, JsonObject, object]>([
    [
      'a user',
      {
        type: 'IAMUser',
        principalId: 'AIDA1',
        arn: 'arn:aws:iam::111111111111:user/a',
        userName: 'a',
        accessKeyId: 'AKIA1',
      },
      {
        key: 'aws:arn:aws:iam::111111111111:user/a',
        type: 'user',
        id: 'AIDA1',
        name: 'a',
        session: 'AKIA1',
        via: [],
      },
    ],
    [
      'a user without an ARN',
      { type: 'IAMUser', principalId: 'AIDA1', accountId: '111111111111', accessKeyId: '', userName: 'a' },
      { key: 'aws:arn:aws:iam::111111111111:user/a', type: 'user' },
    ],
    [
      'a user that a failed sign-in hides',
      { type: 'IAMUser', accountId: '111111111111', userName: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
      { key: 'aws:account:111111111111', type: 'user' },
    ],
    [
      'root',
      {
        type: 'Root',
        principalId: '111111111111',
        arn: 'arn:aws:iam::111111111111:root',
        accountId: '111111111111',
      },
      { key: 'aws:arn:aws:iam::111111111111:root', type: 'root' },
    ],
    [
      'a role, its session apart',
      assumed('ci/deploy', 'run-1'),
      { key: deploy, type: 'role', name: 'deploy', session: 'AROAEXAMPLE:run-1@2026-03-01T09:00:00Z' },
    ],
    [
      'the same role in another session',
      assumed('ci/deploy', 'run-2'),
      { key: deploy, session: 'AROAEXAMPLE:run-2@2026-03-01T09:00:00Z' },
    ],
    [
      'a role without its issuer',
      { type: 'AssumedRole', arn: 'arn:aws:sts::111111111111:assumed-role/deploy/x', principalId: 'AROA1:x' },
      { key: 'aws:arn:aws:iam::111111111111:role/deploy', type: 'role', id: 'AROA1' },
    ],
    [
      'a person through Identity Center',
      assumed('aws-reserved/sso.amazonaws.com/AWSReservedSSO_admin_0a', 'bob@example.com'),
      { type: 'role', name: 'bob@example.com' },
    ],
    [
      'a federated user: its issuer',
      {
        type: 'FederatedUser',
        principalId: '111111111111:chosen',
        arn: 'arn:aws:sts::111111111111:federated-user/chosen',
        sessionContext: {
          sessionIssuer: {
            type: 'IAMUser',
            principalId: 'AIDA1',
            arn: 'arn:aws:iam::111111111111:user/a',
            userName: 'a',
          },
        },
      },
      { key: 'aws:arn:aws:iam::111111111111:user/a', type: 'federated', name: 'a' },
    ],
    [
      'a web identity',
      {
        type: 'WebIdentityUser',
        identityProvider: 'accounts.google.com',
        userName: 'u1',
        principalId: 'accounts.google.com:app:u1',
      },
      { key: 'aws:federated:accounts.google.com:u1', type: 'federated' },
    ],
    [
      'an Identity Center user',
      {
        type: 'IdentityCenterUser',
        onBehalfOf: { userId: 'u-1', identityStoreArn: 'x' },
        credentialId: 'c-1',
      },
      { key: 'aws:identity-center:u-1', type: 'user', session: 'c-1' },
    ],
    [
      'another account',
      { type: 'AWSAccount', principalId: 'AROA9:x', accountId: '222222222222' },
      { key: 'aws:account:222222222222/AROA9', type: 'account' },
    ],
    [
      'anybody',
      { type: 'AWSAccount', principalId: '', accountId: 'ANONYMOUS_PRINCIPAL' },
      { key: 'aws:anonymous', type: 'anonymous' },
    ],
    [
      'a service',
      { type: 'AWSService', invokedBy: 'backup.amazonaws.com' },
      { key: 'aws:service:backup.amazonaws.com', type: 'service', app: 'backup.amazonaws.com' },
    ],
    [
      'a service event of the own account',
      { accountId: '111111111111', invokedBy: 'ec2.amazonaws.com' },
      { key: 'aws:service:ec2.amazonaws.com', type: 'service' },
    ],
    [
      'a service event about another account',
      { accountId: '222222222222', invokedBy: 'ec2.amazonaws.com' },
      { key: 'aws:account:222222222222', type: 'account' },
    ],
    [
      'a service-linked role',
      assumed('aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling', 'AutoScaling', {
        invokedBy: 'autoscaling.amazonaws.com',
      }),
      {
        type: 'service',
        app: 'autoscaling.amazonaws.com',
        via: [{ key: 'aws:service:autoscaling.amazonaws.com', type: 'service' }],
      },
    ],
    [
      'a service on behalf of a role',
      assumed('ci/deploy', 'x', { invokedBy: 'cloudformation.amazonaws.com' }),
      {
        key: deploy,
        type: 'role',
        via: [{ key: 'aws:service:cloudformation.amazonaws.com', type: 'service' }],
      },
    ],
    [
      'the console, which is no service',
      assumed('ci/deploy', 'x', { invokedBy: 'AWS Internal' }),
      { key: deploy, via: [] },
    ],
    [
      'a pod with a web identity and a source identity',
      assumed(
        'ci/deploy',
        'x',
        {},
        {
          webIdFederationData: { federatedProvider: 'arn:aws:iam::111111111111:oidc-provider/x' },
          sourceIdentity: 'carol',
        },
      ),
      {
        via: [
          { key: 'aws:federated:arn:aws:iam::111111111111:oidc-provider/x', type: 'federated' },
          { key: 'aws:source-identity:carol', type: 'user' },
        ],
      },
    ],
    ['nobody', {}, { key: 'aws:unknown', type: 'unknown', via: [] }],
  ])('is %s', (_, userIdentity, expected) => {
    expect(principalOf(record({ userIdentity }))).toMatchObject(expected);
  });

  it.each<[string, JsonObject, boolean | undefined]>([
    [
      'a user with MFA',
      { userIdentity: { type: 'IAMUser', sessionContext: { attributes: { mfaAuthenticated: 'true' } } } },
      true,
    ],
    [
      'a user without',
      { userIdentity: { type: 'IAMUser', sessionContext: { attributes: { mfaAuthenticated: 'false' } } } },
      false,
    ],
    ['a role, of which "false" says nothing', { userIdentity: assumed('r', 's') }, undefined],
    ['a console sign-in', { eventName: 'ConsoleLogin', additionalEventData: { MFAUsed: 'No' } }, false],
  ])('tells MFA of %s', (_, over, mfa) => {
    expect(principalOf(record(over)).mfa).toBe(mfa);
  });
});

describe('automation', () => {
  it.each<[string, JsonObject, object | undefined]>([
    [
      'service-linked role',
      {
        userIdentity: assumed(
          'aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling',
          'AutoScaling',
        ),
      },
      { kind: 'autoscale', evidence: 'service-linked role AWSServiceRoleForAutoScaling' },
    ],
    [
      'malware scan',
      {
        userIdentity: assumed(
          'aws-service-role/malware-protection.guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDutyMalwareProtection',
          'x',
        ),
      },
      { kind: 'scanner', evidence: 'service-linked role AWSServiceRoleForAmazonGuardDutyMalwareProtection' },
    ],
    [
      'service',
      { userIdentity: { type: 'AWSService', invokedBy: 'backup.amazonaws.com' } },
      { kind: 'backup', evidence: 'service backup.amazonaws.com' },
    ],
    [
      'CloudFormation for a role',
      { userIdentity: assumed('ci/deploy', 'x', { invokedBy: 'cloudformation.amazonaws.com' }) },
      { kind: 'iac', evidence: 'invokedBy cloudformation.amazonaws.com' },
    ],
    ['a user agent alone', { userAgent: 'APN/1.0 HashiCorp/1.0 Terraform/1.5.0' }, undefined],
    [
      'a role of the same name',
      { userIdentity: assumed('AWSServiceRoleForAutoScaling', 'AutoScaling') },
      undefined,
    ],
    [
      'a service that only passes a call on',
      { userIdentity: assumed('ci/deploy', 'x', { invokedBy: 'lambda.amazonaws.com' }) },
      undefined,
    ],
  ])('%s', (_, over, expected) => {
    const value = record(over);
    expect(automationOf(value, principalOf(value))).toEqual(expected);
  });
});
