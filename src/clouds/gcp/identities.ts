import { type JsonObject, member, text } from '../../core/json.ts';

const address = /\/serviceAccounts\/([^/]+@[^/]+)$/;

/** What a member of a policy begins with when it is a principal of its own: groups and domains are not. */
const principal = /^(?:user|serviceAccount):/;

/**
 * The accounts that a call made or gave keys or roles to, under the keys that they have as principals. Service accounts
 * are known by their address.
 *
 * @param grantees members that a policy of a project, folder or organisation was given
 */
export function identitiesOf(
  payload: JsonObject,
  service: string,
  own: string | undefined,
  grantees: readonly string[],
): readonly string[] {
  if (service === 'cloudresourcemanager.googleapis.com')
    return grantees.filter((one) => principal.test(one)).map((one) => `gcp:${one}`);
  if (service !== 'iam.googleapis.com') return [];
  const email = text(member(payload['response'], 'email')) ?? address.exec(own ?? '')?.[1];
  return email === undefined ? [] : [`gcp:serviceAccount:${email}`];
}
