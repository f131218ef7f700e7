/** Rules are untrusted input: each of these bounds is a diagnostic when it is passed. */
export const limits = {
  /** UTF-16 units of one file. */
  file: 16_777_216,
  /** Documents of one file. */
  documents: 10_000,
  /** Nesting of maps and lists in a document. */
  depth: 64,
  /** Nodes that aliases (`*anchor`) may add to a document. */
  aliasNodes: 10_000,
  /** UTF-16 units of a condition. */
  condition: 65_536,
  /** Nesting of parentheses and `not` in a condition. */
  conditionDepth: 64,
  /** Values that the placeholders of one item may expand to. */
  expansions: 10_000,
  /** UTF-16 units of a regular expression. */
  regex: 4096,
  /** Names between the dots of a field. */
  fieldDepth: 32,
} as const;
