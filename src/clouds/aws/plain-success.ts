import type { RecordHead } from '../definition.ts';

/**
 * True when a record certainly tells of a success, without its Activity being made: no error, and no answer that could
 * hold one. It holds for nearly all reads, which are four fifths of all records.
 */
export function isPlainSuccess({ record, entry }: RecordHead): boolean {
  return (
    record['errorCode'] === undefined &&
    record['errorMessage'] === undefined &&
    (record['responseElements'] ?? null) === null &&
    record['serviceEventDetails'] === undefined &&
    record['eventType'] !== 'AwsConsoleSignIn' &&
    entry?.paths.failures === undefined
  );
}
