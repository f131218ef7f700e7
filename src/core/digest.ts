import { hash } from 'node:crypto';

/**
 * A stable identifier: the first 96 bits of SHA-256 over the parts, as 24 hexadecimal digits. Parts are separated
 * by U+001F so that ('ab','c') and ('a','bc') differ.
 */
export function digest(...parts: readonly string[]): string {
  return hash('sha256', parts.join('\u001f'), 'hex').slice(0, 24);
}
