import { type Say, sayingOf } from '../core/diagnostic.ts';

/** Code and severity of everything that is said about conversions; listed in docs/reference/diagnostics.md. */
export const codes = {
  refused: ['CONVERT_REFUSED', 'error'],
  findsMore: ['CONVERT_FINDS_MORE', 'warning'],
  findsLess: ['CONVERT_FINDS_LESS', 'warning'],
  differs: ['CONVERT_DIFFERS', 'warning'],
} as const;

/** A diagnostic of the catalogue. */
export const say: Say<keyof typeof codes> = sayingOf(codes);
