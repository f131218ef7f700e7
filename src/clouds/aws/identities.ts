import type { Attributes } from '../../activity/activity.ts';
import { type JsonObject, member, text } from '../../core/json.ts';

const iam = 'iam.amazonaws.com';

/**
 * The users and roles that a call to IAM made or gave credentials or a policy to, under the keys that they have as
 * principals; and the policy. A path of a user is known only where the record has the ARN.
 */
export function identityAttributes(
  record: JsonObject,
  service: string,
  account: string,
): Attributes | undefined {
  if (service !== iam) return undefined;
  const request = record['requestParameters'];
  const response = record['responseElements'];
  const arn =
    text(member(member(response, 'user'), 'arn')) ??
    text(member(member(response, 'role'), 'arn')) ??
    arnOf('user', text(member(request, 'userName')), account) ??
    arnOf('role', text(member(request, 'roleName')), account);
  const role = text(member(request, 'policyArn')) ?? text(member(request, 'groupName'));
  if (arn === undefined && role === undefined) return undefined;
  return { ...(arn && { identities: [`aws:${arn}`] }), ...(role && { role }) };
}

function arnOf(kind: 'user' | 'role', name: string | undefined, account: string): string | undefined {
  return name && /^[\w+=,.@-]+$/.test(name) ? `arn:aws:iam::${account}:${kind}/${name}` : undefined;
}
