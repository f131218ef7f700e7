import { errorOf } from '../redaction.ts';
import type { BulkEntries } from './bulk-entries.ts';
import { firstFailure, type Result } from './failure.ts';
import type { OperationEntries } from './operation-entries.ts';
import { lastPart } from './resource-name.ts';

const success: Result = Object.freeze({ outcome: 'success' });
const pending: Result = Object.freeze({ outcome: 'pending' });

/**
 * What became of the operation. An absent or empty status is success. A failure may stand on any entry, often only on the
 * last; without a last entry an operation is pending.
 */
export function resultOf({ heads, bulk, isComplete }: OperationEntries): Result {
  const failure = firstFailure(bulk ? bulk.parents : heads);
  if (failure) return failure;
  if (bulk && bulk.failed.length > 0) return resultOfParts(bulk);
  return isComplete ? success : pending;
}

/**
 * One thing that could not be made is no failure of the others: the last entry of the whole decides, without it whether
 * anything was made. What failed is told in the error.
 */
function resultOfParts({ isEnded, made, failed }: BulkEntries): Result {
  const [first] = failed;
  if (!first || (made.length === 0 && !isEnded)) return first?.failure ?? success;
  const messages = failed.map(({ name, failure: { error } }) =>
    [lastPart(name), error?.message ?? error?.code].filter((part) => part !== undefined).join(': '),
  );
  const error = errorOf(first.failure.error?.code, messages.join('; '));
  return { outcome: 'success', ...(error && { error }) };
}
