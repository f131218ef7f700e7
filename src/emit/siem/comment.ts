/** Lines behind a mark. What would end a line, or hide in one, becomes a space. */
export function lineComment(mark: string, lines: readonly string[]): string {
  return lines.map((line) => `${mark} ${plainLine(line)}`.trimEnd()).join('\n');
}

/** A text as one line that nothing acts on. */
export function plainLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Cf}]+/gu, ' ');
}
