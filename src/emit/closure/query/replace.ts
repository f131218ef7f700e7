import { RE2JS } from 're2js';
import type { RegexReplace } from '../../../ir/query/expression.ts';

/** Replaces matches of a regular expression. */
export function compileReplace({ source, replacement, all }: RegexReplace): (text: string) => string {
  const regex = RE2JS.compile(source);
  return (text) => {
    const matcher = regex.matcher(text);
    let result = '';
    let end = 0;
    while (matcher.find()) {
      result += text.slice(end, matcher.start());
      for (const part of replacement) {
        result += part.kind === 'text' ? part.text : (matcher.group(part.index) ?? '');
      }
      end = matcher.end();
      if (!all) break;
    }
    return result + text.slice(end);
  };
}
