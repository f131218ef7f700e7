import { describe, expect, it } from 'vitest';
import { type LoadChangesOptions, loadChanges } from './load.ts';

function load(text: string, options: LoadChangesOptions = {}): ReturnType<typeof loadChanges> {
  return loadChanges([{ path: 'export', text }], options);
}
const at = (time: string): number => Date.parse(time);
const mara = 'aws:arn:aws:iam::210987654321:user/mara';
const mapping = {
  path: 'mapping.yml',
  text: `
fields:
  accounts: [u_cloud_accounts, 'Cloud accounts']
statuses:
  Rolling out: approved
principals:
  Mara Vos: [arn:aws:iam::210987654321:user/mara]
  mara.vos@harbourquill.example: ['${mara}']
`,
};

/** A change as the Table API gives it: values as stored, references as links. */
const stored = {
  number: 'CHG0031337',
  short_description: 'resize orders-1',
  description: 'long text',
  state: '-1',
  approval: 'approved',
  start_date: '2026-03-10 09:00:00',
  end_date: '2026-03-10 11:00:00',
  assigned_to: { link: 'https://example.service-now.com/api/now/table/sys_user/1', value: '62826bf0' },
  cmdb_ci: '',
  u_cloud_accounts: '210987654321, 098765432109',
};
const pair = (value: string, display: string): object => ({
  value,
  display_value: display,
  link: 'https://x',
});

describe('ServiceNow', () => {
  it('the Table API, with values and display values', () => {
    const both = {
      ...stored,
      state: pair('-1', 'Implement'),
      start_date: pair('2026-03-10 09:00:00', '10.03.2026 10:00'),
      end_date: pair('2026-03-10 11:00:00', '10.03.2026 12:00'),
      assigned_to: pair('62826bf0', 'Mara Vos'),
      cmdb_ci: pair('9f8e', 'orders-1'),
    };
    const { changes, diagnostics, refused } = load(JSON.stringify({ result: [both] }), {
      mapping,
      zone: 'Europe/Berlin',
    });
    expect(diagnostics).toEqual([]);
    expect(refused).toBe(0);
    expect(changes).toMatchObject([
      {
        id: 'CHG0031337',
        title: 'resize orders-1',
        owner: 'Mara Vos',
        status: 'approved',
        scope: { principals: [mara], resources: ['orders-1'], accounts: ['098765432109', '210987654321'] },
        windows: [{ start: at('2026-03-10T09:00:00Z'), end: at('2026-03-10T11:00:00Z') }],
      },
    ]);
  });

  it('values as stored are in UTC whatever the zone, and a person that nobody mapped is named', () => {
    const { changes, diagnostics } = load(
      JSON.stringify({ records: [stored, { ...stored, number: 'CHG2' }] }),
      {
        mapping,
        zone: 'America/New_York',
      },
    );
    expect(changes[0]?.windows[0]?.start).toBe(at('2026-03-10T09:00:00Z'));
    expect(diagnostics).toHaveLength(2);
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual(
      expect.arrayContaining([
        [
          'CHANGES_PRINCIPAL_MISSING',
          "the change 'CHG0031337' does not say who: it covers nothing in full (and one more ticket)",
        ],
        ['CHANGES_PRINCIPAL_UNMAPPED', "'62826bf0' in 2 tickets stands for no principal"],
      ]),
    );
  });

  it('CSV with labels, in the zone of the user who exported it', () => {
    const csv =
      '"Number","Short description","Planned start date","Planned end date","State","Approval","Assigned to","Configuration item"\n' +
      '"CHG0031337","resize, then test","2026-03-10 10:00:00","2026-03-10 12:00:00","Implement","Approved","Mara Vos","orders-1"\n';
    const berlin = load(csv, { mapping, zone: 'Europe/Berlin' });
    expect(berlin.changes).toMatchObject([
      {
        id: 'CHG0031337',
        title: 'resize, then test',
        status: 'approved',
        windows: [{ start: at('2026-03-10T09:00:00Z') }],
      },
    ]);
    expect(berlin.diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'CHANGES_ZONE_ASSUMED 2 times name no time zone: they are read as times of the zone given',
    ]);
    expect(load(csv, { mapping }).changes[0]?.windows[0]?.start).toBe(at('2026-03-10T10:00:00Z'));
    expect(load(csv.replaceAll('","', '\t').replaceAll('"', ''), { mapping }).changes).toHaveLength(1);
  });

  it.each([
    ['-5', 'requested', 'pending'],
    ['-2', 'approved', 'approved'],
    ['Review', 'approved', 'approved'],
    ['3', 'approved', 'closed'],
    ['Closed', '', 'closed'],
    ['4', 'approved', 'cancelled'],
    ['-1', 'rejected', 'rejected'],
    ['-1', 'not requested', 'pending'],
    ['Scheduled', '', 'approved'],
    ['Rolling out', 'approved', 'approved'],
    ['Paused', 'approved', 'pending'],
  ])('state %s with approval %s is %s', (state, approval, status) => {
    const { changes, diagnostics } = load(JSON.stringify({ result: [{ ...stored, state, approval }] }), {
      mapping,
    });
    expect(changes[0]?.status).toBe(status);
    expect(diagnostics.some(({ code }) => code === 'CHANGES_STATUS_UNKNOWN')).toBe(state === 'Paused');
  });

  it('a change that is not agreed to needs no window, an approved one does', () => {
    const { start_date: _start, end_date: _end, ...open } = stored;
    expect(
      load(JSON.stringify({ result: [{ ...open, state: '-5', approval: 'requested' }] }), { mapping })
        .refused,
    ).toBe(0);
    expect(load(JSON.stringify({ result: [open] }), { mapping })).toMatchObject({ refused: 1, changes: [] });
  });

  it('times that cannot be told are refused, not guessed', () => {
    const { changes, diagnostics } = load(
      JSON.stringify({ result: [{ ...stored, start_date: '03/10/2026 09:00' }] }),
      { mapping },
    );
    expect(changes).toEqual([]);
    expect(diagnostics.find(({ code }) => code === 'CHANGES_TIME')).toMatchObject({
      at: { file: 'export', line: 1 },
    });
  });
});

const issue = {
  id: '10001',
  key: 'OPS-123',
  fields: {
    summary: 'snapshot before the update',
    status: { name: 'Implementing', statusCategory: { key: 'indeterminate' } },
    assignee: { displayName: 'M. Vos', emailAddress: 'mara.vos@harbourquill.example', accountId: '5b1' },
    customfield_10101: '2026-03-10T10:00:00.000+0100',
    customfield_10102: '2026-03-10T12:00:00.000+0100',
    customfield_10103: [{ value: '210987654321' }, { value: '111122223333' }],
    duedate: '2026-03-12',
  },
};

describe('Jira', () => {
  it('the REST search, with the labels of custom fields', () => {
    const names = {
      customfield_10101: 'Planned start',
      customfield_10102: 'Planned end',
      customfield_10103: 'Cloud accounts',
    };
    const { changes, diagnostics } = load(JSON.stringify({ issues: [issue], names }), { mapping });
    expect(diagnostics).toEqual([]);
    expect(changes).toMatchObject([
      {
        id: 'OPS-123',
        title: 'snapshot before the update',
        owner: 'M. Vos',
        status: 'approved',
        scope: { principals: [mara], accounts: ['111122223333', '210987654321'] },
        windows: [{ start: at('2026-03-10T09:00:00Z'), end: at('2026-03-10T11:00:00Z') }],
      },
    ]);
  });

  it('custom fields by their ids, with a mapping', () => {
    const byId = {
      path: 'm',
      text: `fields: { start: customfield_10101, end: [nothing, customfield_10102] }\nprincipals: { M. Vos: '${mara}' }`,
    };
    const { changes } = load(JSON.stringify({ issues: [issue] }), { mapping: byId });
    expect(changes[0]?.windows).toEqual([
      { start: at('2026-03-10T09:00:00Z'), end: at('2026-03-10T11:00:00Z') },
    ]);
  });

  it('CSV', () => {
    const csv =
      'Issue key,Issue id,Summary,Status,Assignee,Custom field (Planned start),Custom field (Planned end)\n' +
      `OPS-123,1,a,Done,${mara},10/Mar/26 9:30 AM,10/Mar/26 12:05 PM\n` +
      `OPS-124,2,b,Declined,${mara},10/Mar/26 12:30 AM,10/Mar/2026 23:05\n`;
    expect(load(csv).changes).toMatchObject([
      {
        id: 'OPS-123',
        status: 'closed',
        windows: [{ start: at('2026-03-10T09:30:00Z'), end: at('2026-03-10T12:05:00Z') }],
      },
      {
        id: 'OPS-124',
        status: 'rejected',
        windows: [{ start: at('2026-03-10T00:30:00Z'), end: at('2026-03-10T23:05:00Z') }],
      },
    ]);
  });
});

describe('a mapping that is wrong', () => {
  it.each([
    ['fields: { acounts: x }', "no field 'acounts' can be mapped"],
    ['statuses: { a: maybe }', "'a' has to mean one of approved"],
    ['principals: { a: mara }', "'mara' is no principal key"],
    ['people: {}', 'a mapping has no `people` of this kind'],
    ['toString: {}', 'a mapping has no `toString` of this kind'],
    ['fields: [a]', 'a mapping has no `fields` of this kind'],
    ['- a', 'expected a map'],
  ])('%s', (text, message) => {
    const { diagnostics } = load(JSON.stringify({ result: [stored] }), { mapping: { path: 'm', text } });
    expect(diagnostics.some((one) => one.message.includes(message) && one.severity === 'error')).toBe(true);
  });
});
