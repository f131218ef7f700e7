import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nephoscope, temporaryFolder } from '../support/cli.ts';

const folder = temporaryFolder();

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** CloudTrail records: an operation by somebody at a minute of 2026-03-10, 10 o'clock. */
function trail(
  ...events: readonly (readonly [eventName: string, userName: string, minute: number])[]
): string {
  const Records = events.map(([eventName, userName, minute], index) => ({
    eventVersion: '1.08',
    eventID: `e${index}`,
    eventTime: `2026-03-10T10:0${minute}:00Z`,
    eventSource: 'ec2.amazonaws.com',
    eventName,
    awsRegion: 'eu-west-1',
    recipientAccountId: '210987654321',
    userIdentity: {
      type: 'IAMUser',
      userName,
      arn: `arn:aws:iam::210987654321:user/${userName}`,
      accountId: '210987654321',
    },
    sourceIPAddress: '203.0.113.7',
  }));
  return JSON.stringify({ Records });
}

const logText = trail(
  ['RunInstances', 'mara', 1],
  ['RunInstances', '=ines\u001b[31m', 2],
  ['TerminateInstances', 'mara', 3],
  ['DescribeInstances', 'jo', 4],
);
const log = write('trail.json', logText);
const byUser = 'SELECT username, COUNT(*) AS n FROM events GROUP BY username ORDER BY n DESC, username';
const runs = `SELECT username, devicetime FROM events WHERE "Operation" = 'RunInstances'`;
const all = ['--all-times', '--quiet'];
const counted = [
  { username: 'mara', n: 2 },
  { username: '=ines\u001b[31m', n: 1 },
  { username: 'jo', n: 1 },
];
const lines = (text: string): unknown[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

describe('formats', () => {
  it('NDJSON in a pipe', () => {
    const { code, out, err } = nephoscope(['query', byUser, log, ...all]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(lines(out)).toEqual(counted);
  });

  it('JSON', () =>
    expect(JSON.parse(nephoscope(['query', byUser, log, ...all, '-f', 'json']).out)).toEqual(counted));

  it('CSV, without formulas', () =>
    expect(nephoscope(['query', byUser, log, ...all, '-f', 'csv']).out).toBe(
      "username,n\nmara,2\n'=ines\u001b[31m,1\njo,1\n",
    ));

  it('a table that does nothing to a terminal, with times in the zone', () => {
    const { out } = nephoscope(['query', runs, log, ...all, '-f', 'table', '--tz', 'Europe/Berlin']);
    expect(out).toBe(
      [
        'username         devicetime',
        '───────────────  ───────────────────',
        '=ines\\u{1b}[31m  2026-03-10 11:02:00',
        'mara             2026-03-10 11:01:00',
        '',
      ].join('\n'),
    );
  });

  it('a file by its name, and never over one that is there', () => {
    const path = join(folder, 'rows.csv');
    const run = (...more: readonly string[]) =>
      nephoscope(['query', byUser, log, ...all, '-o', path, ...more]);
    expect(run()).toMatchObject({ code: 0, out: '' });
    expect(readFileSync(path, 'utf8')).toContain('mara,2\n');
    expect(run()).toMatchObject({ code: 3, err: expect.stringContaining('exists already') });
    expect(run('--force')).toMatchObject({ code: 0 });
    const bad = join(folder, 'none', 'rows.csv');
    expect(nephoscope(['query', byUser, log, ...all, '-o', bad]).code).toBe(5);
    expect(existsSync(bad)).toBe(false);
  });
});

describe('time', () => {
  it('counts from --now, and says so when nothing lies in the window', () => {
    const last = `${runs} LAST 1 HOURS`;
    const { out, err } = nephoscope(['query', last, log, '--now', '2026-03-10T10:30:00Z']);
    expect(lines(out)).toHaveLength(2);
    expect(err).toContain('Rows       2\n');
    expect(err).toContain(
      'Records    4 read = 2 in activities + 0 duplicates + 2 skipped (by-scanner 2) + 0 rejected\n',
    );
    expect(err).toContain('Window     2026-03-10T09:30:00.000Z to 2026-03-10T10:30:00.000Z\n');
    const old = nephoscope(['query', last, log, '--now', '2026-04-01']);
    expect(old).toMatchObject({ code: 0, out: '' });
    expect(old.err).toContain(
      'Note       the events that were looked at are from 2026-03-10T10:01:00.000Z to 2026-03-10T10:02:00.000Z: nothing lies in the window; see --now and --all-times\n',
    );
  });

  it('without a time clause it is five minutes', () => {
    const { out, err } = nephoscope(['query', byUser, log, '--now', '2026-03-10T10:07:00Z']);
    expect(err).toContain('Window     2026-03-10T10:02:00.000Z to 2026-03-10T10:07:00.000Z\n');
    expect(lines(out)).toHaveLength(3);
  });

  it('--tz is the zone of START and STOP', () => {
    const span = `${byUser} START '2026-03-10 11:03' STOP '2026-03-10 12:00'`;
    expect(lines(nephoscope(['query', span, log, '--tz', '+01:00', '--quiet']).out)).toHaveLength(2);
    expect(nephoscope(['query', span, log, '--quiet']).out).toBe('');
  });
});

describe('where query and logs come from', () => {
  const file = write('runs.aql', runs);
  it('the query from a file or standard input, the logs, too', () => {
    const expected = nephoscope(['query', runs, log, ...all]).out;
    expect(lines(expected)).toHaveLength(2);
    expect(nephoscope(['query', '-q', file, log, ...all]).out).toBe(expected);
    expect(nephoscope(['query', '-q', '-', log, ...all], { input: `\ufeff${runs}` }).out).toBe(expected);
    expect(nephoscope(['query', '-q', file, '-', ...all], { input: logText }).out).toBe(expected);
    expect(nephoscope(['query', '-q', file, folder, ...all, '--threads', '2']).out).toBe(expected);
    expect(nephoscope(['query', '-q', file, log, ...all, '--no-scan']).out).toBe(expected);
  });

  it('standard input cannot be read twice', () => {
    const both = nephoscope(['query', '-q', '-', '-', ...all], { input: runs });
    expect(both).toMatchObject({ code: 3, out: '' });
    expect(both.err).toContain('standard input is either the query or a log');
    const inQuery = `SELECT "id" FROM events WHERE username IN (SELECT username FROM events WHERE "Operation" = 'TerminateInstances')`;
    const run = nephoscope(['query', inQuery, '-', ...all], { input: logText });
    expect(run).toMatchObject({ code: 3, out: '' });
    expect(run.err).toContain('standard input can be read only once: give files');
    const twice = nephoscope(['query', inQuery, log, '--all-times']);
    expect(lines(twice.out)).toHaveLength(2);
    expect(twice.err).toContain(', read 2 times\n');
  });

  it('reference data from files', () => {
    const sets = write(
      'reference.yml',
      'sets: { watched: [mara] }\nproperties: { Who: { record: userIdentity.userName } }\n',
    );
    const owners = write('owners.csv', 'name,team\nmara,red\n');
    const text = `SELECT "Who", REFERENCEMAP('owners', username) AS team FROM events WHERE REFERENCESETCONTAINS('watched', username)`;
    const { out } = nephoscope([
      'query',
      text,
      log,
      ...all,
      '--reference-data',
      sets,
      '--reference-data',
      owners,
    ]);
    expect(lines(out)).toEqual([
      { Who: 'mara', team: 'red' },
      { Who: 'mara', team: 'red' },
    ]);
    const broken = write('broken.yml', 'set: {}\n');
    expect(nephoscope(['query', text, log, '--reference-data', broken])).toMatchObject({ code: 2, out: '' });
  });
});

describe('what cannot run', () => {
  it.each([
    [['query'], 3, 'give a query, or a file that has one with -q'],
    [['query', byUser], 3, 'name the logs to ask'],
    [
      ['query', 'logs/', 'more/'],
      3,
      'logs/: the first argument is the query; with -q it is read from a file',
    ],
    [['query', '-q', join(folder, 'none.aql'), log], 4, 'none.aql: no such file'],
    [['query', byUser, join(folder, 'none.json'), '--all-times'], 4, 'none.json'],
    [['query', byUser, log, '--tz', 'Atlantis'], 3, 'Atlantis'],
    [['query', byUser, log, '-f', 'xml'], 3, 'table, csv, ndjson, json'],
    [['query', byUser, log, '--now', 'soon'], 3, 'soon'],
  ])('%j ends with %d', (args, code, message) => {
    const run = nephoscope(args);
    expect(run).toMatchObject({ code, out: '' });
    expect(run.err).toContain(message);
  });

  it('every error is shown with its place, and nothing of the query reaches the terminal as it is', () => {
    const text = "SELECT usrname, \u001b[31m FROM events WHERE nothing(devicetype) = 'a' LIMT 5";
    const { code, out, err } = nephoscope(['query', text, log]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('query:1:17: error AQL_CHARACTER');
    expect(err).toContain('query:1:67: error AQL_SYNTAX');
    expect(err).not.toContain('\u001b');
    const again = nephoscope(['query', "SELECT usrname FROM events WHERE nothing(devicetype) = 'a'", log]);
    expect(again.err).toContain('query:1:8: error AQL_COLUMN_UNKNOWN');
    expect(again.err).toContain('did you mean username?');
    expect(again.err).toContain('query:1:34: error AQL_FUNCTION_UNKNOWN');
  });

  it('--strict fails when something could not be read', () => {
    const broken = write('broken.json', `${logText.slice(0, -30)}`);
    expect(nephoscope(['query', byUser, broken, '--all-times']).code).toBe(0);
    expect(nephoscope(['query', byUser, broken, '--all-times', '--strict']).code).toBe(4);
  });
});

const careless = write(
  'careless.aql',
  `SELECT username, "Operation" FROM events
WHERE LOGSOURCETYPENAME(devicetype) ILIKE '%google%' OR LOGSOURCETYPENAME(devicetype) ILIKE '%cloudtrail%'
AND "Operation" ILIKE '%instance%' AND username NOT ILIKE '%mara%'
LAST 1 HOURS`,
);
const now = ['--now', '2026-03-10T10:30:00Z'];

describe('a query that is not what it looks like', () => {
  it('--lint says what is wrong, and reads no logs', () => {
    const alone = nephoscope([
      'query',
      "SELECT qid FROM events WHERE username != 'x' LIMIT 9 LAST 1 HOURS",
      '--lint',
    ]);
    expect(alone.out).toContain('AQL_LINT_NULL_DROPPED');
    // There is nothing that --fix would change.
    expect(alone.err).toBe('0 errors, 1 warning, 0 notes\n');
    const { code, out, err } = nephoscope(['query', '-q', careless, '--lint']);
    expect(code).toBe(0);
    expect(out).toContain(`${careless}:2:7: warning AQL_LINT_PRECEDENCE`);
    expect(out).toContain(`${careless}:3:40: warning AQL_LINT_NAME_EXCLUSION`);
    expect(err).toMatch(/^0 errors, \d+ warnings, \d+ notes?\n--fix prints the query put right/);
    expect(nephoscope(['query', '-q', careless, '--lint', '--strict']).code).toBe(2);
    const json = JSON.parse(nephoscope(['query', '-q', careless, '--lint', '-f', 'json']).out) as {
      code: string;
    }[];
    expect(json).toContainEqual(
      expect.objectContaining({
        code: 'AQL_LINT_PRECEDENCE',
        severity: 'warning',
        at: expect.objectContaining({ line: 2, column: 7 }),
      }),
    );
    expect(nephoscope(['query', 'SELECT FROM', '--lint'])).toMatchObject({ code: 2 });
    const fine = nephoscope([
      'query',
      `SELECT username FROM events WHERE "Operation" = 'RunInstances' LIMIT 5 LAST 1 HOURS`,
      '--lint',
    ]);
    expect(fine.out).not.toContain('warning AQL_LINT_PRECEDENCE');
  });

  it('--fix prints one that says nothing of it any more', () => {
    const { code, out, err } = nephoscope(['query', '-q', careless, '--fix']);
    expect(code).toBe(0);
    expect(err).toContain('AQL_LINT_PRECEDENCE: ');
    expect(err).toContain("to run it, give the reference set 'approved automation' with --reference-data\n");
    const approved = write('approved.yml', 'sets: { approved automation: [ci] }\n');
    const better = ['query', '-q', write('better.aql', out), '--reference-data', approved];
    const said = nephoscope([...better, '--lint']).out;
    expect(said).not.toContain(' error ');
    expect(said).not.toContain('AQL_LINT_PRECEDENCE');
    expect(said).not.toContain('AQL_LINT_NAME_EXCLUSION');
    const again = nephoscope([...better, '--fix']);
    expect(again.out).toBe(out);
    expect(again.err).toContain('nothing to put right was found\n');
  });

  it('--diff shows the rows that it changes', () => {
    const { code, out, err } = nephoscope(['query', '-q', careless, log, '--diff', ...now]);
    expect(code).toBe(0);
    // Nobody is on the list, so mara is seen; DescribeInstances only reads.
    expect(lines(out)).toEqual([
      { change: '-', username: 'jo', Operation: 'DescribeInstances' },
      { change: '+', username: 'mara', Operation: 'TerminateInstances' },
      { change: '+', username: 'mara', Operation: 'RunInstances' },
    ]);
    expect(err).toContain(
      "the reference set 'approved automation' was not given (--reference-data): nobody is in it\n",
    );
    expect(err).toContain(
      '- 1 row only as written · + 2 rows only in the other · ~ 0 changed · 1 the same\n',
    );
  });

  it('--compare takes another query', () => {
    const other = write(
      'other.aql',
      `SELECT username, UPPER("Operation") AS Operation FROM events WHERE username = 'jo' LAST 1 HOURS`,
    );
    const { out } = nephoscope(['query', '-q', careless, log, '--compare', other, ...now, '-f', 'csv']);
    expect(out).toBe(
      "change,username,Operation\n~,jo,DescribeInstances → DESCRIBEINSTANCES\n-,'=ines\u001b[31m,RunInstances\n",
    );
    expect(nephoscope(['query', '-q', careless, log, '--compare', join(folder, 'none.aql')]).code).toBe(4);
  });

  it('--explain says what it is understood as', () => {
    const { code, out } = nephoscope(['query', '-q', careless, '--explain', ...now]);
    expect(code).toBe(0);
    expect(out).toContain('Columns    username (text), Operation (text)\n');
    expect(out).toContain('Window     2026-03-10T09:30:00.000Z ≤ starttime < 2026-03-10T10:30:00.000Z\n');
    const { ir } = JSON.parse(
      nephoscope(['query', '-q', careless, '--explain', ...now, '-f', 'json']).out,
    ) as {
      ir: { select: { where: { kind: string } } };
    };
    expect(ir.select.where.kind).toBe('or');
  });
});
