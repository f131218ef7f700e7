import { expect, test } from 'vitest';
import { epochMs } from './time.ts';

test.each([
  [1_773_101_107, 1_773_101_107_000],
  [1_773_101_107_000, 1_773_101_107_000],
  ['2026-03-10T00:05:07Z', 1_773_101_107_000],
  [1e308, undefined],
  [8.64e15, 8.64e15],
  [8.64e15 + 10, undefined],
  [0, undefined],
  [-1, undefined],
])('%j is %j', (written, expected) => {
  expect(epochMs(written)).toBe(expected);
});
