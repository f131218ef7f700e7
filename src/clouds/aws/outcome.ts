import type { Activity } from '../../activity/activity.ts';
import type { Outcome } from '../../activity/vocabulary.ts';
import { type JsonObject, member, text } from '../../core/json.ts';
import { errorOf } from '../redaction.ts';

export interface Result {
  readonly outcome: Outcome;
  readonly error?: NonNullable<Activity['error']>;
  /** Parts of the operation failed although the whole succeeded. */
  readonly failedParts?: number;
}

const denied =
  /AccessDenied|Unauthorized|NotAuthorized|Forbidden|AuthFailure|OptInRequired|InvalidClientTokenId|SignatureDoesNotMatch|ExpiredToken|UnrecognizedClient/i;
/** EC2 appends hundreds of characters that only the account itself can decode. */
const encodedMessage = / ?Encoded authorization failure message: \S*/;
const dryRun = /^(?:Client\.)?DryRunOperation(?:Exception)?$/;
const success: Result = Object.freeze({ outcome: 'success' });

/**
 * What became of the call. No errorCode is success, with exceptions: a dry run is reported as an error; sign-in and some
 * services report failure in the response; service events carry a state; batch calls report errors of their parts
 * (`failures`: the error codes of parts, `done`: how many parts succeeded).
 */
export function resultOf(record: JsonObject, failures: readonly string[], done: number): Result {
  const code = text(record['errorCode']);
  const message = text(record['errorMessage']);
  if (code) return failed(outcomeOfError(code), code, message);
  const response = record['responseElements'];
  const details = record['serviceEventDetails'];
  const inside = text(member(response, 'errorCode')) ?? text(member(response, 'errorMessage'));
  if (inside) return failed(outcomeOfError(inside), inside, text(member(response, 'errorMessage')));
  if (signInFailed(record, response) || member(response, '_return') === false) {
    return failed('failure', undefined, message);
  }
  // Rows of tables leave out what is null in a record.
  if (message && (response ?? null) === null) return failed('failure', undefined, message);
  if (details) return resultOfState(text(member(details, 'state')) ?? text(member(details, 'status')));
  if (failures.length === 0) return success;
  const error = failures[0] === undefined ? {} : { error: { code: failures[0] } };
  return { outcome: done > 0 ? 'success' : 'failure', ...error, failedParts: failures.length };
}

function outcomeOfError(code: string): Outcome {
  if (dryRun.test(code)) return 'dry_run';
  return denied.test(code) ? 'denied' : 'failure';
}

function failed(outcome: Outcome, code: string | undefined, message: string | undefined): Result {
  const error = errorOf(code, message?.replace(encodedMessage, ''));
  return { outcome, ...(error && { error }) };
}

/** `{"ConsoleLogin": "Failure"}`, `{"SwitchRole": "Failure"}`. */
function signInFailed(record: JsonObject, response: unknown): boolean {
  if (record['eventType'] !== 'AwsConsoleSignIn') return false;
  return member(response as JsonObject, text(record['eventName']) ?? '') === 'Failure';
}

function resultOfState(state: string | undefined): Result {
  switch (state?.toUpperCase()) {
    case 'FAILED':
    case 'ABORTED':
    case 'EXPIRED':
    case 'PARTIAL':
      return failed('failure', state, undefined);
    case 'CREATED':
    case 'PENDING':
    case 'RUNNING':
      return { outcome: 'pending' };
    default:
      return success;
  }
}
