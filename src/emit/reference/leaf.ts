import { RE2JS } from 're2js';
import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import { contains, parseNetwork } from '../../ir/cidr.ts';
import { fold } from '../../ir/fold.ts';
import type { FieldTest, KeywordRegexTest, KeywordTest, NumberOp, RegexFlags } from '../../ir/nodes.ts';
import { compareDecimals, numberText } from '../../ir/scalar.ts';
import { parseTimestamp, timePart } from '../../ir/timestamp.ts';
import { matchesText } from './glob.ts';
import { resolveField } from './resolve.ts';

/** Whether one value of the field makes the test true; tests of absence are decided in `testField`. */
type ValueTests = {
  readonly [K in FieldTest['kind']]: (
    value: Json,
    test: Extract<FieldTest, { kind: K }>,
    record: JsonObject,
  ) => boolean;
};

const valueTests: ValueTests = {
  string: (value, test) => texts(value).some((text) => matchesText(text, test.op, test.cased, test.pattern)),
  regex: (value, test) => texts(value).some((text) => matchesRegex(text, test.source, test.flags)),
  cidr: (value, test) => {
    const network = parseNetwork(test.network);
    return network !== undefined && typeof value === 'string' && contains(network, value.trim());
  },
  number: (value, test) => {
    const text = numberText(value);
    return text !== undefined && holds(compareDecimals(text, test.value), test.op);
  },
  boolean: (value, test) =>
    value === test.value || (typeof value === 'string' && fold(value) === String(test.value)),
  null: (value) => value === null,
  empty: (value) => value === '',
  exists: () => true,
  fieldref: (value, test, record) => {
    const left = scalar(value);
    return resolveField(test.other, record).values.some((other) => {
      const right = scalar(other);
      if (left === undefined || right === undefined) return false;
      return matchesText(left, test.op, test.cased, right === '' ? [] : [{ kind: 'text', text: right }]);
    });
  },
  timestamp: (value, test) => {
    const time = parseTimestamp(value);
    return (
      time !== undefined && holds(compareDecimals(String(timePart(time, test.part)), test.value), test.op)
    );
  },
};

/** Whether a field test holds for the record. */
export function testField(test: FieldTest, record: JsonObject): boolean {
  const { present } = resolveField(test.field, record);
  if (test.kind === 'exists') return present === test.value;
  if (test.kind === 'null' && !present) return true;
  return matchingValues(test, record).length > 0;
}

/** The values of the field that make the test true. */
export function matchingValues(test: FieldTest, record: JsonObject): Json[] {
  const valueTest = valueTests[test.kind] as (value: Json, test: FieldTest, record: JsonObject) => boolean;
  return resolveField(test.field, record).values.filter((value) => valueTest(value, test, record));
}

/** The texts anywhere in the record that a keyword matches. */
export function matchingTexts(test: KeywordTest | KeywordRegexTest, record: JsonObject): string[] {
  return leafTexts(record).filter((text) =>
    test.kind === 'keyword'
      ? matchesText(text, test.op, test.cased, test.pattern)
      : matchesRegex(text, test.source, test.flags),
  );
}

function holds(order: number, op: NumberOp): boolean {
  return { eq: order === 0, gt: order > 0, gte: order >= 0, lt: order < 0, lte: order <= 0 }[op];
}

function matchesRegex(text: string, source: string, flags: RegexFlags): boolean {
  const bits =
    (flags.ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) +
    (flags.multiline ? RE2JS.MULTILINE : 0) +
    (flags.dotAll ? RE2JS.DOTALL : 0);
  return RE2JS.compile(source, bits).matcher(text).find();
}

function scalar(value: Json): string | undefined {
  return value === null || typeof value === 'object' ? undefined : String(value);
}

/** What a string test sees of a value: see `ir/texts.ts`. */
function texts(value: Json): string[] {
  if (isObject(value)) return [...leafTexts(value), JSON.stringify(value)];
  if (Array.isArray(value)) return [JSON.stringify(value)];
  const text = scalar(value);
  return text === undefined ? [] : [text];
}

function leafTexts(value: Json): string[] {
  if (isObject(value)) return Object.values(value).flatMap(leafTexts);
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(leafTexts);
  const text = scalar(value);
  return text === undefined ? [] : [text];
}
