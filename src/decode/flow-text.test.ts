import { describe, expect, it } from 'vitest';
import { bytesSource } from '../core/byte-source.ts';
import type { JsonObject } from '../core/json.ts';
import { decode } from './decode.ts';
import { FlowTextReader } from './flow-text.ts';

const header =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';
const line =
  '2 111122223333 eni-0a1b 10.0.0.5 203.0.113.9 49152 443 6 10 5000 1773133200 1773133260 ACCEPT OK';
const idle = '2 111122223333 eni-0a1b - - - - - - - 1773133200 1773133260 - NODATA';

async function read(
  text: string | Buffer,
): Promise<{ rows: JsonObject[]; broken: string[]; problem: string }> {
  const rows: JsonObject[] = [];
  const broken: string[] = [];
  const { problem } = await decode(bytesSource(Buffer.from(text)), {
    record: (value) => rows.push(value),
    skip: (reason) => broken.push(reason),
    reject: (reason, place, detail) => broken.push(`${place.line ?? ''} ${reason} ${detail}`),
  });
  return { rows, broken, problem: problem?.kind ?? '' };
}

describe('flow logs in text', () => {
  it('have the names of their header, whatever the fields and their order', async () => {
    const { rows } = await read(
      'dstaddr bytes srcaddr interface-id start\n203.0.113.9 5000 10.0.0.5 eni-0a 17\n',
    );
    expect(rows).toEqual([
      { dstaddr: '203.0.113.9', bytes: '5000', srcaddr: '10.0.0.5', 'interface-id': 'eni-0a', start: '17' },
    ]);
  });

  it('are of the default format without a header', async () => {
    const { rows, broken } = await read(`${line}\n${idle}\r\n`);
    expect(rows.map((row) => [row['dstport'], row['log-status']])).toEqual([
      ['443', 'OK'],
      ['-', 'NODATA'],
    ]);
    expect(broken).toEqual([]);
  });

  it('may go on behind the default fields, which nobody names without a header', async () => {
    const { rows, broken } = await read(
      `${line} vpc-1 subnet-1\n2026-03-10T09:00:00.000Z ${line} vpc-1\n${line} \n`,
    );
    expect(rows.map((row) => [Object.keys(row).length, row['log-status']])).toEqual(
      Array(3).fill([14, 'OK']),
    );
    expect(broken).toEqual([]);
    // A header says what each field is.
    expect((await read(`${header}\n${line} vpc-1\n`)).broken).toHaveLength(1);
  });

  it('may have the time of an export before each line', async () => {
    const { rows } = await read(`2026-03-10T09:00:00.000Z ${line}\n2026-03-10T09:01:00.000Z ${line}`);
    expect(rows.map((row) => row['version'])).toEqual(['2', '2']);
  });

  it('may be files that were put together, each with its header', async () => {
    const { rows } = await read(
      `${header}\n${line}\nsrcaddr dstaddr bytes\n10.0.0.5 10.0.0.6 7\n${header}\n${line}\n`,
    );
    expect(rows.map((row) => row['bytes'])).toEqual(['5000', '7', '5000']);
  });

  it('name the line that is broken, and go on', async () => {
    const { rows, broken } = await read(
      `${header}\n${line}\ngarbage here\n\n${line}\n${'x'.repeat(70_000)}\n${line}`,
    );
    expect(rows).toHaveLength(3);
    expect(broken).toEqual([
      '3 not-a-row flow log: the line has 2 fields, expected 14',
      '6 record-too-large flow log: the line is larger than 65536 bytes',
    ]);
  });

  it('are told from prose and from other tables', async () => {
    for (const text of [
      'the start of the end\nof version two\n',
      'a b c\n1 2 3\n',
      'start end\n1 2\n3 4\n',
    ]) {
      expect(await read(text)).toEqual({ rows: [], broken: [], problem: 'unknown-format' });
    }
  });

  it('give the same, however the text is cut', () => {
    const text = Buffer.from(`${header}\n${line}\nä ö\n${line}\n${'y'.repeat(70_000)}\n${idle}`);
    const readIn = (size: number): unknown[] => {
      const found: unknown[] = [];
      const reader = new FlowTextReader({
        row: (row, place) => found.push([row, place]),
        broken: (...all) => found.push(all),
      });
      for (let at = 0; at < text.length; at += size) reader.feed(text.subarray(at, at + size));
      reader.end(false);
      return found;
    };
    const whole = readIn(text.length);
    expect(whole).toHaveLength(5);
    for (const size of [1, 7, 100, 4096]) expect(readIn(size)).toEqual(whole);
  });

  it('come in messages of CloudWatch Logs and Firehose', async () => {
    for (const value of [
      { events: [{ eventId: '1', timestamp: 1, message: line }] },
      { logEvents: [{ id: '1', timestamp: 1, message: line }] },
      { results: [[{ field: '@message', value: line }]] },
      { message: line },
    ]) {
      const { rows, broken } = await read(JSON.stringify(value));
      expect(broken).toEqual([]);
      expect(rows.map((row) => row['dstaddr'])).toEqual(['203.0.113.9']);
    }
    const { broken } = await read(
      JSON.stringify({ logEvents: [{ id: '1', timestamp: 1, message: 'hello' }] }),
    );
    expect(broken).toEqual([' payload the message is neither JSON nor base64 of JSON, or it is damaged']);
  });
});
