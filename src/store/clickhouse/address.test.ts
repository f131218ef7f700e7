import { describe, expect, it } from 'vitest';
import { lakePlaces } from '../places.ts';
import { isServerLake, serverAddress, shownAddress } from './address.ts';

describe('the address of a lake on a server', () => {
  it.each([
    ['clickhouse://mara@db.example:9000/history', 'http://db.example:9000', 'mara', 'history'],
    ['clickhouse://db.example', 'http://db.example:8123', 'default', 'default'],
    ['clickhouses://mara@db.example/history/', 'https://db.example:8443', 'mara', 'history'],
    ['ClickHouse://m%40ra@[::1]:1/a%20b', 'http://[::1]:1', 'm@ra', 'a b'],
  ])('%s', (place, url, username, database) => {
    expect(isServerLake(place)).toBe(true);
    expect(serverAddress(place, 'from the environment')).toMatchObject({
      url,
      username,
      database,
      password: 'from the environment',
    });
  });

  it('takes a password, and shows none', () => {
    const place = 'clickhouse://mara:p%40ss@db.example/history';
    const address = serverAddress(place, 'other');
    expect(address.password).toBe('p@ss');
    expect(address.shown).toBe('clickhouse://mara@db.example:8123/history');
    expect(shownAddress(place)).toBe('clickhouse://mara:***@db.example/history');
    expect(shownAddress('clickhouse://mara:a@b/c:d@db')).toBe('clickhouse://mara:***@db');
    expect(shownAddress('clickhouse://mara@db.example:8123/x')).toBe('clickhouse://mara@db.example:8123/x');
  });

  it.each([
    'clickhouse://',
    'clickhouse://mara:secret@host:port/db',
    'clickhouse://mara:secret@host/db/table',
    'clickhouse://mara:secret@host/db?x=1',
    'clickhouse://mara:secret@host/db#x',
    'clickhouse://mara:secret%@host/db',
    'http://mara:secret@host/db',
  ])('refuses %s, without its password', (place) => {
    expect(() => serverAddress(place, '')).toThrow(/expected clickhouse:\/\/user@host:8123\/database/);
    expect(() => serverAddress(place, '')).not.toThrow(/secret/);
  });

  it.each(['history.lake', './clickhouse://x', '/tmp/clickhouse', 'clickhouse'])('%s is a file', (place) => {
    expect(isServerLake(place)).toBe(false);
  });

  it('is no file', () => {
    expect(() => lakePlaces('clickhouse://mara:secret@host/db')).toThrow(
      /mara:\*\*\*@host\/db is a lake on a server/,
    );
  });
});
