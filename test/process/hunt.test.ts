import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, linkSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { nephoscope, program, start, temporaryFolder } from '../support/cli.ts';

const folder = temporaryFolder();
const record = (name: string, more: object = {}): object => ({
  eventVersion: '1.11',
  userIdentity: {
    type: 'IAMUser',
    arn: 'arn:aws:iam::111122223333:user/mara',
    accountId: '111122223333',
    userName: 'mara',
  },
  eventTime: '2026-03-10T09:15:04Z',
  eventSource: 'ec2.amazonaws.com',
  eventName: name,
  awsRegion: 'eu-west-1',
  sourceIPAddress: '198.51.100.23',
  userAgent: '=HYPERLINK("http://x")\u001b[31m',
  eventID: `id-${name}`,
  recipientAccountId: '111122223333',
  requestParameters: null,
  responseElements: null,
  ...more,
});
const share = record('ModifySnapshotAttribute', {
  requestParameters: {
    snapshotId: 'snap-0123456789abcdef0',
    createVolumePermission: { add: { items: [{ group: 'all' }] } },
    attributeType: 'CREATE_VOLUME_PERMISSION',
  },
});

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const shared = file('shared.json', JSON.stringify({ Records: [share, record('DescribeKeyPairs')] }));

describe('what hunt writes', () => {
  it('is NDJSON in a pipe, with the summary on stderr', () => {
    const { code, out, err } = nephoscope(['hunt', shared]);
    expect(code).toBe(0);
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ kind }) => kind)).toEqual(['signal', 'incident']);
    const [finding, incident] = lines;
    expect(finding).toMatchObject({
      kind: 'signal',
      level: 'critical',
      score: 90,
      incident: incident.id,
      activity: { operation: 'ModifySnapshotAttribute', verb: 'share' },
    });
    expect(finding.record).toBeUndefined();
    expect(err).toContain('2 read = 1 in activities + 0 duplicates + 1 skipped (by-scanner 1) + 0 rejected');
    expect(err).toMatch(
      /Rules +\d+ rules and \d+ correlations loaded, 0 refused, (?:\d+ off \([^)]*\), )?\d+ matched/,
    );
  });

  it('keeps the record when asked', () => {
    const { out } = nephoscope(['hunt', shared, '--include-record', '-q']);
    expect(JSON.parse(out.split('\n')[0] ?? '').record).toMatchObject(JSON.parse(JSON.stringify(share)));
  });

  it('is a table that stays in its width, without control characters of others', () => {
    for (const width of ['60', '80', '200']) {
      const { out } = nephoscope(['hunt', shared, '-f', 'table', '-q'], { env: { COLUMNS: width } });
      expect(out).toContain('2026-03-10');
      expect(out).toMatch(/09:15:04 +crit +(aws +)?Disk data shared with/);
      expect(out).toContain('snap-0');
      expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(Number(width));
      expect(out).not.toContain('\u001b');
    }
  });

  it('is CSV that no spreadsheet runs', () => {
    const { out } = nephoscope(['hunt', shared, '-f', 'csv', '-q']);
    const [header, line] = out.split('\n');
    expect(header).toMatch(/^Time,Level,Rule,Cloud,Account,/);
    expect(line).toContain("'=HYPERLINK");
    expect(line?.startsWith('2026-03-10T09:15:04.000Z,critical,')).toBe(true);
  });

  it('is one JSON array, also when there is nothing', () => {
    expect(JSON.parse(nephoscope(['hunt', shared, '-f', 'json', '-q']).out)).toHaveLength(2);
    const nothing = file('nothing.json', JSON.stringify(record('DescribeInstances')));
    expect(JSON.parse(nephoscope(['hunt', nothing, '-f', 'json', '-q']).out)).toEqual([]);
  });

  it('is Timesketch JSONL', () => {
    const event = JSON.parse(nephoscope(['hunt', shared, '-f', 'timesketch', '-q']).out);
    expect(event).toMatchObject({
      datetime: '2026-03-10T09:15:04.000Z',
      timestamp_desc: 'Cloud Audit Event',
    });
    expect(event.message).toContain('ModifySnapshotAttribute');
  });

  it("has Suzaku's columns with --profile suzaku", () => {
    const [header, line] = nephoscope(['hunt', shared, '--profile', 'suzaku', '-q']).out.split('\n');
    expect(header).toBe(
      'Timestamp,RuleTitle,RuleAuthor,Level,EventName,ErrorCode,ErrorMessage,EventSource,AWS-Region,SrcIP,UserAgent,UserName,UserType,UserAccountID,UserARN,UserPrincipalID,UserAccessKeyID,EventID,Tags,RuleID',
    );
    expect(line).toMatch(
      /^2026-03-10 09:15:04,.*,crit,ModifySnapshotAttribute,-,-,ec2.amazonaws.com,eu-west-1,198.51.100.23,/,
    );
  });

  it('goes to a file, whose format the name tells, and never over one that is there', () => {
    const path = join(folder, 'out.csv');
    expect(nephoscope(['hunt', shared, '-o', path]).code).toBe(0);
    expect(readFileSync(path, 'utf8')).toMatch(/^Time,Level/);
    const again = nephoscope(['hunt', shared, '-o', path]);
    expect(again.code).toBe(3);
    expect(again.err).toContain('--force');
    expect(nephoscope(['hunt', shared, '-o', path, '--force']).code).toBe(0);
  });

  it('has a summary as JSON', () => {
    const path = join(folder, 'summary.json');
    nephoscope(['hunt', shared, '--summary', path]);
    const summary = JSON.parse(readFileSync(path, 'utf8'));
    expect(summary.stats.records).toEqual({
      read: 2,
      inActivities: 1,
      duplicates: 0,
      skipped: { 'by-scanner': 1 },
      rejected: {},
    });
    expect(summary.stats.signals.byLevel.critical).toBe(1);
    expect(summary.rules.loaded).toBeGreaterThan(30);
    expect(summary.peakMemoryBytes).toBeGreaterThan(0);
  });
});

describe('what hunt reads', () => {
  it('takes standard input', () => {
    const { out } = nephoscope(['hunt', '-', '-q'], { input: gzipSync(readFileSync(shared)) });
    expect(out.split('\n')).toHaveLength(3);
  });

  it('takes folders and globs, each file once', () => {
    const inner = join(folder, 'logs', 'deep');
    mkdirSync(inner, { recursive: true });
    writeFileSync(join(inner, 'a.json'), readFileSync(shared));
    writeFileSync(join(inner, '.hidden.json'), 'not read');
    const { err } = nephoscope(['hunt', join(folder, 'logs'), join(folder, 'logs/**/*.json')]);
    expect(err).toContain('2 read = 1 in activities');
  });

  it('looks at the time that was asked for', () => {
    const late = ['hunt', shared, '--from', '2026-03-11'];
    expect(nephoscope(late).err).toContain('outside-time 1');
    expect(
      nephoscope(['hunt', shared, '--from', '2026-03-10T09:15:04Z', '--to', '2026-03-10T09:15:05Z', '-q'])
        .out,
    ).not.toBe('');
    expect(nephoscope(['hunt', shared, '--last', '1h', '-q']).out).toBe('');
  });

  it('goes on behind damage, and names it', () => {
    const logs = join(folder, 'damaged');
    mkdirSync(logs);
    writeFileSync(join(logs, 'good.json'), readFileSync(shared));
    writeFileSync(join(logs, 'empty.json'), '');
    writeFileSync(join(logs, 'prose.txt'), 'Dear diary');
    writeFileSync(
      join(logs, 'broken.ndjson'),
      `${JSON.stringify(record('A'))}\n{"eventName": oops}\n${JSON.stringify(record('B'))}\n`,
    );
    const zipped = gzipSync(
      JSON.stringify({ Records: Array.from({ length: 500 }, (_, at) => record(`C${at}${Math.sin(at)}`)) }),
    );
    writeFileSync(join(logs, 'cut.json.gz'), zipped.subarray(0, zipped.length >> 1));
    const { code, err } = nephoscope(['hunt', logs]);
    expect(code).toBe(0);
    for (const name of [
      'empty.json: empty',
      'prose.txt: unknown-format',
      'cut.json.gz: corrupt',
      'broken.ndjson: line 2: not-json',
    ]) {
      expect(err).toContain(name);
    }
    expect(nephoscope(['hunt', logs, '--strict', '-q']).code).toBe(4);
  });
});

describe('memory', () => {
  it('does not grow with the input', async () => {
    const path = join(folder, 'memory.json');
    const child = start(['hunt', '-', '-f', 'ndjson', '--summary', path, '-q']);
    const block = Array.from({ length: 2000 }, (_, at) =>
      JSON.stringify(record('DescribeVolumes', { eventID: `e${at}`, more: 'x'.repeat(500) })),
    ).join(',');
    child.stdin?.write('{"Records":[');
    for (let written = 0; written < 450_000_000; written += block.length) {
      if (!child.stdin?.write(`${written === 0 ? '' : ','}${block}`))
        await once(child.stdin as NodeJS.WritableStream, 'drain');
    }
    child.stdin?.end(']}');
    child.stdout?.resume();
    child.stderr?.resume();
    await once(child, 'close');
    const summary = JSON.parse(readFileSync(path, 'utf8'));
    expect(summary.stats.bytes.text).toBeGreaterThan(450_000_000);
    expect(summary.stats.records.duplicates).toBeGreaterThan(100_000);
    expect(summary.peakMemoryBytes).toBeLessThan(560_000_000);
  });
});

describe('records in wrappers of collectors', () => {
  const text = JSON.stringify(share);
  it.each([
    ['Filebeat', JSON.stringify({ '@timestamp': 't', message: text })],
    ['Fluent Bit', JSON.stringify({ timestamp: 't', log: share })],
    ['Datadog', JSON.stringify({ data: [{ attributes: { attributes: share } }] })],
    ['an answer', JSON.stringify({ result: { items: [share] } })],
    ['a bare detail', JSON.stringify({ detail: share })],
    ['a table', `time,message\n2026-03-10,"${text.replaceAll('"', '""')}"\n`],
  ])('%s', (name, wrapped) => {
    const { out, err } = nephoscope(['hunt', file(`wrapped-${name.replaceAll(' ', '')}.json`, wrapped)]);
    expect(out).toContain('ModifySnapshotAttribute');
    expect(err).toContain('1 read = 1 in activities');
  });

  it('count each by itself', () => {
    const { err } = nephoscope([
      'hunt',
      file('wrapped-many.json', JSON.stringify({ data: { logs: [share, record('A'), record('B'), share] } })),
    ]);
    expect(err).toContain('4 read = 3 in activities + 1 duplicates');
  });

  it('what no cloud knows is named, and is no success when there is nothing else', () => {
    const path = file('unknown.json', JSON.stringify([{ foo: 1, bar: 2 }, { foo: 3 }]));
    const { code, err } = nephoscope(['hunt', path]);
    expect(err).toContain(
      'unknown.json: unknown-records: 2 records are known to no cloud; the first has: foo, bar',
    );
    expect(code).toBe(4);
    expect(nephoscope(['hunt', path, shared]).code).toBe(0);
    const strict = nephoscope(['hunt', path, shared, '--strict', '-q']);
    expect(strict.code).toBe(4);
    expect(strict.err).toContain('unknown.json');
  });

  it('damage is named before files that are no logs', () => {
    const logs = join(folder, 'notes');
    mkdirSync(logs);
    for (let at = 0; at < 30; at += 1) writeFileSync(join(logs, `a${at}.md`), '# notes');
    writeFileSync(join(logs, 'zz.json.gz'), gzipSync(text).subarray(0, 40));
    const { err } = nephoscope(['hunt', logs, shared]);
    expect(err).toMatch(/Inputs with problems:\n {2}\S+zz\.json\.gz: corrupt/);
    expect(err).toContain('30 files: unknown-format: no logs: .md 30');
  });
});

describe('exit codes', () => {
  const badRule = file(
    'bad.yml',
    'title: Bad\nlogsource: {product: aws}\ndetection:\n  a: {x: 1}\n  condition: b\n',
  );
  it.each<[string, readonly string[], number, string]>([
    ['done', ['hunt', shared], 0, ''],
    ['a signal at the level', ['hunt', shared, '--fail-on', 'high'], 1, ''],
    ['no signal at the level', ['hunt', shared, '--fail-on', 'critical', '--from', '2026-03-11'], 0, ''],
    ['a refused rule', ['hunt', shared, '-r', badRule], 2, 'SIGMA_'],
    ['no rule at all', ['hunt', shared, '--no-pack'], 2, 'no rule was loaded'],
    ['an unknown option', ['hunt', shared, '--fromat', 'csv'], 3, '--format'],
    ['an unknown format', ['hunt', shared, '-f', 'cvs'], 3, 'csv'],
    ['a bad time', ['hunt', shared, '--from', '10.3.2026'], 3, '2026-03-01'],
    ['a time that does not exist', ['hunt', shared, '--from', '2026-02-30'], 3, '2026-03-01'],
    [
      'an empty range',
      ['hunt', shared, '--from', '2026-03-02', '--to', '2026-03-01'],
      3,
      '--from must be before --to',
    ],
    ['a bad duration', ['hunt', shared, '--last', '1 week'], 3, '30d'],
    ['a bad level', ['hunt', shared, '-m', 'urgent'], 3, 'critical'],
    ['bad threads', ['hunt', shared, '--threads', '0'], 3, '1 to 256'],
    ['no path', ['hunt'], 3, 'nothing to read'],
    ['an unknown command', ['hnut', shared], 3, 'hunt'],
    ['an unknown pack', ['hunt', shared, '-p', 'nope'], 3, 'cloud-compute'],
    ['rules that are not there', ['hunt', shared, '-r', 'nope.yml'], 3, 'no such file'],
    ['a path that is not there', ['hunt', join(folder, 'nope')], 4, 'no such file'],
    ['a pattern without matches', ['hunt', join(folder, '*.parquet')], 4, 'matches nothing'],
    ['a scheme that is not read', ['hunt', 'ftp://host/logs'], 4, 'ftp://'],
  ])('%s', (_name, args, code, words) => {
    const run = nephoscope(args);
    expect(run.err).toContain(words);
    expect(run.code).toBe(code);
  });

  it('an empty folder is no success', () => {
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    expect(nephoscope(['hunt', empty]).code).toBe(4);
  });

  it.each([
    ['hunt', shared],
    ['normalize', shared],
  ])('%s: an output that cannot be written has a code of its own', (command, path) => {
    const run = spawnSync(
      'sh',
      ['-c', `exec "${process.execPath}" "${program}" ${command} "${path}" > /dev/full`],
      { encoding: 'utf8' },
    );
    expect(run.stderr).toContain('cannot be written');
    expect(run.stderr).not.toContain('    at ');
    expect(run.status).toBe(5);
  });

  it.each([
    ['nowhere/x.csv', 'its folder does not exist'],
    ['', 'it is a folder'],
    ['plain/x.csv', 'a part of the path is a file'],
  ])('an output at %j is an error in words', (name, words) => {
    writeFileSync(join(folder, 'plain'), '');
    const run = nephoscope(['hunt', shared, '-o', join(folder, name), '--force', '-q']);
    expect(run.err).toContain(`cannot be written: ${words}`);
    expect(run.code).toBe(5);
  });

  it('rules below a file are not there, and that is no bug', () => {
    const run = nephoscope(['hunt', shared, '-r', join(shared, 'x.yml')]);
    expect(run.err).toContain('rules cannot be read: no such file or folder');
    expect(run.code).toBe(3);
  });

  it.each([
    ['normalize', 'a.json'],
    ['inventory build', 'a.json'],
    ['coverage', 'a.json'],
    ['validate T1578.002-aws-2', 'a.json'],
    ['inventory diff examples', 'a.json'],
    ['changes import jira', 'a.json'],
    ['rules convert --to splunk', 'a.yml'],
    ['rules convert --to splunk --no-pack -r', 'a.yml'],
    ['hunt examples --changes', 'a.yml'],
    ['query --all-times examples -q', 'a.aql'],
  ])('%s: what is read is not written over', (command, name) => {
    const path = join(folder, name);
    const texts: Readonly<Record<string, string>> = {
      'a.json': readFileSync(shared, 'utf8'),
      'a.yml': 'version: 1\nchanges: []\n',
      'a.aql': 'SELECT qid FROM events LIMIT 1\n',
    };
    writeFileSync(path, texts[name] ?? '');
    const run = nephoscope([...command.split(' '), path, '-o', path, '--force']);
    expect(readFileSync(path, 'utf8')).toBe(texts[name]);
    expect(run.code).not.toBe(0);
  });

  it('never writes over an input', () => {
    const logs = join(folder, 'evidence');
    mkdirSync(logs);
    const path = join(logs, 'a.json');
    writeFileSync(path, readFileSync(shared));
    // Other names of the same file.
    const link = join(folder, 'link.json');
    symlinkSync(path, link);
    const twin = join(folder, 'twin.json');
    linkSync(path, twin);
    for (const args of [
      [path, '-o', path],
      [logs, '-o', path],
      [logs, '--summary', path],
      [logs, '-o', link],
      [logs, '-o', twin],
    ]) {
      const run = nephoscope(['hunt', ...args, '--force']);
      expect(run.err).toContain('is one of the inputs');
      expect(run.code).toBe(3);
    }
    expect(readFileSync(path)).toEqual(readFileSync(shared));
    // A new output inside the folder is not read as an input.
    const run = nephoscope(['hunt', logs, '-o', join(logs, 'timeline.csv'), '--strict']);
    expect(run.code).toBe(0);
  });

  it('normalize ends quietly when its reader goes away', () => {
    const many = file(
      'many-reads.ndjson',
      Array.from({ length: 50_000 }, (_, at) =>
        JSON.stringify(record('DescribeInstances', { eventID: `e${at}` })),
      ).join('\n'),
    );
    const run = spawnSync(
      'sh',
      ['-c', `"${process.execPath}" "${program}" normalize "${many}" -q | head -n 1`],
      { encoding: 'utf8' },
    );
    expect(run.stderr).toBe('');
    expect(run.stdout.split('\n')).toHaveLength(2);
  });

  it('keeps secrets out of records that are printed', () => {
    const path = file(
      'secret.json',
      JSON.stringify(
        record('RunInstances', {
          requestParameters: { userData: 'IyEvYmluL3No', instanceType: 'p4d.24xlarge' },
        }),
      ),
    );
    const { out } = nephoscope(['hunt', path, '--include-record', '-q']);
    expect(out).toContain('<redacted>');
    expect(out).not.toContain('IyEvYmluL3No');
  });

  it('leaves out rules by id or title', () => {
    expect(nephoscope(['hunt', shared, '-q', '-x', 'disk data shared with everybody']).out).toBe('');
  });

  it('a reader that goes away ends it quietly', async () => {
    const many = file(
      'many.ndjson',
      Array.from({ length: 20_000 }, (_, at) => JSON.stringify({ ...share, eventID: `e${at}` })).join('\n'),
    );
    const child = start(['hunt', many, '-q']);
    let errors = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
    await once(child.stdout as NodeJS.ReadableStream, 'data');
    child.stdout?.destroy();
    const [code] = await once(child, 'close');
    expect(errors).toBe('');
    expect(code).toBe(0);
  });

  it('Ctrl-C ends it with what was found', async () => {
    const child = start(['hunt', '-', '-f', 'ndjson']);
    let out = '';
    let err = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      out += chunk.toString();
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      err += chunk.toString();
    });
    const line = `${JSON.stringify(share)}\n`;
    child.stdin?.write(line + ' '.repeat(70 * 1024 * 1024));
    child.stdin?.on('error', () => undefined);
    await once(child.stdin as NodeJS.WritableStream, 'drain');
    child.kill('SIGINT');
    child.stdin?.write('\n'.repeat(1024 * 1024));
    const [code] = await once(child, 'close');
    expect(err).toContain('interrupted');
    expect(out).toContain('ModifySnapshotAttribute');
    expect(code).toBe(130);
  });
});

describe('help', () => {
  it.each([[[]], [['hunt']], [['normalize']], [['rules']], [['rules', 'test']]])(
    '%j says what there is',
    (command) => {
      const { code, out } = nephoscope([...command, '--help']);
      expect(code).toBe(0);
      expect(out).toContain('Usage: nephoscope');
    },
  );

  it('examples of the help work', () => {
    expect(existsSync('examples/aws')).toBe(true);
    expect(
      nephoscope(['hunt', 'examples', '-q', '-m', 'informational']).out.split('\n').length,
    ).toBeGreaterThan(20);
  });
});
