import type { Span } from '../../core/diagnostic.ts';

/** Where the parts of a rule stand in its file; keyed by IR node, kept beside the rule because the IR is plain data. */
interface Place {
  readonly key: Span;
  readonly value: Span;
  /** The elements of a list, in order. */
  readonly items?: readonly Span[];
}

export type Spans = Map<object, Place>;

/** The span of a piece of a scalar that stands on one line, quoted or not; else the whole scalar's. */
export function within(whole: Span, text: string, offset: number, length: number): Span {
  const quotes = (whole.length ?? 0) - text.length;
  if (text.includes('\n') || (quotes !== 0 && quotes !== 2)) return whole;
  return { ...whole, column: whole.column + quotes / 2 + offset, length };
}
