import {
  type ChangeKind,
  type ChangeRecord,
  changeKey,
  type ExceptionFamily,
  isOpen,
} from '../../changes/change-record.ts';
import { periodsOf } from './period.ts';

/** Epoch milliseconds; both ends are included: the times of the first and the last Activity. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** An authorisation that covered nothing. */
export interface UnusedAuthorisation {
  readonly change: string;
  readonly title: string;
  readonly kind: ChangeKind;
  readonly family?: ExceptionFamily;
  readonly owner?: string;
  /** False: it holds outside the range as well, where it may have been used. */
  readonly isWhole: boolean;
}

/** The open records with a time in the range that are not among those used, by their ids. */
export function unusedOf(
  changes: readonly ChangeRecord[],
  used: ReadonlySet<string>,
  { from, to }: TimeRange,
): readonly UnusedAuthorisation[] {
  const keys = new Set([...used].map(changeKey));
  const found: UnusedAuthorisation[] = [];
  for (const record of changes) {
    if (!isOpen(record) || keys.has(changeKey(record.id))) continue;
    const periods = periodsOf(record);
    if (!periods.some(({ start, end }) => start <= to && end > from)) continue;
    const { id, title, kind, family, owner } = record;
    const isWhole = periods.every(({ start, end }) => start >= from && end <= to + 1);
    found.push(
      Object.freeze({ change: id, title, kind, ...(family && { family }), ...(owner && { owner }), isWhole }),
    );
  }
  return found.toSorted((a, b) => (changeKey(a.change) < changeKey(b.change) ? -1 : 1));
}
