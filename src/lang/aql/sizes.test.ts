import { describe, expect, it } from 'vitest';
import { limits } from './limits.ts';
import { loadQuery } from './load.ts';

/** The codes of the errors of a query, and whether there is one that can run. */
function load(text: string): { readonly codes: readonly string[]; readonly runs: boolean } {
  const { query, diagnostics } = loadQuery('q.aql', text, { now: 0, allTimes: true });
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return { codes: [...new Set(errors.map(({ code }) => code))], runs: query !== undefined };
}

const where = (condition: string): string => `SELECT username FROM events WHERE ${condition}`;
const nested = (open: string, inner: string, close: string, times: number): string =>
  open.repeat(times) + inner + close.repeat(times);

describe('what is too large is said, and never an overflow of the stack', () => {
  it('the longest query runs, a longer one does not', () => {
    const query = where("username = '");
    expect(load(`${query}${'x'.repeat(limits.query - query.length - 1)}'`)).toEqual({
      codes: [],
      runs: true,
    });
    expect(load(`${query}${'x'.repeat(limits.query - query.length)}'`)).toEqual({
      codes: ['AQL_TOO_LARGE'],
      runs: false,
    });
  });

  it.each([
    ['brackets', '(', 'username IS NULL', ')'],
    ['NOT', 'NOT ', 'username IS NULL', ''],
    ['CASE', 'CASE WHEN username IS NULL THEN ', 'eventcount', ' END'],
    ['functions', 'UPPER(', 'username', ')'],
    ['IF', 'IF username IS NULL THEN 1 ELSE ', '2', ''],
  ])('%s within each other', (_name, open, inner, close) => {
    const make = (times: number): string => {
      const text = nested(open, inner, close, times);
      return where(inner === 'username IS NULL' ? text : `STR(${text}) IS NULL`);
    };
    expect(load(make(20))).toEqual({ codes: [], runs: true });
    for (const times of [limits.depth + 1, 5000]) {
      expect(load(make(times)), String(times)).toEqual({ codes: ['AQL_TOO_DEEP'], runs: false });
    }
  });

  it('queries within each other', () => {
    const make = (times: number): string =>
      nested('SELECT username FROM (', 'SELECT username FROM events', ')', times);
    expect(load(make(20)).runs).toBe(true);
    expect(load(make(5000))).toEqual({ codes: ['AQL_TOO_DEEP'], runs: false });
  });

  it('operators in a row', () => {
    const sum = (count: number): string => where(`eventcount${' + 1'.repeat(count)} > 0`);
    expect(load(sum(limits.chain - 1)).runs).toBe(true);
    expect(load(sum(limits.chain + 1))).toEqual({ codes: ['AQL_TOO_DEEP'], runs: false });
    // AND and OR are lists: as many as a query can hold.
    expect(load(where(Array.from({ length: 5000 }, (_, at) => `username = '${at}'`).join(' OR ')))).toEqual({
      codes: [],
      runs: true,
    });
  });

  it('aliases that stand for aliases', () => {
    const items = Array.from({ length: 40 }, (_, at) => `CONCAT(a${at}, a${at}) AS a${at + 1}`);
    expect(load(`SELECT username AS a0, ${items.join(', ')} FROM events WHERE a40 = 'x'`)).toEqual({
      codes: ['AQL_TOO_LARGE'],
      runs: false,
    });
  });

  it('a regular expression', () => {
    expect(load(where(`username MATCHES '${'a'.repeat(limits.regex)}'`)).runs).toBe(true);
    expect(load(where(`username MATCHES '${'a'.repeat(limits.regex + 1)}'`)).codes).toEqual(['AQL_REGEX']);
    expect(load(where("username MATCHES '((a{1000}){1000}){1000}'")).runs).toBe(false);
  });

  it('errors', () => {
    const { diagnostics } = loadQuery(
      'q',
      where(Array.from({ length: 500 }, (_, at) => `nothing${at} = 1`).join(' AND ')),
      {
        now: 0,
      },
    );
    expect(diagnostics.filter(({ code }) => code === 'AQL_COLUMN_UNKNOWN').length).toBe(limits.errors);
    expect(diagnostics.filter(({ code }) => code === 'AQL_TOO_MANY_ERRORS')).toHaveLength(1);
  });
});
