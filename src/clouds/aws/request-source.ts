import type { Activity } from '../../activity/activity.ts';
import { type JsonObject, member, text } from '../../core/json.ts';
import { ipKindOf, toolOf } from '../source.ts';

/**
 * Where the call came from. `AWS Internal` or `signin.amazonaws.com` with a person's address is the console, not a
 * service; in place of an address AWS writes its own names when a service calls.
 */
export function sourceOf(record: JsonObject): Activity['source'] {
  const address = text(record['sourceIPAddress']);
  const userAgent = text(record['userAgent']);
  const ipKind = ipKindOf(address);
  const tool = isConsole(record) ? 'console' : toolOf(userAgent);
  const isAddress = ipKind === 'public' || ipKind === 'private';
  const source: { ip?: string; ipKind: typeof ipKind; userAgent?: string; tool?: string } = { ipKind };
  if (isAddress && address !== undefined) source.ip = address;
  if (userAgent !== undefined) source.userAgent = userAgent;
  if (tool !== undefined) source.tool = tool;
  return source;
}

function isConsole(record: JsonObject): boolean {
  const invoker = member(record['userIdentity'], 'invokedBy');
  if (invoker === 'signin.amazonaws.com') return true;
  // CloudShell's command line also works with a console session; its user agent names it.
  if (String(record['sessionCredentialFromConsole']) !== 'true') return false;
  const tool = toolOf(text(record['userAgent']));
  return tool === undefined || tool === 'aws-service';
}
