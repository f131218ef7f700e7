import type { Provider } from '../activity/vocabulary.ts';

export const changeKinds = ['change', 'exception'] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** The families of activity that is allowed for good, until it is reviewed again. */
export const exceptionFamilies = ['admin', 'disaster-recovery', 'ci-cd', 'scaling'] as const;
export type ExceptionFamily = (typeof exceptionFamilies)[number];

/**
 * `approved` and `closed` authorise what lies in their windows (a change that was carried out and closed was approved
 * when it was); the others authorise nothing, but their ids are known.
 */
export const changeStatuses = ['approved', 'closed', 'pending', 'rejected', 'cancelled'] as const;
export type ChangeStatus = (typeof changeStatuses)[number];

/** Half-open: from `start` until before `end`, epoch milliseconds. */
export interface Window {
  readonly start: number;
  readonly end: number;
}

/**
 * Who may do what, to what and where. Each is a list of texts with `*` for any number of characters; an empty list (or no
 * tags) does not limit. All that limits has to fit.
 */
export interface ChangeScope {
  /** Principal keys as `Activity.principal.key`. Empty: the record says nothing of who, and covers nothing in full. */
  readonly principals: readonly string[];
  /** Native operation names, `service:operation` or `verb:object`. */
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly accounts: readonly string[];
  readonly providers: readonly Provider[];
  readonly regions: readonly string[];
  /** With whom something may be shared; the `accounts` are among them. */
  readonly grantees: readonly string[];
}

/** One declared authorisation: a change of a ticket system, or a standing exception. Frozen plain data. */
export interface ChangeRecord {
  readonly id: string;
  readonly title: string;
  readonly kind: ChangeKind;
  readonly family?: ExceptionFamily;
  readonly owner?: string;
  /** Epoch milliseconds of the day of the last review. */
  readonly reviewed?: number;
  /** Epoch milliseconds: from then on it authorises nothing. */
  readonly expires?: number;
  readonly status: ChangeStatus;
  readonly scope: ChangeScope;
  /** In their order. Of an exception, none means always until it expires. */
  readonly windows: readonly Window[];
  /** The file and line that it stands in. */
  readonly source: { readonly path: string; readonly line: number };
}

/** Ids as they are compared: `#chg-0012345` and `CHG0012345` are one. */
export function changeKey(id: string): string {
  return id.replace(/[\s#_-]+/g, '').toUpperCase();
}

/** Whether the record authorises anything at any time. */
export function isOpen({ status }: ChangeRecord): boolean {
  return status === 'approved' || status === 'closed';
}
