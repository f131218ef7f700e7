import type { Activity } from '../activity/activity.ts';

/**
 * Names whose value in a URL or a header is as good as a password, or part of one: shared access signatures, presigned
 * URLs of S3 and Cloud Storage.
 */
const secret = /(?<=\b|%3F|%26)((?:sig|signature|credential|X-Amz-Security-Token)(?:=|%3D))[^&\s"'<>,;]+/gi;
const longest = 1024;

/** The id under which a URL is the same in every record: without the user and the query, which may be secrets. */
export function withoutSecrets(id: string): string {
  if (!/^(?:https?:)?\/\//i.test(id)) return id;
  return id.replace(/[?#].*$/s, '').replace(/^([a-z]*:?\/\/)[^/]*@/i, '$1');
}

/** A message without the signatures that it quotes, cut to a length that can be shown. */
export function readableMessage(message: string): string {
  return message.replace(secret, '$1…').slice(0, longest);
}

/** What a record says of a failure; undefined when it says nothing. */
export function errorOf(
  code: string | undefined,
  message: string | undefined,
): Activity['error'] | undefined {
  if (!code && !message) return undefined;
  return { ...(code && { code }), ...(message && { message: readableMessage(message) }) };
}
