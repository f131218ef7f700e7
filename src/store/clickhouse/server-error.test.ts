import { describe, expect, it } from 'vitest';
import { LakeError } from '../lake-error.ts';
import { serverAddress } from './address.ts';
import { type Client, Server } from './server.ts';
import { serverFailed } from './server-error.ts';

const address = serverAddress('clickhouse://mara:hunter2@db.example/history');

/** As the client makes errors of what a server says. */
function said(code: number, message: string): Error {
  return Object.assign(new Error(message), { code: String(code), type: 'SOME' });
}

describe('what a server or the way there says', () => {
  it.each([
    [said(516, 'mara: Authentication failed'), 'denied', 'the user or the password is wrong'],
    [said(81, 'Database history does not exist'), 'missing', 'CREATE DATABASE'],
    [said(497, 'Not enough privileges'), 'denied', 'the user may not do that'],
    [said(241, 'Memory limit exceeded'), 'failed', 'could not do it: Memory limit exceeded (code 241)'],
    [
      Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
      'unreachable',
      'connect ECONNREFUSED',
    ],
    [
      Object.assign(new AggregateError([new Error('no route')], 'x'), { code: 'EHOSTUNREACH', message: '' }),
      'unreachable',
      'no route',
    ],
    [new Error('<h1>Not\nFound</h1>'), 'unreachable', '<h1>Not Found</h1>'],
  ])('%s', (error, code, words) => {
    const made = serverFailed(error, address) as LakeError;
    expect(made).toBeInstanceOf(LakeError);
    expect(made.code).toBe(code);
    expect(made.message).toContain(words);
    expect(made.message).toContain('clickhouse://mara@db.example:8123/history');
  });

  it('never has the password in it', () => {
    const made = serverFailed(new Error('GET http://mara:hunter2@db.example'), address) as LakeError;
    expect(made.message).not.toContain('hunter2');
    expect(String((made.cause as Error).stack)).not.toContain('hunter2');
  });

  it('leaves errors of the lake as they are', () => {
    const own = new LakeError('x', { code: 'damaged' });
    expect(serverFailed(own, address)).toBe(own);
  });
});

describe('the server', () => {
  const answering = (version: string, closed: string[]): Client => ({
    query: () =>
      Promise.resolve({
        stream: async function* () {
          yield [{ text: JSON.stringify([version]) }];
        },
        close: () => undefined,
      }),
    command: () => Promise.resolve(),
    exec: () => Promise.reject(new Error('nothing is inserted')),
    close: async () => {
      closed.push('closed');
    },
  });

  it.each(['24.12.1.1', '25.1', '26.7.2.1'])('may be %s', async (version) => {
    const server = await Server.connect('clickhouse://db', { createClient: () => answering(version, []) });
    expect(server.table('files')).toBe('`default`.`files`');
  });

  it.each(['24.11.5', '18.16.1', 'MariaDB'])('may not be %s', async (version) => {
    const closed: string[] = [];
    await expect(
      Server.connect('clickhouse://db', { createClient: () => answering(version, closed) }),
    ).rejects.toThrow('needs 24.12 or newer');
    expect(closed).toEqual(['closed']);
  });
});
