import { describe, expect, it, test } from 'vitest';
import { codes } from './diagnostic-codes.ts';
import type { GuideFile } from './guide-file.ts';
import { loadGuides, type Outside } from './load.ts';

const outside: Outside = {
  techniques: new Set(['T1578.002', 'T1578.001']),
  rules: new Set(['new_account_launches']),
  isOperation: (_cloud, operation) => operation === 'RunInstances',
};

const shared = `pivots:
- id: principal
  title: What the principal did
  run: [nephoscope hunt <LOGS>]
  queries:
    athena: SELECT * FROM <TABLE> WHERE arn = '<ARN>'
logs:
- id: trail
  cloud: aws
  title: The trail
  default: Off.
  tables: [AWSCloudTrail]
  check:
  - run: aws cloudtrail describe-trails
    expect: a trail
  enable: Make one.
  url: https://docs.example/trail
`;

const guide = `technique: T1578.002
title: A title
description: What it is.
goal: To find it.
categorization: Impact.
strategy: By looking.
context: There is one.
blindspots: [Dark corners.]
falsepositives:
- case: A person
  check: Ask them.
  fields: [principal.key, finding.score]
  tune: Declare it.
validation: [Try it.]
priority: High.
response: Do something.
investigation:
  meaning: Something happened.
  questions:
  - about: who
    ask: Who was it?
    fields: ['principal.via[].key']
    pivots: [principal]
    tells: A lot.
  before:
  - what: A call
    aws: [RunInstances, 'iam:CreateUser']
    means: Something.
  after:
  - what: Nothing
    means: It is over.
  decisions:
  - evidence: Much
    rules: [new_account_launches]
    verdict: attack
    next: Run.
  preserve: [Everything.]
telemetry:
- log: trail
  shows: all
platforms:
  kql: AzureActivity | where Caller == '<PRINCIPAL_NAME>'
platformnote: Not all.
references:
- title: A page
  url: https://example.com/page
`;

const actions = `roles:
- id: analyst
  title: Analyst
  does: Looks.
  entitlements: { aws: a, azure: b, gcp: c }
actions:
- id: NA-3101
  name: Disable
  phase: containment
  role: analyst
  does: Ends it.
  aws:
    commands:
    - run: aws iam update-access-key --user-name <USER>
      expect: nothing
      principals: [user]
    verify:
    - run: aws iam list-access-keys --user-name <USER>
      expect: Inactive
    irreversible: It is not.
  azure: { absent: There is none. }
  gcp: { absent: There is none. }
${[
  '2101 validation',
  '2201 scope',
  '2301 impact',
  '2401 evidence',
  '4101 eradication',
  '5101 recovery',
  '6101 lessons',
]
  .map((one) => {
    const [id, phase] = one.split(' ');
    return `- { id: NA-${id}, name: N, phase: ${phase}, role: analyst, does: D., tasks: [T.] }\n`;
  })
  .join('')}`;

const playbook = `technique: T1578.002
threat: Somebody.
objective: To end it.
indicators: [One.]
urgent: Hurry.
steps:
  validation: [{ action: NA-2101, why: W. }]
  scope: [{ action: NA-2201, why: W. }]
  impact: [{ action: NA-2301, why: W. }]
  evidence: [{ action: NA-2401, why: W. }]
  containment: [{ action: NA-3101, why: W. }]
  eradication: [{ action: NA-4101, why: W. }]
  recovery: [{ action: NA-5101, why: W. }]
  lessons: [{ action: NA-6101, why: W. }]
`;

const texts = { shared, guide, actions, playbook };
type Part = keyof typeof texts;

const paths: Readonly<Record<Part, readonly [string, GuideFile['kind']]>> = {
  shared: ['guides/shared/shared.yml', 'guide'],
  guide: ['guides/T1578.002.yml', 'guide'],
  actions: ['playbooks/shared/actions.yml', 'playbook'],
  playbook: ['playbooks/T1578.002.yml', 'playbook'],
};

function load(changed: Partial<Record<Part, string>> = {}, more: readonly GuideFile[] = []) {
  const files = (Object.keys(texts) as Part[]).map((part): GuideFile => {
    const [path, kind] = paths[part];
    return { path, kind, text: changed[part] ?? texts[part] };
  });
  return loadGuides([...files, ...more], outside);
}

test('what is right is read', () => {
  const loaded = load();
  expect(loaded.diagnostics).toEqual([]);
  expect(loaded.refused).toBe(0);
  expect(loaded.guides.get('T1578.002')?.investigation.questions[0]?.ask).toBe('Who was it?');
  expect(loaded.playbooks.get('T1578.002')?.steps.containment).toEqual([{ action: 'NA-3101', why: 'W.' }]);
  expect(loaded.actions.get('NA-3101')?.azure).toEqual({ absent: 'There is none.' });
});

/** What is changed in which file, and what is said: code, a part of the message, and the text at the place. */
const cases: readonly (readonly [Part, string, string, keyof typeof codes, string, string])[] = [
  [
    'shared',
    '  run: [nephoscope hunt <LOGS>]\n',
    '',
    'keyMissing',
    'the pivot principal has neither `ask` nor `run`',
    'id: principal',
  ],
  [
    'shared',
    'run: [nephoscope',
    'ask: SELECT nothing FROM events\n  run: [nephoscope',
    'command',
    'line 1 of the query: events has no column nothing',
    'SELECT nothing',
  ],
  ['guide', 'title: A title', 'title: [', 'syntax', '', ''],
  ['guide', 'title: A title', 'title: [a]', 'type', '`title` has to be a text, not a list', '[a]'],
  [
    'guide',
    'blindspots: [Dark corners.]',
    'blindspots: Dark',
    'type',
    '`blindspots` has to be a list',
    'Dark',
  ],
  ['guide', 'goal: To find it.', 'goal:', 'empty', '`goal` has to be a text, not nothing', ''],
  ['guide', 'goal: To find it.', "goal: ' '", 'empty', '`goal` is empty', "' '"],
  ['guide', 'validation: [Try it.]', 'validation: []', 'empty', '`validation` is an empty list', '[]'],
  ['guide', 'priority: High.\n', '', 'keyMissing', 'this has no `priority`', ''],
  ['guide', '    tells: A lot.\n', '', 'keyMissing', '`investigation.questions[0]` has no `tells`', ''],
  ['guide', 'goal: To', 'gaol: x\ngoal: To', 'keyUnknown', "there is no key 'gaol'", 'gaol'],
  ['guide', 'about: who', 'about: whom', 'value', "found 'whom'; expected who, where", 'whom'],
  ['guide', 'https://example.com/page', 'ftp://example.com', 'value', 'is no https address', 'ftp://'],
  [
    'guide',
    "['principal.via[].key']",
    '[principal.kye]',
    'reference',
    "a field 'principal.kye'",
    'principal.kye',
  ],
  [
    'guide',
    'pivots: [principal]',
    'pivots: [prinzipal]',
    'reference',
    "there is no pivot 'prinzipal'",
    'prinzipal',
  ],
  ['guide', 'log: trail', 'log: trial', 'reference', "there is no log 'trial'", 'trial'],
  ['guide', '[new_account_launches]', '[nobody]', 'reference', "there is no rule 'nobody'", 'nobody'],
  [
    'guide',
    'aws: [RunInstances,',
    'aws: [StartInstance,',
    'reference',
    "has no operation 'StartInstance'",
    'StartInstance',
  ],
  ['guide', "'<PRINCIPAL_NAME>'", "'<NOBODY>'", 'placeholder', 'no placeholder <NOBODY>', 'AzureActivity'],
  [
    'guide',
    "== '<PRINCIPAL_NAME>'",
    '== <PRINCIPAL_NAME>',
    'place',
    'has to stand within quotes',
    'AzureActivity',
  ],
  [
    'guide',
    "== '<PRINCIPAL_NAME>'",
    '== <ACCOUNT>',
    'place',
    '<ACCOUNT> comes from the logs: it has to stand within quotes',
    'AzureActivity',
  ],
  ['shared', 'nephoscope hunt <LOGS>', 'curl <LOGS>', 'command', "'curl' is no program", 'curl'],
  ['guide', 'technique: T1578.002', 'technique: T1578.001', 'fileName', 'has to be called T1578.001.yml', ''],
  [
    'playbook',
    'action: NA-2101',
    'action: NA-2201',
    'phase',
    'is for the phase scope, and stands in validation',
    '',
  ],
  ['actions', 'id: NA-2101', 'id: NA-5109', 'phase', 'NA-5109 does not fit the phase validation', ''],
  ['actions', '    irreversible: It is not.\n', '', 'rollback', 'changes something in aws', ''],
  [
    'actions',
    'gcp: { absent: There is none. }',
    '',
    'keyMissing',
    'has to have `aws`, `azure` and `gcp`',
    '',
  ],
  [
    'actions',
    'absent: There is none. }\n  gcp',
    'rights: [x] }\n  gcp',
    'keyMissing',
    'either `commands`, or `absent`',
    '',
  ],
  [
    'actions',
    'role: analyst\n  does: Ends',
    'role: nobody\n  does: Ends',
    'reference',
    "no role 'nobody'",
    'nobody',
  ],
  ['actions', 'id: NA-2201', 'id: NA-2101', 'duplicate', 'there is another action NA-2101', ''],
  ['shared', 'id: principal', 'id: other', 'reference', "there is no pivot 'principal'", 'principal'],
];

describe('what is wrong is told with its place', () => {
  it.each(cases)('%s: %j → %j: %s', (part, from, to, code, message, at) => {
    const text = texts[part].replace(from, to);
    expect(text).not.toBe(texts[part]);
    const { diagnostics, refused } = load({ [part]: text });
    const found = diagnostics.find((one) => one.code === codes[code][0] && one.message.includes(message));
    expect(found, JSON.stringify(diagnostics, null, 1)).toBeDefined();
    expect(refused > 0).toBe(codes[code][1] === 'error');
    const line = (found?.at?.file === paths[part][0] ? text : texts.guide).split('\n')[
      (found?.at?.line ?? 0) - 1
    ];
    expect(line?.slice((found?.at?.column ?? 0) - 1)).toContain(at);
  });

  it('files that are too large, nest too deep, or hold several documents', () => {
    const said = (part: Part, text: string): string[] =>
      load({ [part]: text }).diagnostics.map(({ code }) => code);
    expect(said('guide', `title: ${'x'.repeat(17 * 1024 * 1024)}`)).toContain('GUIDE_TOO_LARGE');
    expect(said('guide', `a: ${'['.repeat(100)}${']'.repeat(100)}`)).toContain('GUIDE_TOO_DEEP');
    expect(said('guide', `${guide}---\n${guide}`)).toContain('GUIDE_TYPE');
    expect(said('guide', '- a list')).toContain('GUIDE_TYPE');
    expect(said('shared', 'pivots: x')).toContain('GUIDE_TYPE');
    expect(said('shared', `${shared}others: []`)).toContain('GUIDE_KEY_UNKNOWN');
  });

  it('a guide that is there twice, one without a playbook, and parts that nothing uses', () => {
    const [path, kind] = paths.guide;
    expect(load({}, [{ path, kind, text: guide }]).diagnostics.map(({ code }) => code)).toEqual([
      'GUIDE_DUPLICATE',
    ]);
    const other = { path: 'guides/T1578.001.yml', kind, text: guide.replace('T1578.002', 'T1578.001') };
    expect(load({}, [other]).diagnostics).toMatchObject([
      { code: 'GUIDE_NO_PLAYBOOK', severity: 'warning', at: { file: other.path, line: 1 } },
    ]);
    const pivot = shared.replace(
      'logs:',
      '- { id: x, title: T, run: [nephoscope show], queries: { kql: a } }\nlogs:',
    );
    expect(load({ shared: pivot }).diagnostics).toMatchObject([
      { code: 'GUIDE_UNUSED', message: 'nothing uses the pivot x', at: { line: 7 } },
    ]);
  });

  it('every code of the catalogue has a case', () => {
    const elsewhere = ['tooLarge', 'tooDeep', 'noPlaybook', 'unused'];
    const covered = new Set<string>([...cases.map(([, , , code]) => code), ...elsewhere]);
    expect(Object.keys(codes).filter((code) => !covered.has(code))).toEqual([]);
  });
});

describe('hostile files', () => {
  it('have no effect on prototypes, and never throw', () => {
    for (const text of [
      '__proto__: { technique: x }',
      'constructor: 1',
      '{}',
      '',
      '\u0000',
      'a: &a [*a]',
      '? {a: b}\n: c',
    ]) {
      expect(() => load({ guide: text, shared: text })).not.toThrow();
    }
    expect(({} as { technique?: string }).technique).toBeUndefined();
  });
});
