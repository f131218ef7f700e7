import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadChanges } from './load.ts';
import { changesSchema } from './schema.ts';

const validate = new Ajv2020({ allowUnionTypes: true }).compile(changesSchema());

const page = readFileSync('docs/reference/changes.md', 'utf8');
const example = /```yaml\n(version: 1\n[\s\S]*?)```/.exec(page)?.[1] ?? '';

/** Whether the reader and the schema take it. */
function both(text: string): readonly [boolean, boolean] {
  const { diagnostics } = loadChanges([{ path: 'f', text }]);
  return [diagnostics.every(({ severity }) => severity !== 'error'), validate(parse(text))];
}

describe('the schema and the reader agree', () => {
  it('on the example of the documentation', () => {
    expect(example).toContain('EX-WEB-PIPELINE');
    expect(loadChanges([{ path: 'f', text: example }])).toMatchObject({
      diagnostics: [],
      refused: 0,
      changes: [{}, {}],
    });
    expect(validate(parse(example))).toBe(true);
  });

  it.each([
    ['title: snapshot of the database before its update', 'titel: x'],
    ['kind: exception', 'kind: exemption'],
    ['owner: web@harbourquill.example', ''],
    ['reviewed: 2026-02-01', ''],
    ['expires: 2026-08-01', 'expires: soon'],
    ['family: ci-cd  ', 'family: cd  '],
    ['version: 1', 'version: 3'],
    ['zone: UTC  ', 'zones: UTC  '],
    ['accounts:', 'acounts:'],
    ['principals: [aws:arn:aws:iam::210987654321:role/web-deploy]', ''],
  ])('on what is wrong: %s → %s', (right, wrong) => {
    expect(example).toContain(right);
    expect(both(example.replace(right, wrong))).toEqual([false, false]);
  });
});
