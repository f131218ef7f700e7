import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { codes } from './diagnostic-codes.ts';

test('the catalogue and docs/reference/diagnostics.md list the same codes and severities', () => {
  const page = readFileSync('docs/reference/diagnostics.md', 'utf8');
  const listed = [...page.matchAll(/^\| `(CONVERT_\w+)` *\| (\w+) *\| \S.*\|$/gm)].map(
    ([, code, severity]) => [code, severity],
  );
  expect(listed).toEqual(Object.values(codes).map(([code, severity]) => [code, severity]));
  expect(new Set(listed.map(([code]) => code)).size).toBe(listed.length);
});
