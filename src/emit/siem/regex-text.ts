import type { Pattern, PatternPart, RegexFlags, StringOp } from '../../ir/nodes.ts';
import { wholePattern } from '../../ir/pattern.ts';
import type { Step, ValueTest } from './condition.ts';
import { showHidden } from './hidden-text.ts';

/** The text as a regular expression that matches it alone: RE2, Java, PCRE. Nothing but printable ASCII is written. */
export function quoteRegex(text: string): string {
  return Array.from(text, quoteChar).join('');
}

function quoteChar(char: string): string {
  if (/^[A-Za-z0-9 _:;,<>=@%&!'"~/-]$/.test(char)) return char;
  const code = char.codePointAt(0) ?? 0;
  // Splunk reads what stands between backquotes, wherever they are.
  if (code < 33 || char === '`') return `\\x${code.toString(16).padStart(2, '0')}`;
  return code < 127 ? `\\${char}` : showHidden(char);
}

/** How wildcards are written: everything, or everything but what ends the value. */
interface Wild {
  readonly any: string;
  readonly one: string;
}

const free: Wild = { any: '.*', one: '.' };

function partText(part: PatternPart, wild: Wild, quote: (text: string) => string): string {
  if (part.kind === 'text') return quote(part.text);
  if (part.kind === 'set') return `[${Array.from(part.chars, quoteChar).join('')}]`;
  return part.kind === 'any' ? wild.any : wild.one;
}

/** The pattern without anchors. `quote` writes literal text. */
export function patternRegex(
  pattern: Pattern,
  wild: Wild = free,
  quote: (text: string) => string = quoteRegex,
): string {
  return pattern.map((part) => partText(part, wild, quote)).join('');
}

/**
 * Patterns of an operator as one expression that searches: anchored where the operator is.
 *
 * @param absoluteEnd `\z` where `$` would match before a line break at the end, too
 */
export function textRegex(op: StringOp, patterns: readonly Pattern[], absoluteEnd = '$'): string {
  const bodies = patterns.map((pattern) => patternRegex(pattern));
  const body = bodies.length === 1 ? bodies.join('') : `(?:${bodies.join('|')})`;
  const start = op === 'equals' || op === 'startswith' ? '^' : '';
  const end = op === 'equals' || op === 'endswith' ? absoluteEnd : '';
  return `${start}${body}${end}`;
}

/** `(?is)` and the like; nothing when no flag is set. */
export function flagText({ ignoreCase, multiline, dotAll }: RegexFlags): string {
  const flags = `${ignoreCase ? 'i' : ''}${multiline ? 'm' : ''}${dotAll ? 's' : ''}`;
  return flags === '' ? '' : `(?${flags})`;
}

/** What follows a value without quotes. */
const ENDED = '[\\s,}\\]]';

/** The flags before an expression, as `(?is)`, and the expression itself. */
export function splitFlags(source: string): { readonly flags: string; readonly body: string } {
  const [, flags = '', body = source] = /^\(\?([a-z]+)\)([\s\S]*)$/.exec(source) ?? [];
  return { flags, body };
}

const inString: Wild = { any: '(?:[^"\\\\]|\\\\.)*', one: '(?:[^"\\\\]|\\\\.)' };

/** Objects by which equal names in them are told apart. */
const told = new Set([
  'userIdentity',
  'sessionIssuer',
  'attributes',
  'status',
  'operation',
  'authenticationInfo',
]);

/** Members of an object before the one that is looked for: objects among them, two deep, are passed over whole. */
const BEFORE = '[^{}]*(?:\\{[^{}]*(?:\\{[^{}]*\\}[^{}]*)*\\}[^{}]*)*';

/** Names that many objects have a member of. */
const common = /^(?:arn|id|key|name|type|value)$/i;

/** A text inside JSON text: escaped there first, then for the expression. */
function quoteJson(text: string): string {
  return quoteRegex(JSON.stringify(text).slice(1, -1));
}

export interface JsonTextOptions {
  /** The text is as it was sent, with white space; else it is as a SIEM writes it. */
  readonly isSource?: boolean;
}

/**
 * An expression that finds a value in JSON text by the name of its member, or as a member of a list of plain values. What
 * lies between the text and the member is looked at only where equal names are common: what is added or removed, who
 * acted. undefined: the test cannot be made this way.
 *
 * @param below the members from the text on; the last one names the value
 */
export function jsonTextRegex(
  below: readonly Step[],
  test: ValueTest,
  { isSource = false }: JsonTextOptions = {},
): string | undefined {
  const last = below.at(-1);
  // JSON in a text of JSON has a backslash before each quote.
  const isInner = isSource && below.slice(0, -1).some(({ json }) => json === true);
  const value = jsonValueRegex(test);
  if (value === undefined || last === undefined) return undefined;
  const space = isSource ? '\\s*' : '';
  const member = (key: string): string => `"${quoteJson(key)}"${space}:${space}`;
  const list = `(?:${value}|\\[${space}(?:[^\\[\\]]*,)?${space}${value})`;
  const made = `${contextOf(below, member)}${member(last.key)}${last.each ? list : value}`;
  const flags = `(?${isIgnored(test) ? 'i' : ''}s)`;
  return flags + (isInner ? made.replaceAll('"', '\\\\?"') : made);
}

/** Whether case does not matter. */
export function isIgnored(test: ValueTest): boolean {
  if (test.kind === 'regex') return test.flags.ignoreCase === true;
  return test.kind === 'boolean' || (test.kind === 'text' && !test.cased);
}

function contextOf(below: readonly Step[], member: (key: string) => string): string {
  const outer = below.slice(0, -1);
  const change = outer.findLast(({ key }) => /^(?:add|remove)$/i.test(key));
  if (change) return `${member(change.key)}[^\\]]*`;
  const parent = outer.at(-1);
  if (!parent) return '';
  const isCommon = common.test(below.at(-1)?.key ?? '') && !parent.each;
  return told.has(parent.key) || isCommon ? `${member(parent.key)}\\{${BEFORE}` : '';
}

function jsonValueRegex(test: ValueTest): string | undefined {
  switch (test.kind) {
    case 'text':
      return textValue(test.op, test.patterns);
    case 'regex':
      return regexValue(test.source);
    case 'filled':
    case 'exists':
      return '(?:"[^"]|[\\d\\[{tf-])';
    case 'empty':
      return '""';
    case 'boolean':
      return `"?${test.value}"?${ENDED}`;
    case 'number':
      return test.op === 'eq' ? `"?${quoteRegex(test.value)}(?:\\.0+)?"?${ENDED}` : undefined;
    default:
      return undefined;
  }
}

/** Whatever could look beyond the end of the value, or back before it. */
const wild = /(?:^|[^\\])(?:\\\\)*(?:[.^$]|\[\^|\\[WDSbBAzpP])/;

/** What JSON writes otherwise: quotes, backslashes, control characters. */
const escapedInJson = /"|\\[\\nrtfvaxu0-7]/;

/** An expression for the whole value, or for its beginning or end; others cannot be put inside another. */
function regexValue(source: string): string | undefined {
  const isStart = source.startsWith('^');
  const isEnd = /[^\\]\$$/.test(source);
  const body = source.slice(isStart ? 1 : 0, isEnd ? -1 : undefined);
  if (escapedInJson.test(body)) return undefined;
  // A dot in a class is a dot.
  if (wild.test(body.replace(/\[[^\]^][^\]]*\]/g, '[]'))) return undefined;
  // An anchor before a choice belongs to its first part alone.
  if ((isStart || isEnd) && /\|(?![^(]*\))/.test(body)) return undefined;
  return `"${isStart ? '' : inString.any}(?:${body})${isEnd ? '' : inString.any}"`;
}

/** Numbers and flags are texts to a rule, and have no quotes in JSON. */
function textValue(op: StringOp, patterns: readonly Pattern[]): string {
  const bodies = patterns.map((pattern) => patternRegex(wholePattern(op, pattern), inString, quoteJson));
  const body = bodies.length === 1 ? bodies.join('') : `(?:${bodies.join('|')})`;
  const isPlain = patterns.every((pattern) =>
    pattern.every((part) => part.kind === 'text' && /^(?:-?[\d.]+|true|false)$/i.test(part.text)),
  );
  return isPlain && op === 'equals' ? `"?${body}"?${ENDED}` : `"${body}"`;
}
