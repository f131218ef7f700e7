import { describe, expect, it } from 'vitest';
import { activityFields } from '../../../activity/fields.ts';
import type { Expression } from '../../../ir/query/expression.ts';
import { typeOf } from '../../../ir/query/type-of.ts';
import { childrenOf } from '../../../ir/query/walk.ts';
import { columns } from './columns.ts';
import { activityColumns } from './fields.ts';
import { shippedEntries, shippedVocabulary } from './index.ts';
import { properties } from './properties.ts';

const fields = new Map(activityFields.map((one) => [one.name, one]));

function everyPart(expression: Expression): Expression[] {
  return [expression, ...childrenOf(expression).flatMap(everyPart)];
}

describe('every column and property', () => {
  it('has names that no other has', () => {
    const names = [...columns, ...properties].flatMap(({ name, also = [] }) =>
      [name, ...also].map((one) => one.toLowerCase()),
    );
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it.each(shippedEntries.map((entry) => [entry.name, entry] as const))(
    '%s is of its type, made of what Activities have',
    (_name, entry) => {
      expect(typeOf(entry.value)).toBe(entry.type);
      expect(entry.meaning).not.toBe('');
      for (const part of everyPart(entry.value)) {
        if (part.kind === 'field') expect([...fields.keys()]).toContain(part.path);
        if (part.kind !== 'list-text') continue;
        if (part.member === undefined) expect(fields.get(part.path)?.type).toBe('texts');
        else expect([...fields.keys()]).toContain(`${part.path}[].${part.member}`);
        if (part.where) expect([...fields.keys()]).toContain(`${part.path}[].${part.where.member}`);
      }
    },
  );
});

it('every field of the Activity is a column', () => {
  for (const { name } of activityFields) {
    if (name === 'attrs.tags.*') continue;
    const column = name.replaceAll('[]', '');
    expect(shippedVocabulary.find(column), column).toBeDefined();
    expect(
      activityColumns.some((one) => one.name === column),
      column,
    ).toBe(true);
  }
});

it('names ignore case', () => {
  expect(shippedVocabulary.find('SUBSCRIPTIONID')).toBe(shippedVocabulary.find('SubscriptionId'));
  expect(shippedVocabulary.find('SourceIP')?.type).toBe('ip');
  expect(shippedVocabulary.find('nothing')).toBeUndefined();
});
