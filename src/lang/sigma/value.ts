import { RE2JS } from 're2js';
import type { Diagnostic, Span } from '../../core/diagnostic.ts';
import { parseNetwork } from '../../ir/cidr.ts';
import type { Field, Match, Pattern, RegexFlags } from '../../ir/nodes.ts';
import { literalText } from '../../ir/pattern.ts';
import type { LogSource } from '../../ir/rule.ts';
import { aliasField } from './aliases.ts';
import { existsForm, invalidCidr, modifierValue, regexSyntax, regexTooLong } from './diagnostics.ts';
import { base64, base64Offsets, type Encoded, utf16, windash } from './encodings.ts';
import { limits } from './limits.ts';
import { describe, type ScalarNode, scalarString } from './located.ts';
import type { Chain, Encoding } from './modifiers.ts';
import type { Placeholders } from './parameters.ts';
import { expandPattern, expandText } from './placeholders.ts';
import { joinParts, literalPattern, parseString } from './string-pattern.ts';

/** What a value is lowered for. `field` is absent for keywords. */
export interface Target {
  readonly field?: Field;
  readonly chain: Chain;
  readonly logsource: LogSource;
  readonly placeholders: Placeholders;
  readonly report: (diagnostic: Diagnostic) => void;
}

type Lower = (value: ScalarNode, target: Target) => Match[] | undefined;

/**
 * Lowers one value of an item to the tests of which one has to hold (several after an expansion). Returns undefined
 * after an error, which has been reported.
 */
export function lowerValue(value: ScalarNode, target: Target): Match[] | undefined {
  return lowerings[target.chain.kind](value, target);
}

const lowerings = {
  value: lowerPlain,
  regex: (value, target) => {
    const quote = isPlaceholder(value) ? undefined : escapeRegex;
    const sources = texts(value, target, 're', quote)?.map(endOfText);
    const { flags } = target.chain;
    if (!sources?.every((source) => checkRegex(source, flags, value.at, target))) return undefined;
    return sources.map((source) =>
      target.field
        ? { kind: 'regex', field: target.field, source, flags }
        : { kind: 'keyword-regex', source, flags },
    );
  },
  cidr: (value, target) => {
    const { field } = target;
    const networks = texts(value, target, 'cidr');
    if (!field || !networks) return undefined;
    const wrong = networks.filter((network) => !parseNetwork(network));
    for (const network of wrong) target.report(invalidCidr(network, value.at));
    return wrong.length > 0 ? undefined : networks.map((network) => ({ kind: 'cidr', field, network }));
  },
  number: (value, target) => {
    const { field, chain } = target;
    const number = decimal(value, target, chain.numberOp);
    return field && number !== undefined
      ? [{ kind: 'number', field, op: chain.numberOp, value: number }]
      : undefined;
  },
  timestamp: (value, target) => {
    const { field, chain } = target;
    const numbers = chain.expand ? decimals(value, target) : [decimal(value, target, chain.part)];
    if (!field || !numbers || numbers.includes(undefined)) return undefined;
    const { part, numberOp: op } = chain;
    return numbers.flatMap((number) =>
      number === undefined ? [] : [{ kind: 'timestamp', field, part, op, value: number }],
    );
  },
  exists: (value, target) => {
    const wanted = truth(value, target);
    return target.field && wanted !== undefined
      ? [{ kind: 'exists', field: target.field, value: wanted }]
      : undefined;
  },
  fieldref: (value, target) => {
    const { field, chain, logsource } = target;
    const names = texts(value, target, 'fieldref');
    if (!field) return undefined;
    return names?.map((name) => ({
      kind: 'fieldref',
      field,
      op: chain.op,
      cased: chain.cased,
      other: aliasField(name, logsource).field,
    }));
  },
} satisfies Record<Chain['kind'], Lower>;

function lowerPlain(value: ScalarNode, target: Target): Match[] | undefined {
  const { field, chain } = target;
  const asText = chain.explicitOp || chain.encodings.length > 0 || chain.expand || field === undefined;
  if (value.value === null) {
    if (field && !asText) return [{ kind: 'null', field }];
    return complain(value, target, field ? lastModifier(chain) : 'a keyword', 'a string');
  }
  if (field && !asText && typeof value.value === 'boolean')
    return [{ kind: 'boolean', field, value: value.value }];
  if (field && !asText && value.decimal !== undefined) {
    return [{ kind: 'number', field, op: 'eq', value: value.decimal }];
  }
  return lowerText(value, target);
}

function lowerText(value: ScalarNode, target: Target): Match[] | undefined {
  const { field, chain, placeholders, report } = target;
  const text = scalarString(value) ?? '';
  const isString = typeof value.value === 'string';
  const pattern = isString ? parseString(text) : literalPattern(text);
  const expanded = chain.expand ? expandPattern(pattern, placeholders, value.at, report) : [pattern];
  const encoded = expanded && encode(expanded, value, target);
  return encoded?.map((final): Match => {
    if (!field) return { kind: 'keyword', op: keywordOp(chain), cased: chain.cased, pattern: final };
    if (final.length === 0 && chain.op === 'equals') return { kind: 'empty', field };
    return { kind: 'string', field, op: chain.op, cased: chain.cased, pattern: final };
  });
}

/** A keyword is looked for anywhere in a value, unless an operator says where. */
const keywordOp = (chain: Chain): Chain['op'] => (chain.explicitOp ? chain.op : 'contains');

const encoders: Record<Encoding, (encoded: Encoded) => Encoded[] | undefined> = {
  wide: (encoded) => [utf16(encoded, 'utf16le')],
  utf16le: (encoded) => [utf16(encoded, 'utf16le')],
  utf16be: (encoded) => [utf16(encoded, 'utf16be')],
  utf16: (encoded) => [utf16(encoded, 'utf16')],
  windash: ({ pattern, bytes }) => [{ pattern: windash(pattern), bytes }],
  base64: (encoded) => {
    const text = literalText(encoded.pattern);
    return text === undefined ? undefined : [plain(base64(text, encoded.bytes))];
  },
  base64offset: (encoded) => {
    const text = literalText(encoded.pattern);
    return text === undefined ? undefined : base64Offsets(text, encoded.bytes).map(plain);
  },
};

function plain(text: string): Encoded {
  return { pattern: literalPattern(text), bytes: false };
}

function encode(patterns: readonly Pattern[], value: ScalarNode, target: Target): Pattern[] | undefined {
  let current: Encoded[] = patterns.map((pattern) => ({ pattern, bytes: false }));
  for (const name of target.chain.encodings) {
    const next = current.map(encoders[name]);
    if (next.includes(undefined)) return complain(value, target, name, 'text without wildcards', 'a pattern');
    current = next.flatMap((list) => list ?? []);
  }
  return current.map(({ pattern }) => joinParts(pattern));
}

function lastModifier(chain: Chain): string {
  if (chain.explicitOp) return chain.op;
  return chain.encodings[0] ?? 'expand';
}

function texts(
  value: ScalarNode,
  target: Target,
  modifier: string,
  quote?: (text: string) => string,
): string[] | undefined {
  const text = scalarString(value);
  if (text === undefined || typeof value.value === 'boolean')
    return complain(value, target, modifier, 'a string');
  return target.chain.expand ? expandText(text, target.placeholders, value.at, target.report, quote) : [text];
}

function decimal(value: ScalarNode, target: Target, modifier: string): string | undefined {
  if (value.decimal !== undefined) return value.decimal;
  complain(value, target, modifier, 'a number');
  return undefined;
}

/** The numbers of a configured list. */
function decimals(value: ScalarNode, target: Target): (string | undefined)[] | undefined {
  return texts(value, target, target.chain.part)?.map((text) =>
    /^\d+$/.test(text) ? text : complain(value, target, target.chain.part, 'numbers', `'${text}'`),
  );
}

/** A value that is nothing but one placeholder stands for what is configured, regular expressions as they are. */
function isPlaceholder(value: ScalarNode): boolean {
  return /^%[\w.-]+%$/.test(scalarString(value) ?? '');
}

function truth(value: ScalarNode, target: Target): boolean | undefined {
  if (typeof value.value === 'boolean') return value.value;
  const text = typeof value.value === 'string' ? value.value.toLowerCase() : '';
  if (['true', 'yes', 'on'].includes(text) || ['false', 'no', 'off'].includes(text)) {
    target.report(existsForm(text, value.at));
    return ['true', 'yes', 'on'].includes(text);
  }
  complain(value, target, 'exists', 'true or false');
  return undefined;
}

function checkRegex(source: string, flags: RegexFlags, at: Span, target: Target): boolean {
  if (source.length > limits.regex) {
    target.report(regexTooLong(source.length, at));
    return false;
  }
  try {
    RE2JS.compile(source, flags.ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
    return true;
  } catch (error) {
    target.report(regexSyntax(error instanceof Error ? error.message : String(error), at));
    return false;
  }
}

/** Python writes `\Z` for the end of the text, RE2 `\z`. */
function endOfText(source: string): string {
  return source.replace(/\\Q.*?(?:\\E|$)|\\./gs, (part) => (part === '\\Z' ? '\\z' : part));
}

function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function complain(
  value: ScalarNode,
  target: Target,
  modifier: string,
  expected: string,
  found: string = describe(value),
): undefined {
  target.report(modifierValue(modifier, expected, found, value.at));
  return undefined;
}
