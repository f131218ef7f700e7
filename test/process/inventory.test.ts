import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { nephoscope, temporaryFolder } from '../support/cli.ts';
import * as shapes from '../support/listings.ts';

const folder = temporaryFolder();

function write(name: string, content: unknown): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, Buffer.isBuffer(content) ? content : JSON.stringify(content));
  return path;
}

const instance = (id: string, zone: string, launched: string): object => ({
  InstanceId: id,
  InstanceType: 't3.micro',
  ImageId: 'ami-1',
  LaunchTime: launched,
  State: { Name: 'running' },
  Placement: { AvailabilityZone: zone },
});
const reservations = (...instances: object[]): object => ({
  Reservations: [{ OwnerId: '210987654321', Instances: instances }],
});
const old = instance('i-old', 'eu-west-1a', '2026-02-01T00:00:00Z');

const before = write('before/instances.json', reservations(old));
write('before/disks.json.gz', gzipSync(JSON.stringify([shapes.azureDisk, shapes.azureVm])));
write(
  'before/assets.ndjson',
  Buffer.from(`${JSON.stringify(shapes.gcpAsset)}\n${JSON.stringify(shapes.gcpPolicy)}\n`),
);
const after = write(
  'after/instances.json',
  reservations(
    old,
    instance('i-new', 'eu-west-1a', '2026-03-10T10:00:00Z'),
    // The example logs hold its RunInstances.
    instance('i-01a845a2e4778bb7c', 'eu-west-1b', '2026-03-10T17:30:45Z'),
  ),
);

describe('inventory build', () => {
  const to = join(folder, 'inventory.json');

  it('reads listings in any container and writes one inventory', () => {
    const { code, err } = nephoscope(['inventory', 'build', join(folder, 'before'), '-o', to]);
    expect(code).toBe(0);
    expect(err).toBe(
      '2 instances, 2 volumes, 1 snapshot from Asset Inventory ×2, Azure resource ×2, describe-instances ×1\n',
    );
    expect(JSON.parse(readFileSync(to, 'utf8'))).toMatchObject({
      format: 'nephoscope-inventory',
      version: 1,
    });
    expect(nephoscope(['inventory', 'build', join(folder, 'before'), '-o', to]).code).toBe(3);
  });

  it('takes a listing from standard input', () => {
    const { code, out } = nephoscope(['inventory', 'build', '-', '--region', 'eu-west-1'], {
      input: JSON.stringify({ Snapshots: [] }),
    });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      coverage: [{ provider: 'aws', type: 'snapshot', region: 'eu-west-1' }],
    });
  });

  it('knows from the example logs who made what', () => {
    const { code, out, err } = nephoscope(['inventory', 'build', 'examples', '--threads', '2']);
    expect(code).toBe(0);
    expect(err).toMatch(/ from \d+ Activities\n$/);
    const { resources } = JSON.parse(out) as { resources: { id: string; created?: { operation: string } }[] };
    expect(resources.find(({ id }) => id === 'i-01a845a2e4778bb7c')?.created?.operation).toBe('RunInstances');
    expect(nephoscope(['inventory', 'build', 'examples', '--threads', '1']).out).toBe(out);
  });

  it.each([
    [join(folder, 'nothing'), 4],
    [write('else.json', { a: 1 }), 4],
  ])('%s ends with %d', (path, expected) => {
    const { code, out, err } = nephoscope(['inventory', 'build', path]);
    expect(err).toContain(path);
    expect(out).toBe('');
    expect(code).toBe(expected);
  });
});

describe('inventory diff', () => {
  const base = ['inventory', 'diff', before, after, '--logs', 'examples'];

  it('tells what no log explains, and the counters of regions', () => {
    const { code, out, err } = nephoscope([
      ...base,
      '--region-threshold',
      '5',
      '--region-threshold',
      'eu-west-1=2',
    ]);
    expect(code).toBe(0);
    const rows = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind: string; id: string; by?: string });
    expect(rows.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      'unexplained-creation i-new',
      'region-over-threshold eu-west-1',
      'added i-01a845a2e4778bb7c',
      'added i-new',
    ]);
    expect(rows.find(({ id }) => id.startsWith('i-01'))?.by).toContain('AWSServiceRoleForAutoScaling');
    expect(err).toContain('aws 210987654321 eu-west-1: 3 active instances (1 before)\n');
  });

  it.each(['--fail-on-unexplained', '--fail-on-threshold'])(
    '%s ends with 1 only when there is reason to',
    (flag) => {
      expect(nephoscope([...base, '--region-threshold', '2', flag]).code).toBe(1);
      expect(
        nephoscope([
          'inventory',
          'diff',
          before,
          before,
          '--logs',
          'examples',
          '--region-threshold',
          '2',
          flag,
        ]).code,
      ).toBe(
        // The example logs make an instance that the listing lacks.
        flag === '--fail-on-unexplained' ? 1 : 0,
      );
      expect(nephoscope(['inventory', 'diff', before, after, flag]).code).toBe(0);
    },
  );

  it('writes a table, CSV and JSON', () => {
    const table = nephoscope([...base, '-f', 'table']).out;
    expect(table).toContain('i-new');
    expect(nephoscope(['inventory', 'diff', before, before, '-f', 'table']).out).toBe('no differences\n');
    const csv = nephoscope([...base, '-f', 'csv'])
      .out.split('\r\n')
      .join('\n')
      .split('\n');
    expect(csv[0]).toBe('What,Cloud,Account,Region,Type,Id,Why,Name,By,Time');
    const json = JSON.parse(nephoscope([...base, '-f', 'json']).out) as object;
    expect(json).toMatchObject({
      rows: [{ kind: 'unexplained-creation' }, {}, {}],
      regions: [{ active: 3 }],
    });
  });

  it('says what it cannot judge', () => {
    expect(nephoscope(['inventory', 'diff', before, after]).err).toContain('give logs with --logs');
    const snapshots = write('snapshots.json', {
      Snapshots: [
        { SnapshotId: 'snap-1', VolumeId: 'vol-1', StartTime: '2026-01-01T00:00:00Z', OwnerId: '1' },
      ],
    });
    const { err } = nephoscope(['inventory', 'diff', before, snapshots]);
    expect(err).toContain('warning: a listing of AWS (snapshots) does not say where it is of: give --region');
    expect(err).toContain(
      'not judged, 1 resource: it is only in the earlier inventory, and the later one did not look there',
    );
  });

  it('refuses an inventory of another version, and what is none', () => {
    const other = write('other.json', { format: 'nephoscope-inventory', version: 2, resources: [] });
    expect(nephoscope(['inventory', 'diff', other, after])).toMatchObject({
      code: 3,
      err: 'error: this inventory is of version 2; version 1 is read. Build it again from its listings.\n',
    });
    const damaged = write('damaged.json', { format: 'nephoscope-inventory', version: 1, resources: [{}] });
    expect(nephoscope(['inventory', 'diff', damaged, after]).err).toContain(
      'this inventory is damaged: `resources`',
    );
    expect(nephoscope(['inventory', 'diff', before, join(folder, 'nothing')]).code).toBe(4);
    expect(nephoscope(['inventory', 'diff', before, after, '--logs', before]).code).toBe(4);
    expect(nephoscope([...base, '--region-threshold', 'many']).code).toBe(3);
  });
});

describe('inventory regions', () => {
  it('lists every region of every account and cloud', () => {
    const { code, out, err } = nephoscope(['inventory', 'regions', 'examples']);
    expect(code).toBe(0);
    const [head, ...lines] = out.trim().split('\n');
    expect(head).toContain('Cloud,Account,Region,Instances');
    const clouds = new Set(lines.map((line) => line.split(',')[0]));
    expect([...clouds].sort()).toEqual(['aws', 'azure', 'gcp']);
    expect(err).toContain(`${lines.length} regions`);
  });

  it('of nothing says so', () => {
    const { code, err } = nephoscope(['inventory', 'regions', 'no-such-folder']);
    expect(code).toBe(4);
    expect(err).toContain('no-such-folder');
  });
});
