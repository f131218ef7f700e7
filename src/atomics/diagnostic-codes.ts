import { type Diagnostic, type Say, sayingOf } from '../core/diagnostic.ts';

/** Code and severity of everything that is said about atomic tests; listed in docs/reference/diagnostics.md. */
export const codes = {
  syntax: ['ATOMIC_SYNTAX', 'error'],
  tooLarge: ['ATOMIC_TOO_LARGE', 'error'],
  tooDeep: ['ATOMIC_TOO_DEEP', 'error'],
  type: ['ATOMIC_TYPE', 'error'],
  keyMissing: ['ATOMIC_KEY_MISSING', 'error'],
  keyUnknown: ['ATOMIC_KEY_UNKNOWN', 'error'],
  value: ['ATOMIC_VALUE', 'error'],
  guid: ['ATOMIC_GUID', 'error'],
  nameUnknown: ['ATOMIC_NAME_UNKNOWN', 'error'],
  nameTwice: ['ATOMIC_NAME_TWICE', 'error'],
  field: ['ATOMIC_FIELD', 'error'],
  regex: ['ATOMIC_REGEX', 'error'],
  quoting: ['ATOMIC_QUOTING', 'error'],
  cleanup: ['ATOMIC_CLEANUP', 'error'],
  cleanupMissing: ['ATOMIC_CLEANUP_MISSING', 'warning'],
  leftBehind: ['ATOMIC_LEFT_BEHIND', 'warning'],
  operation: ['ATOMIC_OPERATION_UNKNOWN', 'warning'],
  technique: ['ATOMIC_TECHNIQUE', 'warning'],
  unused: ['ATOMIC_UNUSED', 'warning'],
  nothingExpected: ['ATOMIC_NOTHING_EXPECTED', 'warning'],
} as const;

export type Report = (diagnostic: Diagnostic) => void;

/** A diagnostic of the catalogue. */
export const say: Say<keyof typeof codes> = sayingOf(codes);
