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

describe('rules explain', () => {
  const event = write(
    'event.json',
    JSON.stringify({
      Records: [
        {
          eventSource: 'ec2.amazonaws.com',
          eventName: 'ModifySnapshotAttribute',
          eventTime: '2026-03-10T09:00:00Z',
          userIdentity: { type: 'Root' },
        },
        {
          eventSource: 'ec2.amazonaws.com',
          eventName: 'DescribeSnapshots',
          eventTime: '2026-03-10T09:00:00Z',
          userIdentity: { type: 'Root' },
        },
      ],
    }),
  );

  it('says what matched and what did not, with the value', () => {
    const { code, out, err } = nephoscope(['rules', 'explain', rule, event]);
    expect(code).toBe(0);
    expect(out).toContain('record 0 matches');
    expect(out).toContain('record 1 does not match');
    expect(out).toContain('"DescribeSnapshots"');
    expect(err).toContain('2 records, 1 matched');
  });

  it('names the operation, and all records of it', () => {
    const { out } = nephoscope(['rules', 'explain', rule, event]);
    expect(out).toContain(': ModifySnapshotAttribute at 2026-03-10T09:00:00.000Z: record 0 matches\n');
    const { id } = JSON.parse(nephoscope(['rules', 'list', '-f', 'json']).out).find(
      ({ title }: { title: string }) => title === 'Disk data shared outside the trusted list',
    );
    const google = nephoscope(['rules', 'explain', id, 'examples/gcp', '--all']).out;
    expect(google).toMatch(/: records \d+, \d+ do not match\n/);
  });

  it('shows of many operations those that match, and all on request', () => {
    const args = ['rules', 'explain', 'instance created', 'examples/aws'];
    const { out, err } = nephoscope(args);
    expect(out).not.toContain('does not match');
    expect(out).toContain(' matches\n');
    const [, others = ''] = /^(\d+) others do not match; --all shows them$/m.exec(out) ?? [];
    expect(Number(others)).toBeGreaterThan(100);
    const all = nephoscope([...args, '--all']);
    expect(all.out.match(/ (does|do) not match\n/g)).toHaveLength(Number(others));
    expect(all.err).toBe(err);
  });

  it('takes the beginning of an id when it says enough', () => {
    const explain = (name: string) =>
      nephoscope(['rules', 'explain', name, event, '-r', join(folder, 'rules')]);
    expect(explain('5d0a2a').out).toContain('Shared with everybody');
    expect(explain('5d0a2').code).toBe(3);
    write('twins/a.yml', readFileSync(rule, 'utf8'));
    write('twins/b.yml', readFileSync(rule, 'utf8').replace('4a5f', '4a60'));
    const { code, err } = nephoscope(['rules', 'explain', '5d0a2a3e', event, '-r', join(folder, 'twins')]);
    expect([code, err]).toEqual([3, expect.stringContaining('2 rules have an id that begins so')]);
  });

  it('finds a rule by its title, and suggests when it does not', () => {
    expect(nephoscope(['rules', 'explain', 'instance created', event]).code).toBe(0);
    const { code, err } = nephoscope(['rules', 'explain', 'created', event]);
    expect(code).toBe(3);
    expect(err).toContain('Did you mean');
  });

  it('explains a correlation by the rules that it rests on, and says what it finds', () => {
    const byTitle = nephoscope([
      'rules',
      'explain',
      'Data of a snapshot staged on a new instance',
      'examples/aws',
    ]);
    expect(byTitle.out).toContain(
      'Step: snapshot of a disk taken: CreateSnapshot at 2026-03-10T14:33:50.000Z',
    );
    expect(byTitle.out).toMatch(
      /\nData of a snapshot staged on a new instance: finds 2 events from 2026-03-10T14:33:50\.000Z to /,
    );
    const path = 'packs/cloud-compute/rules/chains/ch-03-snapshot-out.yml';
    const { out, code } = nephoscope(['rules', 'explain', path, 'examples/aws']);
    expect(out).toMatch(/\nSnapshot taken and let out of the account: finds nothing\n$/);
    expect(code).toBe(0);
  });
});
