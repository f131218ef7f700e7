import { RE2JS } from 're2js';
import { isObject, type Json, type JsonObject } from '../../../src/core/json.ts';
import { matchesText } from '../../../src/emit/reference/glob.ts';
import type { Condition, NativeField, Step, ValueTest } from '../../../src/emit/siem/condition.ts';
import { contains, parseNetwork } from '../../../src/ir/cidr.ts';
import { compareDecimals, numberText } from '../../../src/ir/scalar.ts';

/**
 * Whether the records of one operation satisfy a condition: slow and obvious, on the records as they are, so that what
 * is lowered from rules on Activities can be held against the Activities themselves.
 */
export function holdsFor(condition: Condition, records: readonly JsonObject[]): boolean {
  switch (condition.kind) {
    case 'constant':
      return condition.value;
    case 'all':
      return condition.items.every((item) => holdsFor(item, records));
    case 'any':
      return condition.items.some((item) => holdsFor(item, records));
    case 'not':
      return !holdsFor(condition.item, records);
    case 'row':
      return records.some((record) => holdsFor(condition.item, [record]));
    case 'first':
      return condition.items[0] !== undefined && holdsFor(condition.items[0], records);
    case 'test':
      return records.some((record) => holdsTest(condition.field, condition.test, record));
    case 'unsayable':
    case 'keyword':
      return false;
  }
}

function holdsTest(field: NativeField, test: ValueTest, record: JsonObject): boolean {
  const found = field.places
    .map((steps) => valuesAt(record, steps))
    .find((values) => values.some(isSomething));
  const values = (found ?? []).flatMap(spread).filter((value) => value !== null);
  if (test.kind === 'same') {
    const others = test.other.places.flatMap((steps) => valuesAt(record, steps)).flatMap(spread);
    return values.some((value) =>
      others.some((other) => String(value).toLowerCase() === String(other).toLowerCase()),
    );
  }
  return values.some((value) => testValue(test, value));
}

function isSomething(value: Json): boolean {
  return value !== null && value !== '' && !(isObject(value) && Object.keys(value).length === 0);
}

function valuesAt(value: Json, steps: readonly Step[]): readonly Json[] {
  const [step, ...rest] = steps;
  if (!step) return [value];
  if (Array.isArray(value)) return (value as Json[]).flatMap((one) => valuesAt(one, steps));
  if (!isObject(value)) return [];
  const key =
    Object.keys(value).find((name) => name === step.key) ??
    Object.keys(value).find((name) => name.toLowerCase() === step.key.toLowerCase());
  if (key === undefined) return [];
  let inner = value[key] as Json;
  if (step.json && typeof inner === 'string' && rest.length > 0) {
    try {
      inner = JSON.parse(inner) as Json;
    } catch {
      return [];
    }
  }
  return valuesAt(inner, rest);
}

function spread(value: Json): readonly Json[] {
  if (Array.isArray(value)) return (value as Json[]).flatMap(spread);
  if (isObject(value) && 'tag' in value && 'content' in value) return [value['content'] as Json];
  return [value];
}

function testValue(test: ValueTest, value: Json): boolean {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  switch (test.kind) {
    case 'text':
      return test.patterns.some((pattern) => matchesText(text, test.op, test.cased, pattern));
    case 'regex': {
      const flags =
        (test.flags.ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) + (test.flags.dotAll ? RE2JS.DOTALL : 0);
      return RE2JS.compile(test.source, flags).matcher(text).find();
    }
    case 'cidr':
      return test.networks.some((network) => {
        const parsed = parseNetwork(network);
        return parsed !== undefined && contains(parsed, text);
      });
    case 'number': {
      const number = numberText(value);
      if (number === undefined) return false;
      const order = compareDecimals(number, test.value);
      return { eq: order === 0, gt: order > 0, gte: order >= 0, lt: order < 0, lte: order <= 0 }[test.op];
    }
    case 'boolean':
      return text.toLowerCase() === String(test.value);
    case 'filled':
      return isSomething(value);
    case 'exists':
      return true;
    case 'empty':
      return value === '';
    case 'time':
    case 'same':
      return false;
  }
}
