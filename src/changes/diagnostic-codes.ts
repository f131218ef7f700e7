import { type Diagnostic, type Say, sayingOf } from '../core/diagnostic.ts';

/** Code and severity of everything that is said about authorisations; listed in docs/reference/diagnostics.md. */
export const codes = {
  syntax: ['CHANGES_SYNTAX', 'error'],
  tooLarge: ['CHANGES_TOO_LARGE', 'error'],
  tooDeep: ['CHANGES_TOO_DEEP', 'error'],
  format: ['CHANGES_FORMAT', 'error'],
  version: ['CHANGES_VERSION', 'error'],
  row: ['CHANGES_ROW', 'error'],
  type: ['CHANGES_TYPE', 'error'],
  keyMissing: ['CHANGES_KEY_MISSING', 'error'],
  keyUnknown: ['CHANGES_KEY_UNKNOWN', 'error'],
  value: ['CHANGES_VALUE', 'error'],
  time: ['CHANGES_TIME', 'error'],
  zone: ['CHANGES_ZONE', 'error'],
  window: ['CHANGES_WINDOW', 'error'],
  exception: ['CHANGES_EXCEPTION_INCOMPLETE', 'error'],
  principal: ['CHANGES_PRINCIPAL', 'error'],
  idDuplicate: ['CHANGES_ID_DUPLICATE', 'error'],
  mapping: ['CHANGES_MAPPING', 'error'],
  principalMissing: ['CHANGES_PRINCIPAL_MISSING', 'warning'],
  principalUnmapped: ['CHANGES_PRINCIPAL_UNMAPPED', 'warning'],
  broad: ['CHANGES_BROAD', 'warning'],
  action: ['CHANGES_ACTION', 'warning'],
  statusUnknown: ['CHANGES_STATUS_UNKNOWN', 'warning'],
  expired: ['CHANGES_EXPIRED', 'warning'],
  reviewOld: ['CHANGES_REVIEW_OLD', 'warning'],
  zoneAssumed: ['CHANGES_ZONE_ASSUMED', 'info'],
  empty: ['CHANGES_EMPTY', 'warning'],
} as const;

export type Report = (diagnostic: Diagnostic) => void;

/** A diagnostic of the catalogue. */
export const say: Say<keyof typeof codes> = sayingOf(codes);
