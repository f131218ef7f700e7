import { expect, it } from 'vitest';
import { Families } from '../detect/lineage/family.ts';
import type { LineageNode } from '../detect/lineage/graph.ts';
import { lineageDot, lineageMermaid, lineageTree } from './lineage-text.ts';

const evil = 'disk"\u001b]0;x\u0007\u009b31m\u202egpj\u200f];\\';
const nodes: readonly LineageNode[] = [
  { key: 'vol-1', type: 'volume', id: 'vol-1', origins: [], fates: [], isHub: false },
  {
    key: evil,
    type: 'snapshot',
    id: evil,
    origins: [{ from: 'vol-1', kind: 'snapshot<-volume', time: 1, activity: 'a', by: 'b', account: '1' }],
    fates: [],
    isHub: false,
  },
];

it.each([
  ['text', lineageTree(new Families(nodes).of('vol-1'), 'vol-1', false)],
  ['dot', lineageDot(new Families(nodes).of('vol-1'), 'vol-1')],
  ['mermaid', lineageMermaid(new Families(nodes).of('vol-1'), 'vol-1')],
])('%s: no control character or mark of direction comes through', (_name, text) => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/);
  expect(text.match(/gpj/g)?.length).toBeGreaterThan(0);
});
