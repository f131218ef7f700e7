import { expect, it } from 'vitest';
import { quoteBigIntegers } from './big-integers.ts';

it('takes a text at the very end of memory that is no multiple of four bytes', () => {
  for (let size = 1; size < 12; size += 1) {
    const memory = new ArrayBuffer(size);
    for (let from = 0; from <= size; from += 1) {
      const text = Buffer.from(memory, from, size - from).fill('1');
      expect(quoteBigIntegers(text)).toBe(text);
    }
  }
});
