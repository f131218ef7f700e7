import { type Diagnostic, type Say, sayingOf } from '../core/diagnostic.ts';

/** Code and severity of everything that is said about guides and playbooks; listed in docs/reference/diagnostics.md. */
export const codes = {
  syntax: ['GUIDE_SYNTAX', 'error'],
  tooLarge: ['GUIDE_TOO_LARGE', 'error'],
  tooDeep: ['GUIDE_TOO_DEEP', 'error'],
  type: ['GUIDE_TYPE', 'error'],
  empty: ['GUIDE_EMPTY', 'error'],
  keyMissing: ['GUIDE_KEY_MISSING', 'error'],
  keyUnknown: ['GUIDE_KEY_UNKNOWN', 'error'],
  value: ['GUIDE_VALUE', 'error'],
  reference: ['GUIDE_REFERENCE', 'error'],
  placeholder: ['GUIDE_PLACEHOLDER', 'error'],
  place: ['GUIDE_PLACEHOLDER_PLACE', 'error'],
  command: ['GUIDE_COMMAND', 'error'],
  phase: ['GUIDE_PHASE', 'error'],
  rollback: ['GUIDE_ROLLBACK', 'error'],
  duplicate: ['GUIDE_DUPLICATE', 'error'],
  fileName: ['GUIDE_FILE_NAME', 'error'],
  noPlaybook: ['GUIDE_NO_PLAYBOOK', 'warning'],
  unused: ['GUIDE_UNUSED', 'warning'],
} as const;

export type Report = (diagnostic: Diagnostic) => void;

/** A diagnostic of the catalogue. */
export const say: Say<keyof typeof codes> = sayingOf(codes);
