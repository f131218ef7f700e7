import type { Json, JsonObject } from '../../core/json.ts';
import { contains, parseNetwork } from '../../ir/cidr.ts';
import { createFolder, fold } from '../../ir/fold.ts';
import type {
  BooleanTest,
  CidrTest,
  Field,
  FieldRefTest,
  NumberTest,
  StringOp,
  StringTest,
  TimestampTest,
} from '../../ir/nodes.ts';
import { satisfies } from '../../ir/partial.ts';
import { compilePattern, foldPattern, literalText, type TextTest, wholePattern } from '../../ir/pattern.ts';
import { compileField, type Visit } from '../../ir/resolve.ts';
import { compareDecimals, numberText, scalarText } from '../../ir/scalar.ts';
import { someLeaf, someText } from '../../ir/texts.ts';
import { parseTimestamp, timePart } from '../../ir/timestamp.ts';

export type Predicate = (record: JsonObject) => boolean;

/** Values of operations, sources and regions repeat from record to record and from rule to rule. */
const foldCached = createFolder();
/** From here on a set is faster than comparing one by one. */
const setFrom = 4;

/** The part of a string or keyword test that looks at one text. */
export type TextPattern = Pick<StringTest, 'op' | 'cased' | 'pattern'>;

/** One test for several patterns of which one has to hold: the text is folded once, exact values are a set. */
function compileTexts(patterns: readonly TextPattern[]): TextTest {
  const exact = new Set<string>();
  const folded: TextTest[] = [];
  const cased: TextTest[] = [];
  for (const one of patterns) {
    const whole = wholePattern(one.op, one.pattern);
    const literal = literalText(whole);
    if (one.cased) cased.push(compilePattern(whole));
    else if (literal !== undefined) exact.add(fold(literal));
    else folded.push(compilePattern(foldPattern(whole)));
  }
  if (exact.size >= setFrom) folded.unshift((text) => exact.has(text));
  else folded.unshift(...[...exact].map((literal) => (text: string) => text === literal));
  const onFolded = anyOf(folded);
  if (cased.length === 0) return (text) => onFolded(foldCached(text));
  const onCased = anyOf(cased);
  return folded.length === 0 ? onCased : (text) => onCased(text) || onFolded(foldCached(text));
}

function anyOf(tests: readonly TextTest[]): TextTest {
  const [first] = tests;
  if (first && tests.length === 1) return first;
  return (text) => {
    for (const test of tests) if (test(text)) return true;
    return false;
  };
}

/** One predicate for all string tests of one field, of which one has to hold. */
export function compileStrings(field: Field, tests: readonly StringTest[]): Predicate {
  return onTexts(field, compileTexts(tests));
}

/** One walk over the record for all keywords of which one has to occur. */
export function compileKeywords(tests: readonly TextPattern[]): Predicate {
  const test = compileTexts(tests);
  return (record) => someLeaf(record, test);
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
