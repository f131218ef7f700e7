import { fold } from '../../ir/fold.ts';
import type { Field, FieldTest, Leaf, Source, StringTest } from '../../ir/nodes.ts';
import { compilePattern, foldPattern, literalText, wholePattern } from '../../ir/pattern.ts';
import { type Residual, residualOf } from '../../ir/residual.ts';
import type { Rule } from '../../ir/rule.ts';
import { all, any, type Condition, type NativeField, never, not, test, type ValueTest } from './condition.ts';
import { showHidden } from './hidden-text.ts';
import { patternRegex, quoteRegex } from './regex-text.ts';
import { stepsOf } from './table.ts';

/** What is known of the records of a log. */
export interface LogFacts {
  /** Whether the member at a dotted path holds a list, as far as is known. */
  isList(path: string): boolean;
  /** Whether the target has the field. */
  reaches(field: NativeField): boolean;
}

/** What a rule on native records asks of them. */
export function lowerRule(rule: Rule, facts: LogFacts): Condition {
  return lowerResidual(residualOf(rule, new Map()), (leaf) => lowerLeaf(leaf, facts));
}

const MOST_CHOICES = 6;

/** The same condition over what `lowerOne` makes of each leaf. */
export function lowerResidual(residual: Residual, lowerOne: (leaf: Leaf) => Condition): Condition {
  if (typeof residual === 'boolean') return residual ? all() : any();
  if (residual.kind === 'not') return not(lowerResidual(residual.item, lowerOne));
  if (residual.kind === 'and') return all(...residual.items.map((item) => lowerResidual(item, lowerOne)));
  if (residual.kind === 'or') return any(...residual.items.map((item) => lowerResidual(item, lowerOne)));
  if (residual.kind === 'some') return lowerSome(residual.items, residual.need, lowerOne);
  return lowerOne(residual);
}

function lowerSome(items: readonly Residual[], need: number, lowerOne: (leaf: Leaf) => Condition): Condition {
  if (items.length > MOST_CHOICES)
    return { kind: 'unsayable', what: `${need} of ${items.length} selections`, why: 'too many combinations' };
  const said = items.map((item) => lowerResidual(item, lowerOne));
  return any(...choices(said, need).map((some) => all(...some)));
}

function choices<T>(items: readonly T[], need: number): readonly (readonly T[])[] {
  if (need === 0) return [[]];
  return items.flatMap((item, index) =>
    choices(items.slice(index + 1), need - 1).map((rest) => [item, ...rest]),
  );
}

function lowerLeaf(leaf: Leaf, facts: LogFacts): Condition {
  if (leaf.kind === 'keyword' || leaf.kind === 'keyword-regex') return lowerKeyword(leaf);
  const source = chooseSource(leaf.field, facts);
  if (source.kind === 'path') return lowerTest(leaf, fieldAt(leaf.field.name, source.path, facts), facts);
  return lowerDerived(leaf, source, facts);
}

function lowerKeyword(leaf: Extract<Leaf, { kind: 'keyword' | 'keyword-regex' }>): Condition {
  if (leaf.kind === 'keyword-regex')
    return {
      kind: 'keyword',
      test: { kind: 'regex', source: showHidden(leaf.source), flags: leaf.flags },
    };
  const { op, cased, pattern } = leaf;
  return { kind: 'keyword', test: { kind: 'text', op, cased, patterns: [pattern] } };
}

/** The first place that the target has: the others are those of other shapes of the record. */
function chooseSource(field: Field, facts: LogFacts): Source {
  const found = field.sources.find(({ path }) => facts.reaches(fieldAt(field.name, path, facts)));
  return found ?? field.sources[0] ?? { kind: 'path', path: field.name };
}

function fieldAt(name: string, path: string, facts: LogFacts): NativeField {
  const parts = path.split('.');
  const steps = stepsOf(path).map((step, index) =>
    facts.isList(parts.slice(0, index + 1).join('.')) ? { ...step, each: true as const } : step,
  );
  return { name, places: [steps] };
}

/** The test of a leaf on a field that stands in the record. */
export function lowerTest(leaf: FieldTest, field: NativeField, facts?: LogFacts): Condition {
  if (leaf.kind === 'null') return not(test(field, { kind: 'filled' }));
  if (leaf.kind === 'exists') {
    const there = test(field, { kind: 'exists' });
    return leaf.value ? there : not(there);
  }
  if (leaf.kind !== 'fieldref') return test(field, valueTestOf(leaf));
  const source = facts && chooseSource(leaf.other, facts);
  if (source?.kind !== 'path')
    return { kind: 'unsayable', what: leaf.other.name, why: 'the field is made of others' };
  const { op, cased } = leaf;
  return test(field, {
    kind: 'same',
    op,
    cased,
    other: fieldAt(leaf.other.name, source.path, facts as LogFacts),
  });
}

type PlainTest = Exclude<FieldTest, { kind: 'null' | 'exists' | 'fieldref' }>;

const valueTests: {
  readonly [K in PlainTest['kind']]: (leaf: Extract<PlainTest, { kind: K }>) => ValueTest;
} = {
  string: ({ op, cased, pattern }) => ({ kind: 'text', op, cased, patterns: [pattern] }),
  regex: ({ source, flags }) => ({ kind: 'regex', source: showHidden(source), flags }),
  cidr: ({ network }) => ({ kind: 'cidr', networks: [network] }),
  number: ({ op, value }) => ({ kind: 'number', op, value }),
  boolean: ({ value }) => ({ kind: 'boolean', value }),
  empty: () => ({ kind: 'empty' }),
  timestamp: ({ part, op, value }) => ({ kind: 'time', part, op, value }),
};

function valueTestOf(leaf: PlainTest): ValueTest {
  return (valueTests[leaf.kind] as (leaf: PlainTest) => ValueTest)(leaf);
}

/** A field that the alias layer makes of another: asked of the other. */
function lowerDerived(
  leaf: FieldTest,
  source: Exclude<Source, { kind: 'path' }>,
  facts: LogFacts,
): Condition {
  const field = fieldAt(leaf.field.name, source.path, facts);
  const filled = test(field, { kind: 'filled' });
  if (source.kind === 'union')
    return any(
      ...[source.path, ...source.also].map((path) => lowerTest(leaf, fieldAt(path, path, facts), facts)),
    );
  if (source.kind === 'presence') {
    const either = (value: string, condition: Condition): Condition =>
      accepts(leaf, value) ? condition : never;
    return any(either(source.present, filled), either(source.absent, not(filled)));
  }
  if (source.kind === 'mapped') return lowerMapped(leaf, source, field);
  if (source.kind === 'segment' && leaf.kind === 'string') return lowerSegment(leaf, source, field);
  const why = source.kind === 'pairs' ? 'it is a list of names and values' : 'it is a part of a text';
  return { kind: 'unsayable', what: leaf.field.name, why };
}

function lowerMapped(
  leaf: FieldTest,
  source: Extract<Source, { kind: 'mapped' }>,
  field: NativeField,
): Condition {
  const isText = (whens: readonly string[]): Condition =>
    any(
      ...whens.map((when) =>
        test(field, { kind: 'text', op: 'equals', cased: false, patterns: [[{ kind: 'text', text: when }]] }),
      ),
    );
  const accepted = source.cases.filter(({ value }) => accepts(leaf, value)).map(({ when }) => when);
  if (source.otherwise === undefined || !accepts(leaf, source.otherwise)) return isText(accepted);
  const others = isText(source.cases.map(({ when }) => when));
  return any(isText(accepted), all(test(field, { kind: 'filled' }), not(others)));
}

function lowerSegment(
  { cased, op, pattern }: StringTest,
  { separator, index }: Extract<Source, { kind: 'segment' }>,
  field: NativeField,
): Condition {
  if (index !== 0 && index !== -1)
    return { kind: 'unsayable', what: field.name, why: 'it is a part in the middle of a text' };
  const text = (textOp: 'equals' | 'startswith' | 'endswith', literal: string): Condition =>
    test(field, { kind: 'text', op: textOp, cased, patterns: [[{ kind: 'text', text: literal }]] });
  const literal = literalText(pattern);
  if (literal !== undefined && op === 'equals') {
    if (literal.includes(separator)) return never;
    const longer =
      index === 0 ? text('startswith', `${literal}${separator}`) : text('endswith', `${separator}${literal}`);
    return any(text('equals', literal), longer);
  }
  const other = separator.length === 1 ? `[^${quoteRegex(separator)}]` : '.';
  const body = patternRegex(wholePattern(op, pattern), { any: `${other}*`, one: other });
  const end = quoteRegex(separator);
  const source = index === 0 ? `^${body}(?:${end}|$)` : `(?:^|${end})${body}$`;
  return test(field, { kind: 'regex', source, flags: { ignoreCase: !cased, dotAll: true } });
}

/** Whether a test accepts a text that is always the same. */
export function accepts(leaf: FieldTest, value: string): boolean {
  if (leaf.kind === 'string') {
    const pattern = wholePattern(leaf.op, leaf.pattern);
    return compilePattern(leaf.cased ? pattern : foldPattern(pattern))(leaf.cased ? value : fold(value));
  }
  if (leaf.kind === 'exists') return leaf.value;
  if (leaf.kind === 'boolean') return fold(value) === String(leaf.value);
  return leaf.kind === 'empty' && value === '';
}
