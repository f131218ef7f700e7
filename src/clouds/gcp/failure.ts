import type { Activity } from '../../activity/activity.ts';
import type { Outcome } from '../../activity/vocabulary.ts';
import { isObject, type JsonObject, member, text } from '../../core/json.ts';
import type { RecordHead } from '../definition.ts';
import { errorOf } from '../redaction.ts';
import { payloadOf } from './payload.ts';

export interface Result {
  readonly outcome: Outcome;
  readonly error?: NonNullable<Activity['error']>;
  /** The permission that was missing. */
  readonly permission?: string;
}

/** The codes of google.rpc. */
const codes: readonly string[] = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
];
const denied = new Set(['PERMISSION_DENIED', 'UNAUTHENTICATED', '401', '403']);

/** The first failure that entries tell of. */
export function firstFailure(heads: readonly RecordHead[]): Result | undefined {
  for (const head of heads) {
    const failure = failureOf(head);
    if (failure) return failure;
  }
  return undefined;
}

/** The failure that an entry tells of. */
export function failureOf(head: RecordHead): Result | undefined {
  const payload = payloadOf(head);
  const status = payload['status'];
  const number = Number(member(status, 'code') ?? 0);
  if (number !== 0) return failed(payload, codes[number] ?? String(number), text(member(status, 'message')));
  const error = member(payload['response'], 'error');
  if (isObject(error)) return failed(payload, String(error['code'] ?? 'UNKNOWN'), text(error['message']));
  // Sign-ins to Workspace have no status; their name tells.
  if (/\.loginFailure$/.test(head.operation)) return { outcome: 'failure' };
  return head.record['severity'] === 'ERROR'
    ? failed(payload, undefined, text(member(status, 'message')))
    : undefined;
}

function failed(payload: JsonObject, code: string | undefined, message: string | undefined): Result {
  const isDenied = code !== undefined && denied.has(code);
  const permission = isDenied ? refused(payload) : undefined;
  const error = errorOf(code, message);
  return {
    outcome: isDenied ? 'denied' : 'failure',
    ...(error && { error }),
    ...(permission && { permission }),
  };
}

function refused(payload: JsonObject): string | undefined {
  const list = payload['authorizationInfo'];
  if (!Array.isArray(list)) return undefined;
  const missing = list.find((one) => isObject(one) && one['granted'] !== true && one['granted'] !== 'true');
  return text(member(missing, 'permission'));
}
