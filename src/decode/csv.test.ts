import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../core/json.ts';
import { CsvReader } from './csv.ts';

interface Read {
  readonly rows: JsonObject[];
  readonly places: string[];
  readonly broken: string[];
}

/** Reads a table in pieces of that many bytes. */
function read(text: string, piece = 1000, maxBytes = 1_000_000, isCut = false): Read {
  const result: Read = { rows: [], places: [], broken: [] };
  const reader = new CsvReader(',', maxBytes, {
    row: (row, { line, offset }) => {
      result.rows.push(row);
      result.places.push(`${line}@${offset}`);
    },
    broken: (reason, { line, offset }) => result.broken.push(`${reason} ${line}@${offset}`),
  });
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += piece) reader.feed(bytes.subarray(at, at + piece));
  reader.end(isCut);
  return result;
}

const names = ({ rows }: Read): unknown[] => rows.map((row) => row['name']);
const header = 'name,b,c\n';

describe('rows', () => {
  it('may have more cells than a call may have arguments', () => {
    const line = `a${','.repeat(400_000)}\n`;
    expect(names(read(`${header}${line}b,1,2\n`))).toEqual(['a', 'b']);
    const wide = read(`name${line}${line}`, 1_000_000, 4_000_000);
    expect(wide.rows.length + wide.broken.length).toBeGreaterThan(0);
  });

  it.each([
    ['plain', 'a,1,2\nb,,\n', ['a', 'b']],
    ['without a line feed at the end', 'a,1,2\nb,3,4', ['a', 'b']],
    ['CRLF', 'a,1,2\r\n"b",3,"4"\r\n', ['a', 'b']],
    ['blank lines', '\n\na,1,2\n  \n\r\nb,3,4\n\n', ['a', 'b']],
    ['separators and breaks in quotes', '"a,\nx\r\n",1,2\n', ['a,\nx\r\n']],
    ['doubled quotes', '"say ""a""",1,2\n"""",1,2\n', ['say "a"', '"']],
    ['quotes inside a cell', 'say "a",1,2\n', ['say "a"']],
    ['another width', 'a\nb,1,2,3\n', ['a', 'b']],
    ['characters of several bytes', 'ä€𝄞,1,2\n', ['ä€𝄞']],
  ])('%s', (_name, text, expected) => {
    for (const piece of [1, 2, 7, 1000]) {
      const found = read(header + text, piece);
      expect(names(found)).toEqual(expected);
      expect(found.broken).toEqual([]);
    }
  });

  it('have the place of their first line', () => {
    expect(read(`${header}"a\nx",1,2\nb,1,2\n`, 3).places).toEqual(['2@9', '4@19']);
  });
});

describe('a broken row costs its first line', () => {
  it.each([
    ['an open quote, and the next row has quotes', 'a,1,2\n"x,1,2\n"b",1,2\nc,1,2\n', ['a', 'b', 'c'], [3]],
    ['an open quote, and none follows', 'a,1,2\n"x,1,2\nb,1,2\nc,1,2', ['a', 'b', 'c'], [3]],
    ['an open quote that a later cell closes', '"x,1,2\nb,"1",2\nc,1,2\n', ['b', 'c'], [2]],
    ['an open quote that the end of a cell closes', '"x,1,2\nb,1,",2\nc,1,2\n', ['c'], [2, 3]],
    ['text behind a closing quote', 'a,1,2\n"x"y,1,2\nb,1,2\n', ['a', 'b'], [3]],
    ['what is left of a broken row', '"x\ny" z,1,2\nb,1,2\n', ['y" z', 'b'], [2]],
    ['what is left of one, of another width', '"x\ny" z\n\nb,1,2\n', ['b'], [2, 3]],
    ['two in a row', '"x,1,2\n"y,1,2\nb,1,2\n', ['b'], [2, 3]],
    ['an open quote among rows of another width', 'a,1\n"x,1\nb,1\nc,1,2\n', ['a', 'b', 'c'], [3]],
    ['in the last line', 'a,1,2\nb,1,"2', ['a'], [3]],
  ])('%s', (_name, text, expected, lines) => {
    for (const piece of [1, 5, 1000]) {
      const found = read(header + text, piece);
      expect(names(found)).toEqual(expected);
      expect(found.broken.map((one) => Number(/ (\d+)@/.exec(one)?.[1]))).toEqual(lines);
    }
  });

  it('names the place', () => {
    expect(read(`${header}a,1,2\n"x,1,2\nb,1,2\n`).broken).toEqual(['not-json 3@15']);
  });

  it('a row that is too large, of one line or of many', () => {
    for (const piece of [7, 10_000]) {
      const line = `${'x'.repeat(500)},1,2\n`;
      const found = read(`${header}a,1,2\n${line}b,1,2\n"${'y,1,2\n'.repeat(40)}`, piece, 100);
      expect(found.broken[0]).toBe('record-too-large 3@15');
      expect(found.places[1]).toMatch(/^4@/);
      expect(found.broken[1]).toMatch(/^record-too-large 5@/);
      expect(names(found)).toEqual(['a', 'b', ...Array.from({ length: 39 }, () => 'y')]);
    }
  });

  it('the last line of a damaged file', () => {
    expect(read(`${header}a,1,2\nb,1,2`, 1000, 1000, true)).toMatchObject({
      rows: [{ name: 'a' }],
      broken: ['truncated 3@15'],
    });
    expect(names(read(`${header}a,1,2\n`, 1000, 1000, true))).toEqual(['a']);
  });

  it('takes time in proportion to the text, whatever is broken', () => {
    const text = `${header}${'"a"",1,2\nb,1,2\n'.repeat(100_000)}`;
    const found = read(text, 65_536);
    expect(names(found)).toHaveLength(100_000);
    expect(found.broken).toHaveLength(100_000);
  });
});
