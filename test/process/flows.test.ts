import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { nephoscope, type Run, temporaryFolder } from '../support/cli.ts';

const folder = temporaryFolder();
const created = Date.parse('2026-03-10T09:15:04Z') / 1000;

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const launch = (userName: string, id: string, type = 'IAMUser'): object => ({
  eventVersion: '1.11',
  userIdentity: {
    type,
    arn: `arn:aws:${type === 'IAMUser' ? 'iam' : 'sts'}::111122223333:user/${userName}`,
    accountId: '111122223333',
    userName,
    ...(type === 'AssumedRole'
      ? {
          sessionContext: {
            sessionIssuer: { type: 'Role', arn: 'arn:aws:iam::111122223333:role/ci', userName: 'ci' },
          },
        }
      : {}),
  },
  eventTime: '2026-03-10T09:15:04Z',
  eventSource: 'ec2.amazonaws.com',
  eventName: 'RunInstances',
  awsRegion: 'eu-west-1',
  sourceIPAddress: '198.51.100.23',
  eventID: `e-${id}`,
  recipientAccountId: '111122223333',
  requestParameters: {},
  responseElements: {
    instancesSet: {
      items: [
        {
          instanceId: `i-${id}`,
          networkInterfaceSet: {
            items: [{ networkInterfaceId: `eni-${id}`, vpcId: 'vpc-1', privateIpAddress: '10.0.0.5' }],
          },
        },
      ],
    },
  },
});

const audit = file('audit.json', JSON.stringify({ Records: [launch('mara', '0a1b2c3d')] }));
const header =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';
const row = (after: number, bytes: number, part: { eni?: string; action?: string } = {}): string =>
  `2 111122223333 ${part.eni ?? 'eni-0a1b2c3d'} 10.0.0.5 203.0.113.9 49152 443 6 9 ${bytes} ${created + after} ${created + after + 59} ${part.action ?? 'ACCEPT'} OK`;
const dns = (name: string, instance = 'i-0a1b2c3d'): string =>
  JSON.stringify({
    version: '1.100000',
    query_timestamp: '2026-03-10T09:26:00Z',
    query_name: name,
    query_type: 'A',
    answers: [{ Rdata: '203.0.113.9', Type: 'A', Class: 'IN' }],
    srcaddr: '10.0.0.5',
    vpc_id: 'vpc-1',
    srcids: { instance },
  });

const flows = join(folder, 'flows');
mkdirSync(flows);
writeFileSync(
  join(flows, 'a.log.gz'),
  gzipSync(
    `${[header, row(720, 1_200_000_000), row(-60, 7), row(60, 9, { eni: 'eni-0ffff' }), row(30, 60, { action: 'REJECT' }), 'not a row'].join('\n')}\n`,
  ),
);
writeFileSync(join(flows, 'dns.json'), `${dns('g.api.mega.co.nz.')}\n`);

const linesOf = ({ out }: Run): ReturnType<typeof JSON.parse>[] =>
  out
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

// R-IC-16: creation and egress; R-SX-04: transfers between accounts; without flow logs stated as unobservable.
describe('hunt --flows', () => {
  const run = nephoscope(['hunt', audit, '--flows', flows]);
  const [finding, incident] = linesOf(run);

  it('puts what the instance did on the finding and the incident', () => {
    expect(run.code).toBe(0);
    expect(finding).toMatchObject({
      kind: 'signal',
      level: 'medium',
      score: 50,
      parts: expect.arrayContaining([expect.objectContaining({ name: 'network: file sharing', points: 20 })]),
      network: [
        { instance: 'i-0a1b2c3d', bytesOut: 1_200_000_000, firstPublic: { ip: '203.0.113.9', minutes: 12 } },
      ],
    });
    expect(finding.network[0].peers).toBeUndefined();
    expect(incident).toMatchObject({
      kind: 'incident',
      score: 50,
      network: {
        observable: true,
        instances: [
          {
            since: '2026-03-10T09:15:04.000Z',
            peers: [
              {
                ip: '203.0.113.9',
                domains: ['g.api.mega.co.nz'],
                accepted: 1,
                rejected: 1,
                first: '2026-03-10T09:27:04.000Z',
              },
            ],
            domains: [{ name: 'g.api.mega.co.nz', category: 'file-sharing' }],
            uses: [
              { category: 'file-sharing', degree: 'sent', minutes: 12, time: '2026-03-10T09:27:04.000Z' },
            ],
          },
        ],
      },
    });
  });

  it('counts every record, and names the broken line', () => {
    expect(run.err).toMatch(
      /Flows +2 inputs, \d+ B, for 1 instance: 6 read = 3 linked \+ 0 duplicates \+ 2 of others \(other-instance 1, outside-window 1\) \+ 0 skipped \+ 1 rejected \(not-a-row 1\)/,
    );
    expect(run.err).toContain('a.log.gz: line 6: not-a-row: flow log: the line has 3 fields, expected 14');
    expect(nephoscope(['hunt', audit, '--flows', flows, '--strict', '-q']).code).toBe(4);
  });

  it('leaves ids as they are without flow logs, where it says once that nothing can be seen', () => {
    const without = nephoscope(['hunt', audit]);
    const [plain, around] = linesOf(without);
    expect([plain.id, around.id]).toEqual([finding.id, incident.id]);
    expect([plain.score, around.score]).toEqual([30, 30]);
    expect(plain.network).toBeUndefined();
    expect(around.network).toEqual({
      observable: false,
      note: 'network use of the new instance is not observable in these logs (no flow or DNS logs given)',
      instances: [],
    });
    expect(without.err.match(/not observable/g)).toHaveLength(1);
    expect(run.err).not.toContain('not observable');
  });

  it('tells it in every format for people', () => {
    const told = 'sent 1.2 GB to g.api.mega.co.nz';
    const written = (format: string): string =>
      nephoscope(['hunt', audit, '--flows', flows, '-q', '-f', format], { env: { COLUMNS: '200' } }).out;
    expect(written('table')).toMatch(
      /09:15:04 ● .*\n +09:27:04 » 12 min after its creation i-0a1b2c3d sent 1\.2 GB/,
    );
    expect(written('markdown')).toContain('### On the network');
    for (const format of ['html', 'markdown', 'table']) expect(written(format)).toContain(told);
    const explained = nephoscope(['explain', finding.id, audit, '--flows', flows, '-q']).out;
    expect(explained).toContain('On the network');
    expect(explained).toContain(told);
    expect(explained).toContain(`--flows ${flows}`);
    expect(nephoscope(['explain', incident.id, audit, '-q']).out.match(/not observable/g)).toHaveLength(1);
    expect(
      JSON.parse(nephoscope(['explain', finding.id, audit, '-q', '--json']).out).network.observable,
    ).toBe(false);
  });

  it('lifts what is shown, and what the run fails on', () => {
    const level = ['--min-level', 'medium', '--fail-on', 'medium', '-q'];
    expect(nephoscope(['hunt', audit, ...level])).toMatchObject({ code: 0, out: '' });
    const lifted = nephoscope(['hunt', audit, ...level, '--flows', flows]);
    expect(lifted.code).toBe(1);
    expect(linesOf(lifted)).toHaveLength(2);
  });

  it('finds a new instance that no rule thinks anything of', () => {
    const quiet = file('quiet.json', JSON.stringify({ Records: [launch('ci', '0a1b2c3d', 'AssumedRole')] }));
    expect(nephoscope(['hunt', quiet, '-q']).out).toBe('');
    const found = linesOf(nephoscope(['hunt', quiet, '-q', '--flows', flows]));
    expect(found).toMatchObject([
      {
        kind: 'signal',
        rule: { title: 'New instance whose traffic is suspicious' },
        score: 50,
        incident: found[1].id,
      },
      { kind: 'incident', network: { instances: [{ instance: 'i-0a1b2c3d' }] } },
    ]);
    const explained = nephoscope(['explain', found[0].id, quiet, '--flows', flows, '-q']);
    expect(explained.code).toBe(0);
    expect(explained.out).toContain('On the network');
  });

  it('looks only so long after the creation as it is told', () => {
    const [one] = linesOf(nephoscope(['hunt', audit, '--flows', flows, '--flow-window', '10m', '-q']));
    expect(one).toMatchObject({ score: 30, network: [{ bytesOut: 0 }] });
  });

  it('goes by the lists of a parameters file', () => {
    const parameters = file('p.yml', 'file_sharing_domains: []\npaste_domains: [mega.co.nz]\n');
    const [one] = linesOf(nephoscope(['hunt', audit, '--flows', flows, '--parameters', parameters, '-q']));
    expect(one.parts.map(({ name }: { name: string }) => name)).toContain('network: paste');
    const wrong = nephoscope([
      'hunt',
      audit,
      '--flows',
      flows,
      '--parameters',
      file('q.yml', 'a: []\nmining_ports: [x]\n'),
    ]);
    expect(wrong.code).toBe(3);
    expect(wrong.err).toMatch(/q\.yml:2:15: mining_ports: expected a port from 1 to 65535, found 'x'/);
  });

  it('says that flow logs among the audit logs were not used', () => {
    const both = nephoscope(['hunt', audit, flows]);
    expect(both.err).toContain('skipped (dns-query-record 1, network-flow-record 4)');
    expect(both.err).toContain(
      '4 network flow records and 1 DNS query record among the audit logs: give the files with --flows',
    );
  });

  it('refuses what cannot be meant', () => {
    expect(nephoscope(['hunt', audit, '--flow-window', '1h'])).toMatchObject({
      code: 3,
      err: expect.stringContaining('give them with --flows'),
    });
    expect(nephoscope(['hunt', '-', '--flows', '-'])).toMatchObject({
      code: 3,
      err: expect.stringContaining('cannot both come from standard input'),
    });
    const own = join(flows, 'dns.json');
    expect(nephoscope(['hunt', audit, '--flows', flows, '-o', own, '--force'])).toMatchObject({
      code: 3,
      err: expect.stringContaining('is one of the inputs'),
    });
    const missing = nephoscope(['hunt', audit, '--flows', join(folder, 'nowhere')]);
    expect(missing.code).toBe(4);
    expect(missing.err).toContain('nowhere: not-found');
    const [known] = linesOf(nephoscope(['hunt', audit, '-q']));
    const explained = nephoscope(['explain', known.id, audit, '--flows', join(folder, 'nowhere')]);
    expect(explained.err).toContain('nowhere: no such file or folder');
    const broken = file('broken.gz', Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]));
    expect(nephoscope(['hunt', audit, '--flows', broken]).code).toBe(4);
  });

  it('reads Parquet, as AWS delivers it', () => {
    const parquet = 'test/cases/flows/vpc-flow-log.parquet';
    const [one] = linesOf(nephoscope(['hunt', audit, '--flows', parquet, '-q']));
    expect(one.network).toMatchObject([{ bytesOut: 1_200_000_000, bytesIn: 3_000_000, peerCount: 1 }]);
  });

  it('reads flow logs from standard input', () => {
    const [one] = linesOf(
      nephoscope(['hunt', audit, '--flows', '-', '-q'], { input: readFileSync(join(flows, 'a.log.gz')) }),
    );
    expect(one.network).toMatchObject([{ bytesOut: 1_200_000_000 }]);
  });

  it('lets nothing act that stands in a log', () => {
    const evil = '\u001b[31m<script>x</script>|`[a](http://x)`.mega.nz';
    const hostile = file(
      'hostile.json',
      `${dns(evil)}\n${dns('=cmd.mega.nz')}\n${dns('__proto__.mega.nz')}\n`,
    );
    const written = (format: string): string =>
      nephoscope(['hunt', audit, '--flows', hostile, '-q', '-f', format], { env: { COLUMNS: '240' } }).out;
    const table = written('table');
    expect(table).toContain('\\u{1b}');
    for (const format of ['table', 'html', 'markdown', 'csv'])
      expect(written(format)).not.toContain('\u001b');
    expect(written('html')).not.toContain('<script>x');
    expect(written('markdown')).not.toContain('](http:');
    expect(JSON.parse(written('json'))[1].network.instances[0].domains).toHaveLength(3);
  });
});
