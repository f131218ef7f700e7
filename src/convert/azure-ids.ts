import { type Condition, not, row, test } from '../emit/siem/condition.ts';
import { lowerTest } from '../emit/siem/lower.ts';
import { patternRegex } from '../emit/siem/regex-text.ts';
import type { Pattern, StringOp } from '../ir/nodes.ts';
import type { LowerField } from './activity-tests.ts';
import { field, isFilled, textTest, whereThere } from './native-fields.ts';

const resourceId = field('resourceId');
const inSegment = { any: '[^/]*', one: '[^/]' };

/**
 * A part of the id of the resource: the subscription, the resource group. Tables may have a column for it, records in the
 * form of diagnostic settings have only the id.
 */
export function partOfId(column: string, word: string): LowerField {
  const own = field(column);
  return (leaf) => {
    const there = row(whereThere(isFilled(own), textTest(resourceId, 'contains', [`/${word}/`])));
    if (leaf.kind === 'null') return not(there);
    if (leaf.kind === 'exists') return leaf.value ? there : not(there);
    const asked = lowerTest(leaf, own);
    return row(leaf.kind === 'string' ? whereThere(asked, inId(leaf.op, leaf.pattern, word)) : asked);
  };
}

function inId(op: StringOp, pattern: Pattern, word: string): Condition {
  const source = segmentRegex(op, pattern, word);
  return test(resourceId, { kind: 'regex', source, flags: { ignoreCase: true } });
}

function segmentRegex(op: StringOp, pattern: Pattern, word: string): string {
  const before = op === 'contains' || op === 'endswith' ? '[^/]*' : '';
  const after = op === 'equals' || op === 'endswith' ? '(?:/|$)' : '';
  return `/${word}/${before}${patternRegex(pattern, inSegment)}${after}`;
}
