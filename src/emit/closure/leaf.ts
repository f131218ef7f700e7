import type { Json, JsonObject } from '../../core/json.ts';
import { contains, parseNetwork } from '../../ir/cidr.ts';
import { createFolder, fold } from '../../ir/fold.ts';
import type {
  BooleanTest,
  CidrTest,
  Field,
  FieldRefTest,
  NumberTest,
  Pattern,
  StringOp,
  StringTest,
  TimestampTest,
} from '../../ir/nodes.ts';
import { satisfies } from '../../ir/partial.ts';
import { compilePattern, foldPattern, literalText, type TextTest, wholePattern } from '../../ir/pattern.ts';
import { compileField, type Visit } from '../../ir/resolve.ts';
import { compareDecimals, numberText, scalarText } from '../../ir/scalar.ts';
import { someText } from '../../ir/texts.ts';
import { parseTimestamp, timePart } from '../../ir/timestamp.ts';

export type Predicate = (record: JsonObject) => boolean;

/** Values of operations, sources and regions repeat from record to record and from rule to rule. */
const foldCached = createFolder();
/** From here on a set is faster than comparing one by one. */
const setFrom = 4;

/** A test for texts as they are, or for folded texts. */
export function compileText(op: StringOp, cased: boolean, pattern: Pattern): TextTest {
  const whole = wholePattern(op, pattern);
  if (cased) return compilePattern(whole);
  const test = compilePattern(foldPattern(whole));
  return (text) => test(foldCached(text));
}

/** One predicate for all string tests of one field, of which one has to hold: a set for the exact values. */
export function compileStrings(field: Field, tests: readonly StringTest[]): Predicate {
  const exact = new Set<string>();
  const others: TextTest[] = [];
  for (const test of tests) {
    const literal = test.op === 'equals' && !test.cased ? literalText(test.pattern) : undefined;
    if (literal === undefined) others.push(compileText(test.op, test.cased, test.pattern));
    else exact.add(fold(literal));
  }
  const all = [...exactTests(exact), ...others];
  const [first] = all;
  const test: TextTest = first && all.length === 1 ? first : (text) => all.some((one) => one(text));
  return onTexts(field, test);
}

function exactTests(exact: ReadonlySet<string>): TextTest[] {
  if (exact.size >= setFrom) return [(text) => exact.has(foldCached(text))];
  return [...exact].map((literal) => (text: string) => text === literal || foldCached(text) === literal);
}

/** Whether some text of the field satisfies the test. */
export function onTexts(field: Field, test: TextTest): Predicate {
  const reader = compileField(field);
  const visit: Visit = (value) => (typeof value === 'string' ? test(value) : someText(value, test));
  return (record) => reader.some(record, visit);
}

function onValues(field: Field, visit: Visit): Predicate {
  const reader = compileField(field);
  return (record) => reader.some(record, visit);
}

export function compileCidr({ field, network: written }: CidrTest): Predicate {
  const network = parseNetwork(written);
  if (!network) return () => false;
  return onValues(field, (value) => typeof value === 'string' && contains(network, value.trim()));
}

export function compileNumber({ field, op, value: wanted }: NumberTest): Predicate {
  return onValues(field, (value) => {
    const text = numberText(value);
    return text !== undefined && satisfies(compareDecimals(text, wanted), op);
  });
}

export function compileBoolean({ field, value: wanted }: BooleanTest): Predicate {
  const text = String(wanted);
  return onValues(field, (value) => value === wanted || (typeof value === 'string' && fold(value) === text));
}

export function compileNull(field: Field): Predicate {
  const reader = compileField(field);
  const isNull: Visit = (value) => value === null;
  return (record) => !reader.present(record) || reader.some(record, isNull);
}

export function compileEmpty(field: Field): Predicate {
  return onValues(field, (value) => value === '');
}

export function compileExists(field: Field, wanted: boolean): Predicate {
  const reader = compileField(field);
  return (record) => reader.present(record) === wanted;
}

const comparisons = {
  equals: (left, right) => left === right,
  contains: (left, right) => left.includes(right),
  startswith: (left, right) => left.startsWith(right),
  endswith: (left, right) => left.endsWith(right),
} satisfies Record<StringOp, (left: string, right: string) => boolean>;

export function compileFieldRef({ field, other, op, cased }: FieldRefTest): Predicate {
  const left = compileField(field);
  const right = compileField(other);
  const compare = comparisons[op];
  const text = (value: Json): string | undefined => {
    const plain = scalarText(value);
    return plain === undefined || cased ? plain : foldCached(plain);
  };
  return (record) =>
    left.some(record, (one) => {
      const a = text(one);
      if (a === undefined) return false;
      return right.some(record, (two) => {
        const b = text(two);
        return b !== undefined && compare(a, b);
      });
    });
}

export function compileTimestamp({ field, part, op, value: wanted }: TimestampTest): Predicate {
  return onValues(field, (value) => {
    const time = parseTimestamp(value);
    return time !== undefined && satisfies(compareDecimals(String(timePart(time, part)), wanted), op);
  });
}
