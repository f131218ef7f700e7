import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nephoscope, temporaryFolder } from '../support/cli.ts';

const folder = temporaryFolder();
const at = ['--at', '2026-03-10T09:00:00Z'];
const place = (name: string): string => join(folder, name);

function filesIn(path: string): string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
    .toSorted();
}

describe('emulate', () => {
  it('lists the tests', () => {
    const { code, out, err } = nephoscope(['emulate', '--list', '-f', 'json']);
    expect([code, err]).toEqual([0, '']);
    const listed = JSON.parse(out) as { key: string; cost: string; findings: unknown[] }[];
    expect(listed).toHaveLength(37);
    expect(listed.find(({ key }) => key === 'T1578.002-aws-2')).toMatchObject({
      operations: ['CreateVolume', 'CreateSnapshot', 'RunInstances'],
      path: 'packs/cloud-compute/atomics/T1578.002-aws.yml',
    });
    const table = nephoscope(['emulate', '--list', 'T1485', '-f', 'table']).out;
    expect(table).toContain('T1485-gcp-1');
    expect(table).toContain('extortion_wipe (critical)');
    expect(table).not.toContain('T1490');
  });

  it('writes records to stdout, which a hunt reads', () => {
    const { code, out, err } = nephoscope(['emulate', 'T1578.002-aws-2', ...at, '--redelivered', '0']);
    expect([code, err]).toEqual([0, '1 test, 3 records\n']);
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { eventName: string }).eventName)
        .toSorted(),
    ).toEqual(['CreateSnapshot', 'CreateVolume', 'RunInstances']);
    const hunted = nephoscope(['hunt', '-', '-f', 'ndjson', '-q'], { input: out });
    expect(hunted.out).toContain('"level":"high"');
  });

  it('writes the layout of the delivery into a folder', () => {
    const lab = place('lab');
    expect(nephoscope(['emulate', 'T1578.001', ...at, '-o', lab]).err).toMatch(
      /^3 tests, \d+ records in \d files\n$/,
    );
    const files = filesIn(lab);
    expect(
      files.some((one) => /^AWSLogs\/\d{12}\/CloudTrail\/us-east-1\/2026\/03\/10\/.*\.json\.gz$/.test(one)),
    ).toBe(true);
    expect(
      files.some((one) =>
        /^insights-activity-logs\/resourceId=\/SUBSCRIPTIONS\/.*\/h=09\/m=00\/PT1H\.json$/.test(one),
      ),
    ).toBe(true);
    expect(
      files.some((one) => /^cloudaudit\.googleapis\.com\/activity\/2026\/03\/10\/09:00:00_/.test(one)),
    ).toBe(true);
    const again = nephoscope(['emulate', 'T1578.001', ...at, '-o', lab]);
    expect(again.code).toBe(3);
    expect(again.err).toMatch(/exists already\. Use --force/);
    expect(nephoscope(['emulate', 'T1578.001', ...at, '-o', lab, '--force']).code).toBe(0);
  });

  it('writes a container into a file, the same for the same seed', () => {
    const one = nephoscope([
      'emulate',
      'T1485-azure',
      ...at,
      '-c',
      'sentinel',
      '--seed',
      '7',
      '--noise',
      '20',
    ]);
    expect(one.out.split('\n')[0]).toMatch(/^TimeGenerated \[UTC\],TenantId,/);
    const file = place('rows.csv');
    expect(
      nephoscope([
        'emulate',
        'T1485-azure',
        ...at,
        '-c',
        'sentinel',
        '--seed',
        '7',
        '--noise',
        '20',
        '-o',
        file,
      ]).code,
    ).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(one.out);
    expect(
      nephoscope(['emulate', 'T1485-azure', ...at, '-c', 'sentinel', '--seed', '8', '--noise', '20']).out,
    ).not.toBe(one.out);
  });

  it.each([
    [
      ['T1578.002-azure', '-c', 's3'],
      /error: 's3' is no container of Azure; there are storage, event-hubs, lines, rest/,
    ],
    [['T1578.002-aws', '-c', 's3'], /error: 's3' is a folder of files: name a folder with -o\./],
    [['T1578.002', '-c', 'sentinel'], /error: records of several clouds fit into one file as 'lines' only/],
    [
      ['T1578.002-awz-1'],
      /error: there is no atomic test 'T1578\.002-awz-1': did you mean T1578\.002-aws-1\?\n$/,
    ],
    [[], /error: name an atomic test; --list shows what there is\./],
    [['--list', '--print'], /error: --list, --print and --lint exclude each other\./],
    [['T1537-aws', '--print'], /error: T1537-aws-1 needs a value: --set other_account=…/],
    [['T1578.002-aws', '--set', 'instancetype=x'], /--set instancetype: .*did you mean instance_type\?/],
    [['T1578.002-aws', '--set', 'x'], /expected a name and a value, such as region=eu-west-1\./],
    [['T1578.002-aws', '--noise', '-3'], /expected a whole number/],
    [['T1578.002-aws', '--redelivered', '101'], /expected a whole number from 0 to 100/],
    [['T1578.002-aws', '--at', 'soon'], /expected a date or an RFC 3339 time/],
  ])('refuses %j', (args, message) => {
    const { code, out, err } = nephoscope(['emulate', ...args]);
    expect(err).toMatch(message);
    expect(code).toBe(3);
    expect(out).toBe('');
  });

  it('prints a test with what is set, and runs nothing', () => {
    const printed = nephoscope(['emulate', 'T1537-aws', '--print', '--set', "other_account=1'2"]);
    expect(printed.code).toBe(0);
    for (const part of [
      'Cost',
      'Blast radius',
      'Prerequisite',
      'Commands (sh)',
      'Has to arrive',
      'Detections',
      'Cleanup',
    ])
      expect(printed.out).toContain(part);
    expect(printed.out).toContain(`other_account='1'\\''2'`);
    expect(printed.out).not.toContain('#{');
    expect(nephoscope(['emulate', 'T1537-aws', '--dry-run', '--set', "other_account=1'2"]).out).toBe(
      printed.out,
    );
  });

  it("takes a person's own file, and says what is wrong with it", () => {
    const path = place('own.yml');
    const source = readFileSync('packs/cloud-compute/atomics/T1578.003-aws.yml', 'utf8');
    const guid = /auto_generated_guid: (\S+)/.exec(source)?.[1] ?? '';
    writeFileSync(path, source.replace(guid, '00000000-0000-4000-8000-000000000009'));
    expect(nephoscope(['emulate', path, ...at]).code).toBe(0);
    expect(nephoscope(['emulate', '--lint', path]).err).toBe('1 test, 0 refused: 0 errors, 0 warnings\n');
    writeFileSync(path, source.replace('verb: create', 'verbs: create'));
    const bad = nephoscope(['emulate', '--lint', path]);
    expect(bad.code).toBe(2);
    expect(bad.err).toMatch(
      /own\.yml:\d+:9: error ATOMIC_FIELD: the Activity has no field 'verbs'\n.*verbs: create/,
    );
    expect(nephoscope(['emulate', path]).err).toContain('no atomic test in it can be used');
    expect(nephoscope(['emulate', place('missing.yml')]).code).toBe(4);
  });

  it('finds nothing wrong with what ships', () => {
    expect(nephoscope(['emulate', '--lint'])).toEqual({
      code: 0,
      out: '',
      err: '37 tests, 0 refused: 0 errors, 0 warnings\n',
    });
  });
});

describe('validate', () => {
  const lab = place('validated');
  nephoscope(['emulate', 'T1578.002', ...at, '-o', lab, '--noise', '30']);

  it('passes over what emulate wrote', () => {
    const { code, out, err } = nephoscope(['validate', 'T1578.002', lab, '-f', 'table']);
    expect(err).toMatch(/\n4 passed, 0 failed\n$/);
    expect(code).toBe(0);
    expect(out).toMatch(/^PASSED {2}T1578\.002-aws-1 {2}Launch an EC2 instance/);
    expect(out).toContain('fired      volume_snapshot_instance (high, ');
  });

  it('reads standard input', () => {
    const { out } = nephoscope(['emulate', 'T1490-gcp', ...at]);
    expect(nephoscope(['validate', 'T1490-gcp', '-', '-q'], { input: out }).code).toBe(0);
  });

  it('fails with what is missing, in every format', () => {
    const lines = nephoscope(['emulate', 'T1578.002-aws-2', ...at, '--redelivered', '0'])
      .out.trim()
      .split('\n');
    const input = lines.filter((line) => !line.includes('"eventName":"CreateSnapshot"')).join('\n');
    const table = nephoscope(['validate', 'T1578.002-aws-2', '-', '-f', 'table', '-q'], { input });
    expect(table.code).toBe(1);
    expect(table.out).toMatch(/missing {4}snapshot/);
    expect(table.out).toMatch(/silent {5}volume_snapshot_instance: expected high, it did not fire/);
    const json = nephoscope(['validate', 'T1578.002-aws-2', '-', '-q'], { input });
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject([
      {
        atomic: 'T1578.002-aws-2',
        passed: false,
        steps: [{ status: 'arrived' }, { status: 'missing' }, { status: 'arrived' }],
      },
    ]);
    const xml = place('atomics.xml');
    expect(
      nephoscope(['validate', 'T1578.002-aws-2', '-', '-q', '-f', 'junit', '-o', xml], { input }).code,
    ).toBe(1);
    expect(readFileSync(xml, 'utf8')).toMatch(
      /<testcase [^>]*name="step snapshot: CreateSnapshot"><failure message="missing"/,
    );
  });

  it('looks only at the time asked for', () => {
    const late = nephoscope(['validate', 'T1578.002-aws-1', lab, '-q', '--from', '2026-03-11']);
    expect(late.code).toBe(1);
    expect(
      nephoscope(['validate', 'T1578.002-aws-1', lab, '-q', '--from', '2026-03-10', '--to', '2026-03-11'])
        .code,
    ).toBe(0);
  });

  it('runs without rules: nothing fires', () => {
    const { code, out } = nephoscope([
      'validate',
      'T1578.002-aws-1',
      lab,
      '-q',
      '--no-pack',
      '-a',
      'packs/cloud-compute/atomics',
    ]);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject([
      { findings: [{ status: 'silent' }], steps: [{ status: 'arrived' }] },
    ]);
  });

  it('refuses what it cannot use', () => {
    expect(nephoscope(['validate', 'T9', lab]).code).toBe(3);
    expect(nephoscope(['validate', 'T1580-aws', place('nowhere')]).code).toBe(4);
    mkdirSync(place('empty'));
    expect(nephoscope(['validate', 'T1580-aws', place('empty')]).code).toBe(4);
    expect(existsSync(place('nowhere'))).toBe(false);
  });
});
