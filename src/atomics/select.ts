import { suggest } from '../core/suggest.ts';
import type { AtomicTest } from './atomic.ts';

/** What an argument of a command stands for: tests, or what is near when it stands for none. */
export interface Selected {
  readonly tests: readonly AtomicTest[];
  readonly near?: string;
}

/**
 * The tests that an argument names: a key (`T1578.002-aws-1`), a technique with or without a cloud (`T1578.002`,
 * `T1578.002-aws`), a GUID, or the name of a test. Case does not matter.
 */
export function selectAtomics(written: string, all: readonly AtomicTest[]): Selected {
  const word = written.trim().toLowerCase();
  const exact = all.filter(({ guid, name }) => guid === word || name.toLowerCase() === word);
  if (exact.length > 0) return { tests: exact };
  const tests = all.filter(({ key, technique, provider }) =>
    [key, technique, `${technique}-${provider}`].some((one) => one.toLowerCase() === word),
  );
  if (tests.length > 0) return { tests };
  const near = suggest(written, [...all.map(({ key }) => key), ...all.map(({ technique }) => technique)]);
  return near === undefined ? { tests } : { tests, near };
}
