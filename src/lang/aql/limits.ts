/** Queries are untrusted input: each of these bounds is a diagnostic when it is passed. */
export const limits = {
  /** UTF-16 units of a query. */
  query: 262_144,
  /** Nesting of parentheses, sub-queries, functions, NOT and CASE. */
  depth: 100,
  /** Operators of arithmetic in a row. */
  chain: 500,
  /** Nodes of a query once aliases are put in for what they stand for. */
  nodes: 50_000,
  /** UTF-16 units of a regular expression. */
  regex: 4096,
  /** Values of a sub-query in IN. */
  inQuery: 10_000,
  /** Errors that are reported for one query. */
  errors: 100,
} as const;
