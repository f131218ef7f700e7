import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { loadAtomics } from '../../src/atomics/read-atomics.ts';
import { emulated, recordsOf, validated } from '../support/atomics.ts';

const page = readFileSync('docs/guide/atomics.md', 'utf8');

it('the example of the guide is read, emulated and found', () => {
  const text = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
  const { atomics, diagnostics } = loadAtomics([{ path: 'guide.yml', text }]);
  expect(diagnostics).toEqual([]);
  const [test] = atomics;
  if (!test) throw new Error('no test in the guide');
  expect(validated(test, recordsOf(emulated(test))).passed).toBe(true);
});
