import type { JsonObject } from '../core/json.ts';
import type { StepContext } from './emulated-record.ts';
import { addressOf, mailOf } from './principal-address.ts';

const command = 'google-cloud-sdk gcloud/549.0.1 command/gcloud.compute';
const platform =
  'environment/None environment-version/None client-os/LINUX client-os-ver/6.8.0 client-pltf-arch/x86_64 ' +
  'interactive/True from-script/False python/3.12.6 term/xterm-256color,gzip(gfe)';
const terraform =
  'google-api-go-client/0.5 Terraform/1.10.3 (+https://www.terraform.io) terraform-provider-google/6.14.1,gzip(gfe)';

/** Who called, from where and with what: the members of an audit log's payload that tell it. */
export function gcpIdentity({ principal, value, lasting, random }: StepContext): JsonObject {
  const { name, kind } = principal;
  if (kind === 'service') {
    const email = `${value('project_number')}@cloudservices.gserviceaccount.com`;
    return {
      authenticationInfo: { principalEmail: email, principalSubject: `serviceAccount:${email}` },
      requestMetadata: { callerSuppliedUserAgent: name },
    };
  }
  const callerIp = addressOf(lasting, name);
  if (kind === 'pipeline') {
    const email = name.includes('@') ? name : `${name}@${value('project')}.iam.gserviceaccount.com`;
    return {
      authenticationInfo: { principalEmail: email, principalSubject: `serviceAccount:${email}` },
      requestMetadata: { callerIp, callerSuppliedUserAgent: terraform },
    };
  }
  const email = mailOf(name);
  return {
    authenticationInfo: { principalEmail: email, principalSubject: `user:${email}` },
    requestMetadata: {
      callerIp,
      callerSuppliedUserAgent: `${command} invocation-id/${random.text('hex', 32)} ${platform}`,
    },
  };
}
