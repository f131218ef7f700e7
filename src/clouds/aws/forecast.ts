import { isObject, own } from '../../core/json.ts';
import type { CatalogueEntry } from '../catalogue.ts';
import type { RecordHead } from '../definition.ts';

/**
 * True when a record certainly tells of a success, without its Activity being made: no error, and an answer that holds
 * none. It agrees with `resultOf`, of which it is the fast half: most records succeeded.
 */
export function isPlainSuccess({ record, entry }: RecordHead): boolean {
  if (record['errorCode'] !== undefined || record['errorMessage'] !== undefined) return false;
  if (record['serviceEventDetails'] !== undefined || record['eventType'] === 'AwsConsoleSignIn') return false;
  if (entry?.paths.failures) return false;
  const response = record['responseElements'];
  if (!isObject(response)) return response === null || response === undefined;
  return (
    own(response, 'errorCode') === undefined &&
    own(response, 'errorMessage') === undefined &&
    own(response, '_return') !== false
  );
}

/** Whether the body can carry or change a start-up script. */
export function mayHaveUserData({ paths }: CatalogueEntry): boolean {
  return paths.userData !== undefined || paths.attribute !== undefined;
}
