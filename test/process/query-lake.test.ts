import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { nephoscope, temporaryFolder } from '../support/cli.ts';

const lake = join(temporaryFolder(), 'day.lake');

beforeAll(() => {
  const { code, err } = nephoscope(['lake', 'import', 'examples', '--records', '--lake', lake]);
  expect(err).toContain('activities');
  expect(code).toBe(0);
});

describe('query --lake', () => {
  it.each([
    ['in SQL', 'SELECT username, COUNT(*) AS n FROM events GROUP BY username ORDER BY n DESC'],
    ['in SQL', "SELECT payload FROM events WHERE username ILIKE '%tess%'"],
    [
      'in SQL',
      "SELECT qid FROM events WHERE username IN (SELECT username FROM events WHERE qid = 'RunInstances')",
    ],
    [
      'in process: SESSION BY',
      `SELECT SessionId, qid FROM events SESSION BY starttime username BEGIN qid ILIKE '%run%'`,
    ],
  ])('%s gives what the files give: %s', (how, text) => {
    const history = nephoscope(['query', text, '--lake', lake, '--all-times', '-f', 'ndjson']);
    const files = nephoscope(['query', text, 'examples', '--all-times', '-f', 'ndjson']);
    expect(history.code).toBe(0);
    expect(history.out.length).toBeGreaterThan(50);
    expect(history.out).toBe(files.out);
    expect(history.err).toContain(how);
  });

  it('--explain shows the statement', () => {
    const { out } = nephoscope([
      'query',
      "SELECT qid FROM events WHERE username = 'O''Neil' LAST 1 HOURS",
      '--explain',
    ]);
    expect(out).toContain('\nSQL\nSELECT ');
    expect(out).toContain("'O''Neil'");
  });

  it('refuses paths beside a lake, and a lake that is none', () => {
    const both = nephoscope(['query', 'SELECT qid FROM events', 'examples', '--lake', lake]);
    expect(both.code).toBe(3);
    expect(both.err).toContain('not both');
    const none = nephoscope(['query', 'SELECT qid FROM events', '--lake', `${lake}-none`]);
    expect(none.code).toBe(4);
  });
});
