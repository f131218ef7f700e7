import type { Json } from '../core/json.ts';
import { scalarText } from './scalar.ts';

/**
 * Whether any text of a value satisfies the test. A scalar has one text. An object has the texts of the scalars below
 * it, then its compact JSON text: public rules say `requestParameters|contains: Suspended` and mean the whole of it.
 * An array that is offered as a value (see `resolve.ts`) has its JSON text only, its elements being offered one by one.
 */
export function someText(value: Json, test: (text: string) => boolean): boolean {
  if (value === null) return false;
  if (typeof value !== 'object') return test(String(value));
  if (Array.isArray(value)) return test(JSON.stringify(value));
  return someLeaf(value, test) || test(JSON.stringify(value));
}

/** Whether any scalar at any depth satisfies the test; keys are not looked at, nor is null. */
export function someLeaf(value: Json, test: (text: string) => boolean): boolean {
  if (value === null) return false;
  if (typeof value !== 'object') return test(scalarText(value) ?? '');
  if (Array.isArray(value)) {
    for (const item of value) if (someLeaf(item, test)) return true;
    return false;
  }
  for (const item of Object.values(value)) if (someLeaf(item, test)) return true;
  return false;
}
