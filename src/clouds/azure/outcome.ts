import type { Activity } from '../../activity/activity.ts';
import type { Outcome } from '../../activity/vocabulary.ts';
import { member, text } from '../../core/json.ts';
import { errorOf } from '../redaction.ts';
import type { OperationRows, Row } from './operation-rows.ts';
import { objectIn } from './text-bodies.ts';

export interface Result {
  readonly outcome: Outcome;
  readonly error?: NonNullable<Activity['error']>;
  /** The permission that was missing. */
  readonly permission?: string;
}

const denial =
  /AuthorizationFailed|Unauthorized|Forbidden|AccessDenied|RequestDisallowed|DisallowedByPolicy/i;
const refusedAction = /perform action '([^']+)'/;
const success: Result = Object.freeze({ outcome: 'success' });
const pending: Result = Object.freeze({ outcome: 'pending' });

/**
 * What became of the operation: what its last row says. Accepted is not done, and an operation whose end was not seen is
 * pending. Pipelines that write `200` or `403` for the status are understood.
 */
export function resultOf({ last }: OperationRows): Result {
  const { stage, httpStatus } = last;
  if (stage === 'succeeded') return success;
  if (stage === 'failed' || stage === 'cancelled') return failed(last);
  if (httpStatus !== undefined && httpStatus >= 400) return failed(last);
  if (stage !== undefined) return pending;
  return httpStatus === undefined || httpStatus === 202 ? pending : success;
}

function failed({ stage, httpStatus, properties, record }: Row): Result {
  const body = objectIn(properties?.['statusMessage']);
  const inner = member(body, 'error') ?? body;
  const code = text(member(inner, 'code')) ?? fallbackCode(stage, httpStatus);
  const message =
    text(member(inner, 'message')) ??
    text(properties?.['statusMessage']) ??
    text(record['resultDescription']);
  const denied = httpStatus === 401 || httpStatus === 403 || (code !== undefined && denial.test(code));
  const error = errorOf(code, message);
  const permission = denied && message ? refusedAction.exec(message)?.[1] : undefined;
  return {
    outcome: denied ? 'denied' : 'failure',
    ...(error && { error }),
    ...(permission && { permission }),
  };
}

function fallbackCode(stage: Row['stage'], httpStatus: number | undefined): string | undefined {
  if (stage === 'cancelled') return 'Canceled';
  return httpStatus === undefined ? undefined : String(httpStatus);
}
