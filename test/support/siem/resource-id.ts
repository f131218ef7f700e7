import type { JsonObject } from '../../../src/core/json.ts';

/** What stands behind a word in the id of an Azure resource: collectors make columns of it. */
export function partOfId(record: JsonObject, word: string): string {
  const parts = String(record['resourceId'] ?? '').split('/');
  const place = parts.findIndex((part) => part.toLowerCase() === word);
  return place < 0 ? '' : (parts[place + 1] ?? '');
}
