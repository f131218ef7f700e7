import type { Diagnostic, Span } from '../../core/diagnostic.ts';
import { suggest } from '../../core/suggest.ts';
import type { NumberOp, RegexFlags, StringOp, TimePart } from '../../ir/nodes.ts';
import { modifierConflict, unknownModifier } from './diagnostics.ts';

export type Encoding = 'wide' | 'utf16le' | 'utf16be' | 'utf16' | 'base64' | 'base64offset' | 'windash';

/** What the modifiers of one item say together. */
export interface Chain {
  /** What kind of value is taken; `value` is a plain comparison by the value's own type. */
  readonly kind: 'value' | 'regex' | 'cidr' | 'number' | 'exists' | 'fieldref' | 'timestamp';
  readonly op: StringOp;
  readonly explicitOp: boolean;
  readonly numberOp: NumberOp;
  readonly part: TimePart;
  readonly flags: RegexFlags;
  readonly encodings: readonly Encoding[];
  readonly expand: boolean;
  readonly all: boolean;
  readonly cased: boolean;
  readonly neq: boolean;
}

type Draft = { -readonly [K in keyof Chain]: Chain[K] } & { operators: string[] };

type Apply = (draft: Draft, modifier: string) => void;

const text: Apply = (draft, modifier) => {
  draft.op = modifier as StringOp;
  draft.explicitOp = true;
  draft.operators.push(modifier);
};

const kind =
  (name: Chain['kind']): Apply =>
  (draft, modifier) => {
    draft.kind = name;
    draft.operators.push(modifier);
  };

const compare: Apply = (draft, modifier) => {
  draft.numberOp = modifier as NumberOp;
  if (draft.kind === 'value') draft.kind = 'number';
  draft.operators.push(modifier);
};

const part: Apply = (draft, modifier) => {
  draft.part = modifier as TimePart;
  draft.kind = 'timestamp';
  draft.operators.push(modifier);
};

const encode: Apply = (draft, modifier) => {
  draft.encodings = [...draft.encodings, modifier as Encoding];
};

const flag =
  (name: keyof RegexFlags): Apply =>
  (draft) => {
    draft.flags = { ...draft.flags, [name]: true };
  };

const set =
  (name: 'all' | 'cased' | 'neq' | 'expand'): Apply =>
  (draft) => {
    draft[name] = true;
  };

/** Every modifier of Sigma 2.1, with the long names of the regular-expression flags, and ours. */
const modifiers: ReadonlyMap<string, Apply> = new Map([
  ['contains', text],
  ['startswith', text],
  ['endswith', text],
  ['re', kind('regex')],
  ['i', flag('ignoreCase')],
  ['ignorecase', flag('ignoreCase')],
  ['m', flag('multiline')],
  ['multiline', flag('multiline')],
  ['s', flag('dotAll')],
  ['dotall', flag('dotAll')],
  ['cidr', kind('cidr')],
  ['exists', kind('exists')],
  ['fieldref', kind('fieldref')],
  ['gt', compare],
  ['gte', compare],
  ['lt', compare],
  ['lte', compare],
  ['minute', part],
  ['hour', part],
  ['weekday', part],
  ['day', part],
  ['week', part],
  ['month', part],
  ['year', part],
  ['base64', encode],
  ['base64offset', encode],
  ['wide', encode],
  ['utf16le', encode],
  ['utf16be', encode],
  ['utf16', encode],
  ['windash', encode],
  ['expand', set('expand')],
  ['all', set('all')],
  ['cased', set('cased')],
  ['neq', set('neq')],
]);

/** Modifiers that Sigma does not have. */
export const ownModifiers: ReadonlySet<string> = new Set(['weekday']);

export const modifierNames: readonly string[] = [...modifiers.keys()];

/** Reads the modifiers of an item from left to right. Returns undefined after an error, which has been reported. */
export function readModifiers(
  names: readonly string[],
  span: (index: number) => Span,
  report: (diagnostic: Diagnostic) => void,
): Chain | undefined {
  const draft: Draft = {
    kind: 'value',
    op: 'equals',
    explicitOp: false,
    numberOp: 'eq',
    part: 'year',
    flags: {},
    encodings: [],
    expand: false,
    all: false,
    cased: false,
    neq: false,
    operators: [],
  };
  let good = true;
  for (const [index, name] of names.entries()) {
    const apply = modifiers.get(name);
    if (apply) apply(draft, name);
    else report(unknownModifier(name, span(index), suggest(name, modifierNames)));
    good &&= apply !== undefined;
  }
  if (!good) return undefined;
  const { operators, ...chain } = draft;
  const conflict = contradiction(chain, operators, names);
  if (!conflict) return chain;
  report(modifierConflict(conflict, span(Math.max(0, names.length - 1))));
  return undefined;
}

function contradiction(
  chain: Chain,
  operators: readonly string[],
  names: readonly string[],
): string | undefined {
  const { kind: taken, flags, encodings, cased, expand } = chain;
  if (operators.length > 1 && !pairs(chain, operators)) {
    return `'${operators.join("' and '")}' cannot be combined: an item has one operator`;
  }
  if (Object.keys(flags).length > 0 && taken !== 'regex') return 'the flags i, m and s belong to `re`';
  if (taken === 'exists' && names.length > 1) return '`exists` stands alone';
  const textual = taken === 'value';
  if (encodings.length > 0 && !textual)
    return `'${encodings[0]}' changes strings and cannot be combined with '${operators[0]}'`;
  if (cased && !textual && taken !== 'fieldref') return `\`cased\` cannot be combined with '${operators[0]}'`;
  if (expand && taken === 'number') return '`expand` gives strings, not numbers';
  return encodingOrder(encodings);
}

/** A field reference may be compared by a string operator, a part of a timestamp by a numeric one. */
function pairs({ kind: taken }: Chain, operators: readonly string[]): boolean {
  if (operators.length !== 2) return false;
  const [first = '', second = ''] = operators;
  const strings = ['contains', 'startswith', 'endswith'];
  if (taken === 'fieldref') return strings.includes(first) !== strings.includes(second);
  const numbers = ['gt', 'gte', 'lt', 'lte'];
  return taken === 'timestamp' && numbers.includes(second) && !numbers.includes(first);
}

function encodingOrder(encodings: readonly Encoding[]): string | undefined {
  const base = encodings.findIndex((name) => name.startsWith('base64'));
  if (base >= 0 && base < encodings.length - 1) {
    return `'${encodings[base + 1]}' has to stand before '${encodings[base]}'`;
  }
  const wide = encodings.filter((name) => name === 'wide' || name.startsWith('utf16'));
  return wide.length > 1 ? `'${wide.join("' and '")}' cannot be combined` : undefined;
}
