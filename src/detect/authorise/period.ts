import type { ChangeRecord, Window } from '../../changes/change-record.ts';
import { formatTime } from '../../core/time.ts';

/** When a record authorises: its windows, cut where it expires; without windows always until then. */
export function periodsOf({ windows, expires = Number.POSITIVE_INFINITY }: ChangeRecord): readonly Window[] {
  const given =
    windows.length > 0 ? windows : [{ start: Number.NEGATIVE_INFINITY, end: Number.POSITIVE_INFINITY }];
  return given
    .map(({ start, end }) => ({ start, end: Math.min(end, expires) }))
    .filter(({ start, end }) => start < end);
}

/** How far a time is from the nearest of the periods, in milliseconds; 0 inside, infinite when there is none. */
export function distance(periods: readonly Window[], time: number): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (const { start, end } of periods) {
    if (time >= start && time < end) return 0;
    nearest = Math.min(nearest, time < start ? start - time : time - end + 1);
  }
  return nearest;
}

/** Why the time does not fit, with the nearest period. */
export function timeProblem(periods: readonly Window[], time: number): string {
  const nearest = periods.toSorted(
    (a, b) => distance([a], time) - distance([b], time) || a.start - b.start,
  )[0];
  if (!nearest) return 'it authorises at no time';
  const at = shown(time);
  if (time < nearest.start) return `${at} is before the window, which begins ${shown(nearest.start)}`;
  return `${at} is not before ${shown(nearest.end)}, when it ended`;
}

function shown(time: number): string {
  return formatTime(time).replace('.000Z', 'Z');
}
