import type { Random } from './random.ts';

/** The address that a principal calls from: always the same one, in the networks that are kept for documentation. */
export function addressOf(lasting: Random, name: string): string {
  const random = lasting.fork(`address ${name}`);
  return `${random.next() < 0.5 ? '203.0.113' : '198.51.100'}.${random.between(2, 250)}`;
}

/** `mara` → `mara@example.com`; an address stays one. */
export function mailOf(name: string): string {
  return name.includes('@') ? name : `${name}@example.com`;
}
