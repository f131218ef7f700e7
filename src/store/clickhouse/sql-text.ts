/** A text as a literal of ClickHouse. For paths, hashes and our own names. */
export function quoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`;
}

/** A name as an identifier of ClickHouse. */
export function backquoted(name: string): string {
  return `\`${name.replaceAll(/[\\`]/g, String.raw`\$&`)}\``;
}
