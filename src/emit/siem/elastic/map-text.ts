import type { Pattern, StringOp } from '../../../ir/nodes.ts';
import { wholePattern } from '../../../ir/pattern.ts';
import type { Step, ValueTest } from '../condition.ts';
import { isIgnored, patternRegex } from '../regex-text.ts';
import { luceneRegex, quoteLucene } from './lucene-regex.ts';

/** A value ends at a comma or a bracket; it may hold them, which nothing shows. */
const inValue = { any: '[^,}\\]]*', one: '[^,}\\]]' };

/** What is written for a value that is there and not null. */
const someValue = '([^,}\\]n{\\[]|n[^u,}\\]]|nu[^l,}\\]]|\\{[^}]|\\[[^\\]])';

/**
 * An expression of Lucene that finds a member of an object in the text that Java prints of it:
 * `{attribute=userData, items=[{group=all}]}`. undefined: the test cannot be made this way.
 */
export function mapTextRegex(below: readonly Step[], test: ValueTest): string | undefined {
  const last = below.at(-1);
  const isLower = isIgnored(test);
  const value = valueRegex(test, isLower);
  if (last === undefined || value === undefined) return undefined;
  const key = quoteLucene(isLower ? last.key.toLowerCase() : last.key);
  const list = last.each ? '(\\[([^\\]]*, )?)?' : '';
  const isOpen = test.kind === 'filled' || test.kind === 'exists';
  const change = below.slice(0, -1).findLast((step) => /^(?:add|remove)$/i.test(step.key));
  const name = change && quoteLucene(isLower ? change.key.toLowerCase() : change.key);
  const context = name === undefined ? '' : `[{ ]${name}=[^\\]]*`;
  return `.*${context}[{ ]${key}=${list}${value}${isOpen ? '' : '[,}\\]]'}.*`;
}

function valueRegex(test: ValueTest, isLower: boolean): string | undefined {
  switch (test.kind) {
    case 'text':
      return texts(test.op, test.patterns, isLower);
    case 'regex':
      return regexValue(test.source, isLower);
    case 'boolean':
      return String(test.value);
    case 'number':
      return test.op === 'eq' ? `${quoteLucene(test.value)}(\\.0+)?` : undefined;
    case 'filled':
    case 'exists':
      return someValue;
    case 'empty':
      return '';
    default:
      return undefined;
  }
}

function texts(op: StringOp, patterns: readonly Pattern[], isLower: boolean): string {
  const quote = (text: string): string => quoteLucene(isLower ? text.toLowerCase() : text);
  const bodies = patterns.map((pattern) => patternRegex(wholePattern(op, pattern), inValue, quote));
  return bodies.length === 1 ? bodies.join('') : `(${bodies.join('|')})`;
}

/** Only expressions that cannot look beyond the end of the value. */
function regexValue(source: string, isLower: boolean): string | undefined {
  const whole = luceneRegex(source, isLower);
  const body = whole?.replace(/^\.\*/, '').replace(/\.\*$/, '');
  if (whole === undefined || body === undefined) return undefined;
  const outsideClasses = body.replace(/\[[^\]]*\]/g, '');
  if (body.includes('[^') || /(?:^|[^\\])(?:\\\\)*\./.test(outsideClasses)) return undefined;
  return `${whole.startsWith('.*') ? inValue.any : ''}${body}${whole.endsWith('.*') ? inValue.any : ''}`;
}
