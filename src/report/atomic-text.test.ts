import { expect, test, vi } from 'vitest';
import { atomic } from '../../test/support/atomics.ts';
import { atomicText } from './atomic-text.ts';

const one = atomic('T1578.002-aws-1');
const ESCAPE = '\u001b';
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are what is looked for
const colours = /\u001b\[\d+m/g;

// Node 20 asks the stream, too, before it paints.
vi.stubEnv('FORCE_COLOR', '1');

test('headings have colours on a terminal, and nothing else changes', () => {
  const coloured = atomicText(one, {}, true);
  expect(coloured).toContain(`${ESCAPE}[1mBlast radius${ESCAPE}[22m\n`);
  expect(coloured).not.toContain('\\u{1b}');
  expect(coloured.replaceAll(colours, '')).toBe(atomicText(one, {}, false));
});

test('what a file of tests says does not act on the terminal', () => {
  const evil = `${ESCAPE}]0;evil\u0007`;
  const text = atomicText(
    {
      ...one,
      name: evil,
      description: evil,
      cost: evil,
      remarks: [evil],
      executor: { ...one.executor, name: evil },
      dependencies: one.dependencies.map((dependency) => ({ ...dependency, description: evil })),
      findings: one.findings.map((finding) => ({ ...finding, rule: evil })),
      latency: one.latency.map((latency) => ({ ...latency, log: evil })),
    },
    { region: evil },
    true,
  );
  expect(text.replaceAll(colours, '')).not.toContain(ESCAPE);
  expect(text.match(/\\u\{1b\}\]0;evil\\u\{7\}/g)?.length).toBeGreaterThan(8);
});
