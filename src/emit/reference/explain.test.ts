import { expect, test } from 'vitest';
import type { Rule } from '../../ir/rule.ts';
import { loadRules } from '../../lang/sigma/index.ts';
import { explain, matchedFields } from './explain.ts';

const text = `title: t
logsource:
  product: gcp
detection:
  sel:
    gcp.audit.method_name: [A, B]
    labels|contains: prod
  filter:
    user|endswith: '@example.org'
  words: [needle]
  condition: sel and not filter and 1 of words*
`;

function rule(): Rule {
  const [loaded] = loadRules([{ path: 'r.yml', text }]).rules;
  if (!loaded) throw new Error('refused');
  return loaded;
}

const record = { protoPayload: { methodName: 'b' }, labels: ['x', 'PROD-1'], note: 'a needle', user: 'eve' };

test('the fields that made it true, by selection', () => {
  expect(matchedFields(rule(), record)).toEqual([
    { selection: 'sel', field: 'gcp.audit.method_name', value: 'b' },
    { selection: 'sel', field: 'labels', value: 'PROD-1' },
    { selection: 'words', value: 'a needle' },
  ]);
  expect(matchedFields(rule(), { ...record, user: 'a@example.org' })).toEqual([]);
});

test('the explanation has every test, where the field was found and what was there', () => {
  const tree = explain(rule(), record);
  expect(tree.children.map(({ kind, matched, text: what }) => [kind, matched, what])).toEqual([
    ['selection', true, 'sel'],
    ['not', true, 'not'],
    ['quantified', true, '1 of words*'],
  ]);
  expect(tree.children[0]?.children[0]?.children[0]?.children).toMatchObject([
    {
      matched: false,
      field: { path: 'protoPayload.methodName', present: true, values: ['b'], matching: [] },
    },
    { matched: true, field: { name: 'gcp.audit.method_name', values: ['b'], matching: ['b'] } },
  ]);
});
