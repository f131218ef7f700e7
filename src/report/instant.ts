import { formatTime } from '../core/time.ts';

/** Epoch milliseconds as a person reads them, UTC: `2026-03-01 09:14:07`. */
export function instant(time: number): string {
  return formatTime(time).replace('T', ' ').slice(0, 19);
}
