import type { Attributes } from '../../activity/activity.ts';
import { type Json, type JsonObject, member, text } from '../../core/json.ts';
import { wideRights } from './policy-document.ts';

const iam = 'iam.amazonaws.com';

/**
 * The users and roles that a call to IAM made or gave credentials or a policy to, under the keys that they have as
 * principals; and the policy: its ARN, or what its document allows where that is wide. A path of a user is known only where
 * the record has the ARN.
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
  const role =
    wideRightsOf(request) ?? text(member(request, 'policyArn')) ?? text(member(request, 'groupName'));
  if (arn === undefined && role === undefined) return undefined;
  return { ...(arn && { identities: [`aws:${arn}`] }), ...(role && { role }) };
}

/** A new version of a policy says nothing until it is the one that counts. */
function wideRightsOf(request: Json | undefined): string | undefined {
  const document = text(member(request, 'policyDocument'));
  if (document === undefined) return undefined;
  const isUnused = member(request, 'policyArn') !== undefined && member(request, 'setAsDefault') !== true;
  return isUnused ? undefined : wideRights(document);
}

function arnOf(kind: 'user' | 'role', name: string | undefined, account: string): string | undefined {
  return name && /^[\w+=,.@-]+$/.test(name) ? `arn:aws:iam::${account}:${kind}/${name}` : undefined;
}
