import type { Diagnostic, Span } from '../../core/diagnostic.ts';
import { suggest } from '../../core/suggest.ts';
import type { Pattern } from '../../ir/nodes.ts';
import { placeholderNoList, tooManyExpansions, unknownPlaceholder } from './diagnostics.ts';
import { limits } from './limits.ts';
import { givenParameter, type Placeholders } from './parameters.ts';
import { joinParts, literalPattern, parseString } from './string-pattern.ts';

/** A text cut at its placeholders. */
type Piece = { readonly text: string } | { readonly placeholder: string };

const reference = /\\%|%([\w.-]+)%/g;

/**
 * Replaces `%name%` by each of its values: the product over all placeholders of the text. The values may hold
 * wildcards; `\%` is a literal percent sign. A configured empty list gives no value at all, which matches nothing.
 * Returns undefined after an error, which has been reported.
 */
export function expandPattern(
  pattern: Pattern,
  placeholders: Placeholders,
  at: Span,
  report: (diagnostic: Diagnostic) => void,
): Pattern[] | undefined {
  const choices: (readonly Pattern[] | undefined)[] = [];
  for (const part of pattern) {
    if (part.kind !== 'text') {
      choices.push([[part]]);
      continue;
    }
    for (const piece of cut(part.text)) {
      if ('text' in piece) choices.push([literalPattern(piece.text)]);
      else choices.push(lookUp(piece.placeholder, placeholders, at, report)?.map(parseString));
    }
  }
  return product(choices, at, report)?.map((parts) => joinParts(parts.flat()));
}

/** The same for a text that is no Sigma string (a network, a field name, a regular expression). */
export function expandText(
  text: string,
  placeholders: Placeholders,
  at: Span,
  report: (diagnostic: Diagnostic) => void,
  quote: (value: string) => string = (value) => value,
): string[] | undefined {
  const choices = cut(text).map((piece) =>
    'text' in piece ? [piece.text] : lookUp(piece.placeholder, placeholders, at, report)?.map(quote),
  );
  return product(choices, at, report)?.map((parts) => parts.join(''));
}

function cut(text: string): Piece[] {
  const pieces: Piece[] = [];
  let literal = '';
  let end = 0;
  for (const match of text.matchAll(reference)) {
    literal += text.slice(end, match.index);
    end = match.index + match[0].length;
    if (match[1] === undefined) {
      literal += '%';
    } else {
      if (literal !== '') pieces.push({ text: literal });
      literal = '';
      pieces.push({ placeholder: match[1] });
    }
  }
  literal += text.slice(end);
  return literal === '' && pieces.length > 0 ? pieces : [...pieces, { text: literal }];
}

function lookUp(
  name: string,
  placeholders: Placeholders,
  at: Span,
  report: (diagnostic: Diagnostic) => void,
): readonly string[] | undefined {
  const found = givenParameter(placeholders, name);
  if (found && typeof found.value !== 'string') return found.value;
  if (found) report(placeholderNoList(name, String(found.value), found.at ?? at, at));
  else report(unknownPlaceholder(name, at, suggest(name, Object.keys(placeholders))));
  return undefined;
}

function product<T>(
  choices: readonly (readonly T[] | undefined)[],
  at: Span,
  report: (diagnostic: Diagnostic) => void,
): T[][] | undefined {
  let combinations: T[][] = [[]];
  for (const options of choices) {
    if (!options) return undefined;
    if (combinations.length * options.length > limits.expansions) {
      report(tooManyExpansions(at));
      return undefined;
    }
    combinations = combinations.flatMap((head) => options.map((option) => [...head, option]));
  }
  return combinations;
}
