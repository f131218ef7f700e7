import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nephoscope, temporaryFolder } from '../support/cli.ts';
import { shareRule } from '../support/share-rule.ts';

const folder = temporaryFolder();

function write(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
}

const rule = write('rules/share.yml', shareRule);
const shared =
  '{ eventSource: ec2.amazonaws.com, eventName: ModifySnapshotAttribute, eventTime: "2026-03-10T09:00:00Z", eventVersion: "1.11", userIdentity: {type: Root}, awsRegion: eu-west-1, eventID: e1 }';
write(
  'rules/share.test.yml',
  `tests:
  - name: shared
    match: true
    event: ${shared}
  - name: described
    match: false
    event: ${shared.replace('ModifySnapshotAttribute', 'DescribeSnapshots')}
`,
);

describe('rules test', () => {
  it('runs what stands beside a rule', () => {
    const { code, err } = nephoscope(['rules', 'test', join(folder, 'rules')]);
    expect(err).toContain('1 rule file (0 without tests): 2 passed, 0 failed');
    expect(code).toBe(0);
  });

  it('takes a folder of packs: each rule has the lists of its own pack', () => {
    const { code, err } = nephoscope(['rules', 'test', 'packs']);
    expect(err).toContain(' passed, 0 failed');
    expect(code).toBe(0);
  });

  it('fails with 1, names the test, and writes JUnit', () => {
    write('wrong/share.yml', readFileSync(rule, 'utf8'));
    write(
      'wrong/share.test.yml',
      `tests:\n  - name: "<described> & more"\n    match: true\n    event: ${shared.replace('Modify', 'Describe')}\n`,
    );
    const { code, out } = nephoscope(['rules', 'test', join(folder, 'wrong'), '--junit', '-']);
    expect(code).toBe(1);
    expect(out).toContain('<testsuites tests="1" failures="1">');
    expect(out).toContain('&lt;described&gt; &amp; more');
    const plain = nephoscope(['rules', 'test', join(folder, 'wrong')]).out;
    expect(plain).toContain('should match and does not');
    expect(plain).toContain(
      '\n  ✗ (equals eventName "ModifySnapshotAttribute")  ← "DescribeSnapshotAttribute"\n',
    );
    expect(plain).not.toContain('eventSource');
  });

  it.each([
    ['tests: []', 'at least one case'],
    ['tests:\n  - name: x\n    match: yes-please\n    event: {}', 'match: expected true or false'],
    ['tests:\n  - name: x\n    match: true\n    evnt: {}', 'unknown key "evnt"'],
    ['tests: [', 'share.test.yml'],
    ['test: []', 'unknown key "test"'],
    ['parameters: [a]\ntests: [{name: x, match: true, event: {}}]', 'expected lists and values by name'],
    ['parameters: {a: {b: 1}}\ntests: [{name: x, match: true, event: {}}]', '1:14: a: expected a list'],
    [
      'parameters: {trested: []}\ntests: [{name: x, match: true, event: {}}]',
      "no rule uses the parameter 'trested'",
    ],
  ])('a test file that cannot be used is a failure: %s', (text, words) => {
    const name = `bad-${words.length}`;
    write(`${name}/share.yml`, readFileSync(rule, 'utf8'));
    write(`${name}/share.test.yml`, text);
    const { code, out } = nephoscope(['rules', 'test', join(folder, name)]);
    expect(out).toContain(words);
    expect(code).toBe(1);
  });

  const expanding = readFileSync(rule, 'utf8').replace(
    'condition: selection',
    "filter: { recipientAccountId|expand: '%trusted%' }\n  condition: selection and not filter",
  );
  const trusted = shared.replace('{ ', '{ recipientAccountId: "098797384747", ');

  it('fills placeholders with the lists of the test file', () => {
    write('filled/share.yml', expanding);
    const cases = `tests:\n  - { name: trusted, match: false, event: ${trusted} }\n`;
    write('filled/share.test.yml', `parameters:\n  trusted: [098797384747]\n${cases}`);
    const parameters = write('none.yml', 'trusted: []\n');
    const args = ['rules', 'test', join(folder, 'filled'), '--parameters', parameters];
    expect(nephoscope(args)).toMatchObject({ code: 0, out: '' });
    write('filled/share.test.yml', cases);
    const { code, out } = nephoscope(args);
    expect([code, out.split('\n')[0]]).toEqual([1, expect.stringContaining('matches and should not')]);
  });

  it('keeps the values of a parameters file as written', () => {
    const path = write('kept/share.yml', expanding);
    write('kept/share.test.yml', `tests:\n  - { name: trusted, match: false, event: ${trusted} }\n`);
    const parameters = write('zero.yml', 'trusted:\n  - 098797384747\n');
    expect(nephoscope(['rules', 'test', path, '--parameters', parameters])).toMatchObject({
      code: 0,
      out: '',
    });
  });

  it('says that a parameters file is not there, and which of its lists nothing uses', () => {
    const path = write('unused/share.yml', expanding);
    const missing = nephoscope(['rules', 'test', path, '--parameters', 'nowhere.yml']);
    expect(missing).toMatchObject({ code: 3, err: 'error: nowhere.yml: no such file\n' });
    const parameters = write('misspelt.yml', 'trustd: []\ntrusted: []\n');
    const warning = `warning: ${parameters}: no rule uses the parameter 'trustd'. Did you mean 'trusted'?\n`;
    for (const [first = '', ...args] of [
      ['rules', 'test', path],
      ['rules', 'lint', path],
      ['rules', 'list', '--no-pack', '-r', path],
      ['hunt', 'examples/aws', '--no-pack', '-r', path],
    ]) {
      expect(nephoscope([first, ...args, '--parameters', parameters]).err).toContain(warning);
    }
    const pack = write('pack.yml', 'trusted_accounts: []\n');
    expect(nephoscope(['rules', 'list', '--parameters', pack]).err).not.toContain('warning');
  });

  it('wants rules in a folder, and a rule beside every test', () => {
    write('empty/readme.txt', '');
    for (const args of [
      ['rules', 'test'],
      ['rules', 'lint'],
      ['hunt', 'examples/aws', '-r'],
    ]) {
      const { code, err } = nephoscope([...args, join(folder, 'empty')]);
      expect([code, err]).toEqual([
        3,
        `error: ${join(folder, 'empty')}: no rule files (.yml, .yaml) in it\n`,
      ]);
    }
    write('orphan/share.yml', readFileSync(rule, 'utf8'));
    const orphan = write('orphan/shared.test.yml', 'tests: []');
    const { code, out, err } = nephoscope(['rules', 'test', join(folder, 'orphan')]);
    expect(out).toContain(`FAILED ${orphan}: no rule stands beside it`);
    expect(err).toContain('1 rule file (1 without tests): 0 passed, 1 failed');
    expect(code).toBe(1);
  });

  it('passes for the example of the guide', () => {
    const guide = readFileSync('docs/guide/writing-rules.md', 'utf8');
    const [, example = '', tests = ''] = guide.split('```yaml\n').map((part) => part.split('```')[0] ?? '');
    const path = write('guide/shared.yml', example);
    write('guide/shared.test.yml', tests);
    expect(nephoscope(['rules', 'test', path]).err).toContain('2 passed, 0 failed');
  });

  const inPack = shareRule.replace('title:', 'name: shared\ntitle:');
  const correlation = `title: shared twice
name: shared_twice
level: high
correlation: { type: event_count, rules: [shared], group-by: [recipientAccountId], timespan: 10m, condition: { gte: 2 } }
---
title: shared and shared
name: outer
level: high
correlation: { type: event_count, rules: [shared_twice], timespan: 1h, condition: { gte: 1 } }
`;
  const again = shared.replace('e1', 'e2').replace('09:00', '09:09');
  const muchLater = shared.replace('e1', 'e2').replace('09:00', '09:11');

  it('sends the records of a case for a correlation through a hunt, with the rules of its pack', () => {
    write('mine/pack.yml', 'name: mine\n');
    write('mine/rules/share.yml', inPack);
    const path = write('mine/rules/twice.yml', correlation);
    const cases = (events: string): string =>
      ['shared_twice', 'outer']
        .map((name) => `  - { name: ${name}, rule: ${name}, match: true, events: [${events}] }\n`)
        .join('');
    write('mine/rules/twice.test.yml', `tests:\n${cases(`${again}, ${shared}`)}`);
    expect(nephoscope(['rules', 'test', path])).toMatchObject({ code: 0, out: '' });
    expect(nephoscope(['rules', 'test', '-p', join(folder, 'mine')])).toMatchObject({ code: 0, out: '' });
    write('mine/rules/twice.test.yml', `tests:\n${cases(`${shared}, ${muchLater}`)}`);
    const { code, out } = nephoscope(['rules', 'test', path]);
    expect(code).toBe(1);
    expect(out).toContain(
      'shared_twice: the correlation should match and does not\n  Shared with everybody: 2 events\n',
    );
  });

  it('says which rules a correlation lacks', () => {
    const path = write('lonely/twice.yml', correlation);
    const { code, err } = nephoscope(['rules', 'test', path]);
    expect(code).toBe(2);
    expect(err).toContain("the correlation names the rule 'shared', which is not loaded");
  });

  it('passes for the shipped pack', () => {
    const { code, out } = nephoscope(['rules', 'test', '-p', 'cloud-compute']);
    expect(out).toBe('');
    expect(code).toBe(0);
  });
});

describe('rules lint', () => {
  it('shows the place with a caret and the right spelling', () => {
    const path = write(
      'lint/typo.yml',
      readFileSync(rule, 'utf8')
        .replace('eventName:', 'eventName|contians:')
        .replace('condition: selection', 'condition: selction'),
    );
    const { code, out } = nephoscope(['rules', 'lint', path]);
    expect(code).toBe(2);
    expect(out).toContain(`${path}:12:`);
    expect(out).toMatch(/\n +\| +\^+/);
    expect(out).toContain('contains');
    expect(out).toContain('selection');
  });

  it('knows the fields of Activities and their values', () => {
    const path = write(
      'lint/activity.yml',
      readFileSync(rule, 'utf8')
        .replace('{ product: aws, service: cloudtrail }', '{ category: cloud_activity }')
        .replace(
          'eventSource: ec2.amazonaws.com',
          'verb: shared\n    objekt: snapshot\n    principal.typ: user',
        )
        .replace('eventName:', 'attrs.tags.any: x\n    resources.id: y\n    outcome: sucess\n    operation:'),
    );
    const found = JSON.parse(nephoscope(['rules', 'lint', path, '-f', 'json', '--severity', 'warning']).out);
    expect(found.map(({ code, message, help }: Record<string, string>) => [code, message, help])).toEqual([
      ['SIGMA_LINT_NEVER_MATCHES', expect.stringContaining("'objekt', 'principal.typ'"), undefined],
      ['SIGMA_LINT_NEVER_MATCHES', "'verb' is never 'shared'", "Did you mean 'share'?"],
      ['SIGMA_LINT_FIELD_UNKNOWN', expect.stringContaining("'objekt'"), "Did you mean 'object'?"],
      ['SIGMA_LINT_FIELD_UNKNOWN', expect.stringContaining('typ'), "Did you mean 'principal.type'?"],
      ['SIGMA_LINT_NEVER_MATCHES', "'outcome' is never 'sucess'", "Did you mean 'success'?"],
    ]);
  });

  it('is content with the shipped pack', () => {
    const { code, err } = nephoscope(['rules', 'lint', '-p', 'cloud-compute', '--severity', 'warning']);
    expect(err).toMatch(/\d+ files: 0 errors, 0 warnings/);
    expect(code).toBe(0);
  });

  it('knows what correlations of a pack refer to in its other files', () => {
    const path = 'packs/cloud-compute/rules/chains/disk-of-snapshot-mounted.yml';
    expect(nephoscope(['rules', 'lint', path])).toMatchObject({ code: 0, out: '' });
  });

  it('refuses our extensions under --strict', () => {
    const { code, out } = nephoscope(['rules', 'lint', '-p', 'cloud-compute', '--strict']);
    expect(out).toContain('cloud_activity');
    expect(code).toBe(2);
  });

  it('gives JSON', () => {
    const found = JSON.parse(nephoscope(['rules', 'lint', rule, '-f', 'json']).out);
    expect(Array.isArray(found)).toBe(true);
  });

  it('wants something to lint', () => {
    expect(nephoscope(['rules', 'lint']).code).toBe(3);
  });
});

describe('rules test --mutate', () => {
  const file = (name: string, cases: string): string => {
    write(`${name}/share.yml`, readFileSync(rule, 'utf8'));
    write(`${name}/share.test.yml`, `tests:\n${cases}`);
    return join(folder, name);
  };
  const positive = `  - { name: shared, match: true, event: ${shared} }\n`;
  const negatives = [
    ['described', shared.replace('ModifySnapshotAttribute', 'DescribeSnapshots')],
    ['elsewhere', shared.replace('ec2.amazonaws.com', 'rds.amazonaws.com')],
    ['longer', shared.replace('ModifySnapshotAttribute', 'ModifySnapshotAttributes')],
    ['longer source', shared.replace('ec2.amazonaws.com', 'ec2.amazonaws.com.cn')],
  ]
    .map(([name, event]) => `  - { name: ${name}, match: false, event: ${event} }\n`)
    .join('');

  it('ends with 0 when the tests notice every change', () => {
    const run = nephoscope(['rules', 'test', '--mutate', file('whole', positive + negatives)]);
    expect(run).toMatchObject({ code: 0, out: '' });
    expect(run.err).toMatch(
      /^1 rule \(0 without tests\): \d+ mutants, \d+ killed, 0 accepted, 0 survive: 100 %$/m,
    );
  });

  it('ends with 1 and says which changes nobody notices, and where', () => {
    const path = file('weak', positive);
    const run = nephoscope(['rules', 'test', '--mutate', path, '-f', 'table']);
    expect(run.code).toBe(1);
    expect(run.out).toContain('selection.eventName: without it');
    expect(run.out.replaceAll(/[\s│]/g, '')).toContain('share.yml:');
    const json = JSON.parse(nephoscope(['rules', 'test', '--mutate', path, '-f', 'json']).out);
    expect(json.score).toBeLessThan(100);
    expect(json.mutants).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ mutant: 'selection.eventName: without it', killedBy: null }),
        expect.objectContaining({ mutant: 'condition: selection → not selection', killedBy: 'shared' }),
      ]),
    );
    const xml = nephoscope(['rules', 'test', '--mutate', path, '-f', 'junit']).out;
    expect(xml).toContain('<failure message="no test notices the change at ');
    expect(nephoscope(['rules', 'test', '--mutate', path, '--junit', '-']).out).toBe(xml);
  });

  it('takes a lower aim, and refuses one that is none', () => {
    const path = file('aim', positive);
    expect(nephoscope(['rules', 'test', '--mutate', path, '--min-killed', '10']).code).toBe(0);
    expect(nephoscope(['rules', 'test', '--mutate', path, '--min-killed', '101']).code).toBe(3);
    expect(nephoscope(['rules', 'test', path, '-f', 'json']).code).toBe(3);
  });

  it('lets the test file accept survivors; what it accepts and is killed is a failure', () => {
    const accept = (mutant: string): string => `accepted:\n  - { mutant: '${mutant}', why: never written }\n`;
    const longer = negatives
      .split('\n')
      .filter((line) => !line.includes('longer source'))
      .join('\n');
    const path = file(
      'accepting',
      `${positive}${longer}${accept('selection.eventSource: equals → contains')}`,
    );
    expect(nephoscope(['rules', 'test', '--mutate', path])).toMatchObject({ code: 0, out: '' });
    const stale = file('stale', `${positive}${negatives}${accept('selection.eventSource: without it')}`);
    const run = nephoscope(['rules', 'test', '--mutate', stale, '--min-killed', '0']);
    expect(run.out).toContain('is killed by the test');
    expect(run.code).toBe(1);
  });
});

describe('rules parameters', () => {
  const chain = 'packs/cloud-compute/rules/chains/snapshot-staging.yml';
  const row = (name: string, ...args: string[]): Record<string, unknown> => {
    const { out } = nephoscope(['rules', 'parameters', ...args, '-f', 'json']);
    return JSON.parse(out).find((one: { name: string }) => one.name === name);
  };

  it('lists what can be set, what it is, where that was said, and who uses it', () => {
    expect(row('snapshot_burst_count')).toEqual({
      name: 'snapshot_burst_count',
      kind: 'number',
      value: '10',
      standard: '10',
      from: null,
      elements: ['RateThreshold'],
      rules: ['Many snapshots taken at once'],
    });
    expect(row('trusted_accounts')).toMatchObject({
      kind: 'list',
      value: [],
      from: { file: 'packs/cloud-compute/parameters.yml' },
      elements: ['CrossAccountIDList'],
    });
  });

  it('shows what a parameters file makes of them', () => {
    const path = write('burst.yml', '# ours\nsnapshot_burst_count: 3\nbaseline_learning: 7d\n');
    const args = [chain, '--parameters', path];
    expect(row('snapshot_burst_count', ...args)).toMatchObject({
      value: '3',
      standard: '10',
      from: { file: path, line: 2, column: 23 },
    });
    expect(row('baseline_learning', ...args)).toMatchObject({ value: '7d', standard: '14d' });
    const table = nephoscope(['rules', 'parameters', ...args, '-f', 'table']);
    expect(table.out).toContain('(else 10)');
    expect(table.err).toContain('2 of them set in a file');
  });

  it('writes a parameters file that changes nothing', () => {
    const path = write('all.yml', nephoscope(['rules', 'parameters', '-f', 'yaml']).out);
    const values = (...args: string[]): unknown[] =>
      JSON.parse(nephoscope(['rules', 'parameters', '-f', 'json', ...args]).out).map(
        ({ name, value }: { name: string; value: unknown }) => [name, value],
      );
    expect(values('--parameters', path)).toEqual(values());
    expect(values().length).toBeGreaterThan(30);
  });

  it.each([
    ['snapshot_burst_count: ten\n', 2, "1:23: error SIGMA_PARAMETER: the parameter 'snapshot_burst_count'"],
    ['baseline_horizon: 90\n', 3, "1:19: the parameter 'baseline_horizon' has to be a number with a unit"],
  ])('says where a value cannot be used: %s', (text, code, words) => {
    const path = write('wrong.yml', text);
    const run = nephoscope(['rules', 'parameters', '--parameters', path]);
    expect(run.err).toContain(`${path}:${words}`);
    expect(run.code).toBe(code);
  });

  it('names what nothing uses, with the right spelling', () => {
    const path = write('near.yml', 'snapshot_burst_cuont: 3\n');
    expect(nephoscope(['rules', 'parameters', '--parameters', path]).err).toContain(
      "no rule uses the parameter 'snapshot_burst_cuont'. Did you mean 'snapshot_burst_count'?",
    );
  });

  it('are what rules are tested with, and what a test file sets', () => {
    const path = write('two.yml', 'many_deletions_count: 6\n');
    const file = 'packs/cloud-compute/rules/chains/ch-09-new-admin-destroys.yml';
    const run = nephoscope(['rules', 'test', file, '--parameters', path]);
    expect(run.out).toContain('should match and does not');
    expect(run.code).toBe(1);
    expect(nephoscope(['rules', 'test', file]).code).toBe(0);
  });
});

describe('rules list', () => {
  it('lists the pack as CSV in a pipe and as JSON on request', () => {
    const { out } = nephoscope(['rules', 'list']);
    expect(out).toMatch(/^Level,Title,Log source,Techniques,Id,Path\ncritical,/);
    expect(JSON.parse(nephoscope(['rules', 'list', '-f', 'json']).out).length).toBeGreaterThan(30);
  });

  it('shows correlations with their type and window', () => {
    const { out, err } = nephoscope(['rules', 'list']);
    expect(out).toMatch(/^high,Snapshot taken and let out of the account,temporal_ordered in 24h,T1537 /m);
    expect(err).toMatch(/\d+ rules and \d+ correlations, 0 refused/);
    const all = JSON.parse(nephoscope(['rules', 'list', '-f', 'json']).out) as Record<string, unknown>[];
    expect(all.find(({ title }) => title === 'Disk of a snapshot mounted')).toMatchObject({
      correlation: { type: 'temporal_ordered', timespan: '24h' },
    });
    expect(out).toContain(',Several disks deleted,event_count in 1h,');
  });
});

describe('normalize', () => {
  it('prints Activities, and records when asked', () => {
    const { code, out, err } = nephoscope(['normalize', 'examples/aws']);
    expect(code).toBe(0);
    const activities = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(activities.length).toBeGreaterThan(100);
    expect(activities.every(({ raw }) => raw === undefined)).toBe(true);
    expect(err).toContain(`${activities.length} in activities`);
    const [first] = nephoscope(['normalize', 'examples/aws', '--include-record', '-q']).out.split('\n');
    expect(JSON.parse(first ?? '').raw.eventVersion).toBe('1.11');
  });
});
