/**
 * One piece of a date pattern, read from Java's letters. `digits` is the least number of digits, filled up with zeros;
 * reading takes as many digits as are there, but where another number follows at once, exactly so many.
 */
export type DatePart =
  | { readonly kind: 'text'; readonly text: string }
  /** `yy`: the last two digits; reading takes them as 2000 to 2099. */
  | { readonly kind: 'year'; readonly digits: number }
  /**
   * `YYYY`: the year of the week as in the United States: weeks begin on Sunday, and the week with January 1st is the first.
   * Formatting only.
   */
  | { readonly kind: 'week-year'; readonly digits: number }
  | { readonly kind: 'month'; readonly digits: number }
  | { readonly kind: 'month-name'; readonly long: boolean }
  | { readonly kind: 'day'; readonly digits: number }
  | { readonly kind: 'day-of-year'; readonly digits: number }
  | { readonly kind: 'weekday-name'; readonly long: boolean }
  /** `base` 0: 0–23 or 0–11; `base` 1: 1–24 or 1–12. */
  | { readonly kind: 'hour'; readonly clock: 12 | 24; readonly base: 0 | 1; readonly digits: number }
  | { readonly kind: 'half-day' }
  | { readonly kind: 'minute'; readonly digits: number }
  | { readonly kind: 'second'; readonly digits: number }
  | { readonly kind: 'millisecond'; readonly digits: number }
  /** `+0100`, or with a colon `+01:00`; `zulu`: `Z` instead of zero. */
  | { readonly kind: 'offset'; readonly colon: boolean; readonly zulu: boolean };

/** As patterns write them, whatever the machine's language is. */
export const months: readonly string[] = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
export const weekdays: readonly string[] = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
];
