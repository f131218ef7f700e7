import type { JsonObject } from '../core/json.ts';
import type { StepContext } from './emulated-record.ts';
import { addressOf } from './principal-address.ts';
import { wholeSeconds } from './stamps.ts';

const cli = 'aws-cli/2.22.7 md/awscrt#0.23.4 ua/2.0 os/linux#6.8.0 md/arch#x86_64 lang/python#3.12.6';
const terraform = 'APN/1.0 HashiCorp/1.0 Terraform/1.10.3 terraform-provider-aws/5.84.0 aws-sdk-go-v2/1.33.0';

/** Who called, from where and with what. */
export interface AwsIdentity {
  readonly userIdentity: JsonObject;
  readonly sourceIPAddress: string;
  readonly userAgent: string;
  /** Absent when a service calls. */
  readonly tlsDetails?: JsonObject;
}

/** Who called, from where and with what, as the members of a CloudTrail record tell it. */
export function awsIdentity(context: StepContext, service: string): AwsIdentity {
  const { principal, step, value, lasting } = context;
  const account = value('account');
  const host = `${service.split('.')[0]}.${value('region') || 'us-east-1'}.amazonaws.com`;
  const tlsDetails = {
    tlsVersion: 'TLSv1.3',
    cipherSuite: 'TLS_AES_128_GCM_SHA256',
    clientProvidedHostHeader: host,
  };
  const { name } = principal;
  if (principal.kind === 'service') {
    const role = principal.id ?? name;
    const identity = assumedRole(context, account, {
      name: role,
      path: `aws-service-role/${name}/`,
      session: 'service',
    });
    return { userIdentity: { ...identity, invokedBy: name }, sourceIPAddress: name, userAgent: name };
  }
  if (principal.kind === 'pipeline') {
    return {
      userIdentity: assumedRole(context, account, { name, path: '', session: 'GitHubActions' }),
      sourceIPAddress: addressOf(lasting, name),
      userAgent: terraform,
      tlsDetails,
    };
  }
  const command = step.operation.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
  return {
    userIdentity: user(context, account),
    sourceIPAddress: addressOf(lasting, name),
    userAgent: `${cli} md/command#${service.split('.')[0]}.${command}`,
    tlsDetails,
  };
}

/** A person with a session of an hour that was begun with a second factor. */
function user({ principal: { name }, lasting, began }: StepContext, account: string): JsonObject {
  const random = lasting.fork(`user ${name}`);
  return {
    type: 'IAMUser',
    principalId: `AIDA${random.text('upper', 17)}`,
    arn: `arn:aws:iam::${account}:user/${name}`,
    accountId: account,
    accessKeyId: `ASIA${random.text('upper', 16)}`,
    userName: name,
    sessionContext: { attributes: { creationDate: wholeSeconds(began), mfaAuthenticated: 'true' } },
  };
}

function assumedRole(
  { lasting, began }: StepContext,
  account: string,
  { name, path, session }: { readonly name: string; readonly path: string; readonly session: string },
): JsonObject {
  const random = lasting.fork(`role ${name}`);
  const id = `AROA${random.text('upper', 17)}`;
  return {
    type: 'AssumedRole',
    principalId: `${id}:${session}`,
    arn: `arn:aws:sts::${account}:assumed-role/${name}/${session}`,
    accountId: account,
    accessKeyId: `ASIA${random.text('upper', 16)}`,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: id,
        arn: `arn:aws:iam::${account}:role/${path}${name}`,
        accountId: account,
        userName: name,
      },
      attributes: { creationDate: wholeSeconds(began), mfaAuthenticated: 'false' },
    },
  };
}
