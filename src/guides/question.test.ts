import { describe, expect, it } from 'vitest';
import { activity } from '../../test/support/activities.ts';
import { caseOf } from './case.ts';
import { isAql, questionCommands } from './question.ts';
import type { Reading } from './read-node.ts';

const given = caseOf(
  'f1',
  [
    activity({
      principal: { key: "aws:o'neil", type: 'user', via: [] },
      source: { ip: '192.0.2.1', ipKind: 'public' },
    }),
    activity({
      id: 'other',
      principal: { key: 'aws:other', type: 'user', via: [] },
      source: { ipKind: 'absent' },
      resources: Array.from({ length: 8 }, (_, index) => ({
        role: 'target' as const,
        type: 'instance' as const,
        id: `i-${index}`,
      })),
    }),
  ],
  { logs: ['my logs', 'b.json'] },
);

const asked = (ask: string, of: typeof given | 'nothing' = given): readonly (readonly string[])[] =>
  questionCommands(ask, of === 'nothing' ? undefined : of).commands.map(({ words }) => words);

describe('a question', () => {
  it('is asked once for each principal, with its values as texts of the query', () => {
    expect(asked("SELECT * FROM events WHERE Principal = '<PRINCIPAL>' LAST 1 HOURS")).toEqual([
      [
        'nephoscope',
        'query',
        "SELECT * FROM events WHERE Principal = 'aws:o''neil' LAST 1 HOURS",
        'my logs',
        'b.json',
      ],
      [
        'nephoscope',
        'query',
        "SELECT * FROM events WHERE Principal = 'aws:other' LAST 1 HOURS",
        'my logs',
        'b.json',
      ],
    ]);
  });

  it('is asked of all times when it names none', () => {
    expect(asked('SELECT * FROM events LIMIT 3')).toEqual([
      ['nephoscope', 'query', 'SELECT * FROM events LIMIT 3', 'my logs', 'b.json', '--all-times'],
    ]);
    const timed = "SELECT * FROM events START '<FROM_TEXT>' STOP '<TO_TEXT>'";
    expect(asked(timed)[0]).not.toContain('--all-times');
    expect(asked(timed)[0]?.[2]).toMatch(/START '\d{4}-\d\d-\d\d \d\d:\d\d:\d\d' STOP '/);
  });

  it('is asked where its values are known, and stays open where they are known nowhere', () => {
    const [first, ...others] = asked("SELECT * FROM events WHERE sourceip = '<SOURCE_IP>'");
    expect(first?.[2]).toContain("'192.0.2.1'");
    expect(others).toEqual([]);
    expect(asked("SELECT * FROM events WHERE Region = '<ZONE>'")[0]?.[2]).toContain("'<ZONE>'");
    expect(asked("SELECT * FROM events WHERE Principal = '<PRINCIPAL>'", 'nothing')).toEqual([
      [
        'nephoscope',
        'query',
        "SELECT * FROM events WHERE Principal = '<PRINCIPAL>'",
        '<LOGS>',
        '--all-times',
      ],
    ]);
  });

  it('about many resources is asked of the first', () => {
    const { commands, more } = questionCommands(
      "SELECT * FROM events WHERE InstanceId = '<INSTANCE>'",
      given,
    );
    expect(commands.map(({ words }) => words[2]?.split("'")[1])).toEqual(['i-0', 'i-1', 'i-2', 'i-3', 'i-4']);
    expect(more).toBe(3);
  });
});

describe('a query in AQL', () => {
  const problem = (text: string, here: boolean) => isAql({ here })(text, {} as Reading);

  it('is read with something in the place of its values', () => {
    const query =
      "SELECT username\nFROM events WHERE Principal = '<PRINCIPAL>' START '<FROM_TEXT>' STOP '<TO_TEXT>'";
    expect(problem(query, true)).toBeUndefined();
    expect(problem(query.replace('WHERE', 'WHEN'), true)).toMatchObject({
      code: 'command',
      message: expect.stringMatching(/^line 2 of the query: /),
    });
  });

  it('may ask QRadar for what only QRadar has', () => {
    for (const query of [
      'SELECT ASSETUSER(sourceip, 0) FROM events',
      'SELECT "Property of ours" FROM events',
      "SELECT username FROM events WHERE REFERENCESETCONTAINS('x', username)",
    ]) {
      expect(problem(query, false), query).toBeUndefined();
      expect(problem(query, true), query).toMatchObject({ code: 'command' });
    }
    expect(problem('SELECT FROM WHERE', false)).toMatchObject({ code: 'command' });
  });
});
