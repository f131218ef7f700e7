import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { modifierNames } from './modifiers.ts';

test('docs/reference/sigma-semantics.md names every modifier', () => {
  const page = readFileSync('docs/reference/sigma-semantics.md', 'utf8');
  const [, section = ''] = page.split('## Modifiers');
  const named = new Set([...section.matchAll(/`(\w+)`/g)].map(([, name]) => name));
  const aliases = new Set(['ignorecase', 'multiline', 'dotall']);
  expect(modifierNames.filter((name) => !named.has(name) && !aliases.has(name))).toEqual([]);
});
