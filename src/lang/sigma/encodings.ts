import { Buffer } from 'node:buffer';
import type { Pattern, PatternPart } from '../../ir/nodes.ts';
import { literalPattern } from './string-pattern.ts';

/**
 * A text whose characters are bytes (0–255) once an encoding modifier has made it so; `base64` then encodes those
 * bytes instead of the UTF-8 of the text.
 */
export interface Encoded {
  readonly pattern: Pattern;
  readonly bytes: boolean;
}

const dashes = '-/–—―';

/** `windash`: a `-` or `/` that starts a flag may be any of five characters (pySigma's reading). */
export function windash(pattern: Pattern): Pattern {
  return pattern.flatMap((part): PatternPart[] => {
    if (part.kind !== 'text') return [part];
    const pieces = part.text.split(/\B[-/]\b/);
    return pieces.flatMap((piece, index): PatternPart[] => [
      ...(index > 0 ? [{ kind: 'set', chars: dashes } as const] : []),
      ...literalPattern(piece),
    ]);
  });
}

/** `wide`, `utf16le`, `utf16be` and `utf16` (which is little-endian with its byte order mark FF FE). */
export function utf16({ pattern }: Encoded, modifier: string): Encoded {
  const encoded = pattern.map((part): PatternPart => {
    if (part.kind !== 'text') return part;
    const bytes = Buffer.from(part.text, 'utf16le');
    if (modifier === 'utf16be') bytes.swap16();
    return { kind: 'text', text: bytes.toString('latin1') };
  });
  const mark: PatternPart[] = modifier === 'utf16' ? [{ kind: 'text', text: 'ÿþ' }] : [];
  const [first, ...rest] = encoded;
  if (mark.length > 0 && first?.kind === 'text') {
    return { pattern: [{ kind: 'text', text: `ÿþ${first.text}` }, ...rest], bytes: true };
  }
  return { pattern: [...mark, ...encoded], bytes: true };
}

/** Base64 of the bytes, with padding. */
export function base64(text: string, bytes: boolean): string {
  return toBytes(text, bytes).toString('base64');
}

/**
 * The three ways in which a text can appear inside longer base64: encoded after 0, 1 and 2 other bytes, without the
 * characters at either end that depend on the bytes around it.
 */
export function base64Offsets(text: string, bytes: boolean): string[] {
  const body = toBytes(text, bytes);
  const starts = [0, 2, 3];
  const ends = [0, 3, 2];
  return starts.map((start, offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), body]).toString('base64');
    return encoded.slice(start, encoded.length - (ends[(body.length + offset) % 3] ?? 0));
  });
}

function toBytes(text: string, bytes: boolean): Buffer {
  return Buffer.from(text, bytes ? 'latin1' : 'utf8');
}
