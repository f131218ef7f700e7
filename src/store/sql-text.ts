/** A text as an SQL literal. For paths and our own names: values of others are bound as parameters. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name as an SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A path that the engine takes as it is: `*`, `?` and `[` would make a pattern of it. */
export function withoutPatterns(path: string): string {
  return path.replace(/[*?[]/g, '[$&]');
}

/** A list of files for `read_parquet`. */
export function fileList(paths: readonly string[]): string {
  return `[${paths.map((path) => literal(withoutPatterns(path))).join(', ')}]`;
}
