import { gunzipSync } from 'node:zlib';
import type { Json } from '../core/json.ts';
import { quoteBigIntegers } from './big-integers.ts';
import type { Limits } from './limits.ts';

/** JSON text → value with the digits of big integers kept; undefined when it is not JSON. */
export function parseJson(bytes: Buffer): Json | undefined {
  try {
    return JSON.parse(quoteBigIntegers(bytes).toString('utf8')) as Json;
  } catch {
    return undefined;
  }
}

/**
 * Opens a string that carries JSON: JSON text itself, or base64 of JSON text or of gzipped JSON text (CloudWatch
 * Logs subscriptions, Pub/Sub and Kinesis messages). Concatenated values inside one payload come back as an array.
 *
 * @returns undefined when it carries none, or inflates over `limits.payloadBytes`.
 */
export function openPayload(payload: string, limits: Limits): Json | undefined {
  const text = payload.trimStart();
  const first = text[0];
  if (first === '{' || first === '[' || first === '"') return parseText(Buffer.from(text));
  if (!/^[A-Za-z0-9+/_-]{8,}={0,2}\s*$/.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    try {
      return parseText(gunzipSync(bytes, { maxOutputLength: limits.payloadBytes }));
    } catch {
      return undefined;
    }
  }
  const decoded = bytes.toString('utf8').trimStart();
  return decoded.startsWith('{') || decoded.startsWith('[') ? parseText(Buffer.from(decoded)) : undefined;
}

function parseText(bytes: Buffer): Json | undefined {
  const whole = parseJson(bytes);
  if (whole !== undefined) return whole;
  const lines: Json[] = [];
  for (const line of bytes.toString('utf8').split('\n')) {
    if (line.trim() === '') continue;
    const value = parseJson(Buffer.from(line));
    if (value === undefined) return undefined;
    lines.push(value);
  }
  return lines.length > 0 ? lines : undefined;
}
