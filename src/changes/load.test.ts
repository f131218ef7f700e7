import { describe, expect, it } from 'vitest';
import { renderDiagnostic } from '../core/diagnostic.ts';
import { type LoadChangesOptions, loadChanges } from './load.ts';
import { writeChanges } from './write.ts';

function load(text: string, options: LoadChangesOptions = {}): ReturnType<typeof loadChanges> {
  return loadChanges([{ path: 'f', text }], options);
}

/** What is said, as people see it, without the source line. */
function said(text: string, options: LoadChangesOptions = {}): string[] {
  return load(text, options).diagnostics.map((one) => renderDiagnostic(one));
}

const at = (time: string): number => Date.parse(time);
const mara = 'aws:arn:aws:iam::210987654321:user/mara';

const yaml = `version: 1
changes:
  - id: CHG0031337
    title: resize orders-1
    owner: mara
    principals: [arn:aws:iam::210987654321:user/mara]
    actions: [modify:instance, ec2:*Instances]
    resources: i-0d1
    tags: { env: prod }
    accounts: [098765432109, '210987654321']
    providers: aws
    regions: eu-west-1
    windows:
      - { start: 2026-03-11T09:00:00+01:00, end: 2026-03-11T11:00:00+01:00 }
      - { start: 2026-03-10T09:00:00Z, end: 2026-03-10 }
  - id: EX-1
    title: web pipeline
    kind: exception
    family: ci-cd
    owner: web
    reviewed: 2026-01-15
    expires: 2026-07-15
    principals: aws:arn:aws:iam::210987654321:role/web-deploy
    actions: '*:instance'
`;

const [change, exception] = load(yaml).changes;

describe('changes.yml', () => {
  it('becomes frozen plain records', () => {
    expect(load(yaml)).toMatchObject({ diagnostics: [{ code: 'CHANGES_ZONE_ASSUMED' }], refused: 0 });
    expect(change).toEqual({
      id: 'CHG0031337',
      title: 'resize orders-1',
      kind: 'change',
      owner: 'mara',
      status: 'approved',
      scope: {
        principals: [mara],
        actions: ['ec2:*Instances', 'modify:instance'],
        resources: ['i-0d1'],
        tags: { env: 'prod' },
        accounts: ['098765432109', '210987654321'],
        providers: ['aws'],
        regions: ['eu-west-1'],
        grantees: [],
      },
      windows: [
        { start: at('2026-03-10T09:00:00Z'), end: at('2026-03-11T00:00:00Z') },
        { start: at('2026-03-11T08:00:00Z'), end: at('2026-03-11T10:00:00Z') },
      ],
      source: { path: 'f', line: 3 },
    });
    expect(exception).toMatchObject({
      kind: 'exception',
      family: 'ci-cd',
      reviewed: at('2026-01-15T00:00:00Z'),
      expires: at('2026-07-16T00:00:00Z'),
      windows: [],
    });
    const parts = [
      change,
      change?.scope,
      change?.scope.accounts,
      change?.scope.tags,
      change?.windows,
      change?.windows[0],
    ];
    expect(parts.every((part) => Object.isFrozen(part))).toBe(true);
  });

  it('is written so that it reads back to the same', () => {
    const { changes } = load(yaml);
    const again = load(writeChanges(changes));
    expect(again.diagnostics).toEqual([]);
    const plain = (records: typeof changes): object[] => records.map(({ source: _source, ...rest }) => rest);
    expect(plain(again.changes)).toEqual(plain(changes));
  });

  it('is the same as JSON, with places', () => {
    const json = JSON.stringify(
      {
        changes: [
          {
            id: 'C1',
            title: 't',
            principals: [mara],
            accounts: ['1'],
            start: '2026-03-10T09:00:00Z',
            end: 'x',
          },
        ],
      },
      null,
      1,
    );
    expect(said(json)).toEqual([
      "f:13:11: error CHANGES_TIME: 'x' is no time that can be read\n  help: Write a day (2026-03-10) or an RFC 3339 time (2026-03-10T09:30:00Z).",
    ]);
    expect(load(json.replace('"x"', '"2026-03-10T10:00:00Z"')).changes).toHaveLength(1);
    expect(load(JSON.stringify([{ id: 'C1', title: 't', status: 'pending' }])).changes).toHaveLength(1);
  });

  it('is the same as CSV', () => {
    const { changes, diagnostics } = load(
      `id,title,principals,actions,tags,accounts,start,end,windows\r\n` +
        `C1,"one, two",${mara};gcp:user:x@y.example,create:snapshot,env=prod;team=web,0123,2026-03-10T09:00:00Z,2026-03-10T10:00:00Z,\r\n` +
        `C2,b,${mara},,,1,,,2026-03-10T09:00:00Z/2026-03-10T10:00:00Z; 2026-03-11T09:00:00Z/2026-03-11T10:00:00Z\r\n`,
    );
    expect(diagnostics).toEqual([]);
    expect(
      changes.map(({ scope, windows, source }) => [
        scope.principals.length,
        scope.tags,
        scope.accounts,
        windows.length,
        source.line,
      ]),
    ).toEqual([
      [2, { env: 'prod', team: 'web' }, ['0123'], 1, 2],
      [1, {}, ['1'], 2, 3],
    ]);
  });

  it('may name its zone; a day is one of that zone', () => {
    const zoned = (zone: string): number[] | undefined => {
      const text = `zone: ${zone}\nchanges: [{ id: a, title: a, principals: '${mara}', accounts: 1, start: 2026-03-28, end: 2026-03-29 }]`;
      const [one] = load(text).changes;
      return one?.windows.flatMap(({ start, end }) => [start, end]);
    };
    expect(zoned('"+02:00"')).toEqual([at('2026-03-27T22:00:00Z'), at('2026-03-29T22:00:00Z')]);
    // The clocks of Berlin are set forward on the 29th.
    expect(zoned('Europe/Berlin')).toEqual([at('2026-03-27T23:00:00Z'), at('2026-03-29T22:00:00Z')]);
    expect(zoned('Atlantis')).toBeUndefined();
    expect(said('zone: Atlantis\nchanges: []').join()).toContain(
      "CHANGES_ZONE: there is no time zone 'Atlantis'",
    );
    expect(load(yaml, { zone: 'Atlantis' })).toMatchObject({
      changes: [],
      refused: 1,
      diagnostics: [{ code: 'CHANGES_ZONE' }],
    });
  });
});

describe('what is wrong is said with its place, and the other records stand', () => {
  const record = (more: string): string => `changes:
  - { id: GOOD, title: g, principals: '${mara}', accounts: 1, start: 2026-03-10T09:00:00Z, end: 2026-03-10T10:00:00Z }
  - id: BAD
    title: b
    principals: ${mara}
    accounts: 1
    start: 2026-03-10T09:00:00Z
${more}`;
  const end = '    end: 2026-03-10T10:00:00Z\n';

  it.each([
    [
      `${end}    acounts: 1`,
      "f:9:5: error CHANGES_KEY_UNKNOWN: a record has no key 'acounts'\n  help: Did you mean 'accounts'?",
    ],
    [
      `    end: 2026-03-10T09:00:00Z`,
      'f:8:10: error CHANGES_WINDOW: the window ends (2026-03-10T09:00:00Z) before it begins (2026-03-10T09:00:00Z)',
    ],
    ['    end: 2026-02-30', "f:8:10: error CHANGES_TIME: '2026-02-30' is no time that can be read"],
    [
      `${end}    status: aproved`,
      "f:9:13: error CHANGES_VALUE: `status` is 'aproved'; expected approved, closed, pending, rejected, cancelled\n  help: Did you mean 'approved'?",
    ],
    [`${end}    actions:`, 'f:9:5: error CHANGES_TYPE: `actions` has nothing behind it'],
    [`${end}    actions: []`, 'f:9:14: error CHANGES_TYPE: `actions` is an empty list'],
    [`${end}    actions: [{ a: b }]`, 'f:9:15: error CHANGES_TYPE: `actions` has to be a text, not a map'],
    [`${end}    tags: env`, 'f:9:11: error CHANGES_TYPE: `tags` has to be a map'],
    [`${end}    windows: [{ start: 2026-03-10 }]`, 'f:9:15: error CHANGES_KEY_MISSING: a window has both'],
    [`${end}    family: ci-cd`, 'f:9:13: error CHANGES_VALUE: `family` is for exceptions'],
    ['', 'f:7:12: error CHANGES_WINDOW: a window has both a `start` and an `end`'],
  ])('%s', (more, expected) => {
    const { changes, refused } = load(record(more));
    expect(changes.map(({ id }) => id)).toEqual(['GOOD']);
    expect(refused).toBe(1);
    expect(said(record(more)).join('\n')).toContain(expected);
  });

  it('all that is wrong with an exception at once', () => {
    const text = `changes:
  - { id: EX, title: for ever, kind: exception, family: admins, principals: '*' }`;
    expect(said(text).map((one) => one.split('\n')[0])).toEqual([
      "f:2:5: error CHANGES_EXCEPTION_INCOMPLETE: the exception 'EX' has no `owner`, `reviewed`, `expires`",
      "f:2:57: error CHANGES_VALUE: `family` is 'admins'; expected admin, disaster-recovery, ci-cd, scaling",
      "f:2:77: error CHANGES_PRINCIPAL: '*' is everybody, which is no principal",
    ]);
    expect(load(text)).toMatchObject({ changes: [], refused: 1 });
  });

  it.each([
    ['mara', "error CHANGES_PRINCIPAL: 'mara' is no principal key"],
    ['arn:aws:sts::1:assumed-role/admin/mara', 'error CHANGES_PRINCIPAL: '],
    ['aws:source-identity:mara', 'is a name that the caller chooses'],
    ["'*:role/web-deploy'", 'warning CHANGES_BROAD: '],
    ['arn:aws:iam::*:role/web-deploy', 'the same name in accounts of others'],
    ['gcp:*', 'it fits principals of every account'],
  ])('a principal written as %s', (principal, expected) => {
    expect(
      said(record(end).replace(`    principals: ${mara}`, `    principals: ${principal}`)).join('\n'),
    ).toContain(expected);
  });

  it.each([
    ['create:snapshots', "there is no object 'snapshots'\n  help: Did you mean 'create:snapshot'?"],
    ['creat:snapshot', "there is no verb 'creat'\n  help: Did you mean 'create:snapshot'?"],
  ])('an action written as %s', (action, expected) => {
    expect(said(record(`${end}    actions: '${action}'`)).join('\n')).toContain(expected);
  });

  it('a change that says nothing of who, or limits nothing', () => {
    const open = 'changes: [{ id: a, title: a, start: 2026-03-10T09:00:00Z, end: 2026-03-10T10:00:00Z';
    expect(said(`${open} }]`).join()).toContain('CHANGES_PRINCIPAL_MISSING');
    expect(said(`${open}, principals: '${mara}' }]`).join()).toContain('CHANGES_BROAD');
    expect(said(yaml.replace("    actions: '*:instance'\n", '')).join()).toContain(
      "CHANGES_BROAD: the exception 'EX-1' limits neither actions nor resources nor accounts",
    );
  });

  it('an id that occurs again with another content; the same twice is one', () => {
    const one = (title: string): string =>
      `changes: [{ id: C-1, title: ${title}, status: pending }, { id: c1, title: b, status: pending }]`;
    expect(load(one('b')).refused).toBe(1);
    expect(said(one('a'))).toEqual([
      "f:1:1: error CHANGES_ID_DUPLICATE: 'c1' is declared again, with another content: it is refused\n  note: f:1:1: it stands here already\n  help: Give the newest export only, or take one of them out.",
    ]);
    const twice = { path: 'f', text: yaml };
    expect(loadChanges([twice, { ...twice, path: 'g' }])).toMatchObject({ refused: 0, changes: [{}, {}] });
  });

  it.each([
    ['', 'CHANGES_EMPTY: the file is empty'],
    ['id,title\n', 'CHANGES_EMPTY: the table has no rows'],
    ['{"changes": [', 'error CHANGES_SYNTAX: JSON: the text ends before the document does'],
    ['{"changes": [{"id": "a" "title": 1}]}', "f:1:25: error CHANGES_SYNTAX: JSON: expected ',' or '}'"],
    ['{"rules": []}', 'error CHANGES_FORMAT: this is no file of changes'],
    ['changes: {', 'error CHANGES_SYNTAX'],
    ['just a text', 'error CHANGES_TYPE: expected a map with `changes:`'],
    ['changes: 1', '`changes` has to be a list of records'],
    ['changes: [1, x]', 'a record has to be a map, not a number'],
    [
      'version: 2\nchanges: [{ id: a, title: a, status: pending }]',
      'error CHANGES_VERSION: this is version 2 of the format; version 1 is read',
    ],
    ['exceptions: []\nchanges: []', "error CHANGES_KEY_UNKNOWN: a file of changes has no key 'exceptions'"],
    [`[${'['.repeat(200)}`, 'nested deeper than 64 levels'],
    [`changes: ${'['.repeat(200)}`, 'CHANGES_TOO_DEEP'],
  ])('a file that is %s', (text, expected) => {
    expect(said(text).join('\n')).toContain(expected);
    expect(load(text).changes).toEqual([]);
  });

  it('exceptions that ended, or were not reviewed for a year', () => {
    const now = { now: at('2027-03-01T00:00:00Z') };
    expect(said(yaml, now).join()).toContain("CHANGES_EXPIRED: the exception 'EX-1' ended 2026-07-16T00:00Z");
    expect(said(yaml.replace('2026-07-15', '2030-01-01'), now).join()).toContain(
      "CHANGES_REVIEW_OLD: the exception 'EX-1' was reviewed 2026-01-15, more than a year ago",
    );
  });

  it('keys of prototypes are keys that do not exist', () => {
    for (const key of ['__proto__', 'constructor', 'toString']) {
      expect(
        said(`changes: [{ id: a, title: a, status: pending, "${key}": { polluted: 1 } }]`).join(),
      ).toContain('CHANGES_KEY_UNKNOWN');
    }
    const [one] = load('changes: [{ id: a, title: a, status: pending, tags: { __proto__: x } }]').changes;
    expect(Object.keys(one?.scope.tags ?? {})).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
