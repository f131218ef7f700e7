import { CST } from 'yaml';

interface Part {
  readonly token: CST.Token | null | undefined;
  readonly depth: number;
}

/**
 * Where a document nests deeper than `limit` maps and lists; undefined when it does not. It looks at tokens, without
 * recursion: composing nodes recurses, and what nests deep enough ends the process there.
 */
export function tooDeepAt(document: CST.Document, limit: number): number | undefined {
  const parts: Part[] = [{ token: document.value, depth: 0 }];
  for (let part = parts.pop(); part; part = parts.pop()) {
    const { token, depth } = part;
    if (!CST.isCollection(token)) continue;
    if (depth > limit) return token.offset;
    for (const { key, value } of token.items) {
      if (key) parts.push({ token: key, depth: depth + 1 });
      if (value) parts.push({ token: value, depth: depth + 1 });
    }
  }
  return undefined;
}
