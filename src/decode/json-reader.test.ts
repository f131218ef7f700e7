import { describe, expect, it } from 'vitest';
import { decodeBytes } from '../../test/support/decoded.ts';
import { quoteBigIntegers } from './big-integers.ts';
import { listEnd, readPieces, sniffList } from './list-reader.ts';

const record = (name: string): string =>
  JSON.stringify({ eventName: name, filler: 'x'.repeat(300), list: [{ a: 1 }] });
const many = Array.from({ length: 1500 }, (_, index) => record(`E${index}`));
const names = many.map((_, index) => `E${index}`);
const modes = [{}, { streamed: 1000 }, { streamed: 200_000 }];

describe.each(modes)('long texts, %j', (how) => {
  const read = async (text: string): Promise<{ names: unknown[]; rejected: string[] }> => {
    const { records, rejected } = await decodeBytes(Buffer.from(text), how);
    return {
      names: records.map(({ value }) => value['eventName']),
      rejected: rejected.map(({ reason }) => reason),
    };
  };

  it.each([
    ['a list', `{"Records":[${many.join(',')}]}`],
    ['a list and a newline', `{"Records":[${many.join(',')}]}\n`],
    ['a list with something beside it', `{"Records":[${many.join(',')}],"next":[1,{"a":{}}]}`],
    ['an array', `[${many.join(',')}]`],
    ['an array with spaces', `[ ${many.join(' , ')} ]`],
    ['two lists', `{"Records":[${many.slice(0, 700).join(',')}]}{"Records":[${many.slice(700).join(',')}]}`],
    ['lines', many.join('\n')],
    ['lines with ends of Windows and blank ones', many.join('\r\n\r\n')],
    ['lines and a list', `${many.slice(0, 700).join('\n')}\n{"Records":[${many.slice(700).join(',')}]}`],
    ['records back to back', many.join('')],
  ])('%s', async (_name, text) => {
    expect(await read(text)).toEqual({ names, rejected: [] });
  });

  it('damage in a list costs what it hits', async () => {
    const broken = [...many];
    broken[800] = '{"eventName": oops}';
    const { names: found, rejected } = await read(`{"Records":[${broken.join(',')}]}`);
    expect(found).toEqual(names.filter((name) => name !== 'E800'));
    expect(rejected).toEqual(['not-json']);
  });

  it('an element that holds what ends another one is not cut there', async () => {
    const inner = `{"eventName":"E0","list":[{"eventName":"x"},{"eventName":"y"}],"text":"},{\\"eventName\\":"}`;
    const { names: found } = await read(
      `{"Records":[${Array.from({ length: 3000 }, () => inner).join(',')}]}`,
    );
    expect(found).toEqual(Array.from({ length: 3000 }, () => 'E0'));
  });

  it.each([
    ['is cut off', `{"eventName":"E0","filler":"xxx\n${many.slice(1).join('\n')}`, 1],
    ['is cut off between members', `{"eventName":"E0","filler":\n${many.slice(1).join('\n')}`, 1],
    ['has lost its beginning', `"filler":{"a":1},"b":"c"}\n${many.slice(1).join('\n')}`, 1],
  ])('a first line that %s costs itself', async (_name, text, rejections) => {
    const { names: found, rejected } = await read(text);
    expect(found).toEqual(names.slice(1));
    expect(rejected).toHaveLength(rejections);
  });
});

describe('lists in pieces', () => {
  it.each([
    ['{"Records":[{"a":1},{"a":2}]}', 'Records', 12],
    ['[{"a":1},{"a":2}]', undefined, 1],
  ])('%s', (text, list, at) => {
    const bytes = Buffer.from(text);
    const start = sniffList(bytes, new Set(['Records']));
    expect(start).toMatchObject({ list, at });
    if (!start) return;
    const end = listEnd(bytes, start);
    const found: unknown[] = [];
    expect(
      readPieces(bytes, at, end, { seam: start.seam, maxBytes: 1000 }, (value) => found.push(value)),
    ).toEqual({
      at: end,
      failed: false,
    });
    expect(found).toEqual([{ a: 1 }, { a: 2 }]);
    expect(bytes.toString()).toBe(text);
  });

  it.each(['{"other":[{"a":1}]}', '{"Records":[1,2]}', '{"Records":[]}', '{ "Records":[{"a":1}]}', 'x'])(
    'not %s',
    (text) => {
      expect(sniffList(Buffer.from(text), new Set(['Records']))).toBeUndefined();
    },
  );
});

describe('big integers', () => {
  it('are found wherever they stand, and nothing else is touched', () => {
    const slow = (text: string): string =>
      text.replace(/(?<=[:,[]|^)-?\d{16,}(?=[,\]}]|$)/g, (digits) =>
        Number.isSafeInteger(Number(digits)) ? digits : `"${digits}"`,
      );
    for (let before = 0; before < 12; before += 1) {
      for (const length of [3, 12, 15, 16, 17, 20, 40]) {
        for (const digits of ['9'.repeat(length), `-${'8'.repeat(length)}`, '1'.padEnd(length, '0')]) {
          const text = `{"${'k'.repeat(before)}":[${digits},12345678901234,"${digits}",${digits}],"z":${digits}}`;
          const [, first] = [text, Buffer.from(text)];
          expect(quoteBigIntegers(first).toString()).toBe(slow(text));
        }
      }
    }
  });
});
