import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { reports } from '../report/index.ts';
import { run } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'nephoscope-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const evil = '\u001b]0;x\u0007\u009b31m\u202egpj\u200f';
const snapshot = 'snap-07423b4da009e33ab';
const log = join(folder, 'log.json');
const common = {
  eventVersion: '1.08',
  eventSource: 'ec2.amazonaws.com',
  awsRegion: 'eu-west-1',
  sourceIPAddress: '198.51.100.7',
  userAgent: evil,
  eventType: 'AwsApiCall',
  recipientAccountId: '111111111111',
  userIdentity: {
    type: 'IAMUser',
    principalId: 'AIDAMARA',
    arn: `arn:aws:iam::111111111111:user/mara${evil}`,
    accountId: '111111111111',
    userName: `mara${evil}`,
  },
};
writeFileSync(
  log,
  JSON.stringify({
    Records: [
      {
        ...common,
        eventID: '00000000-0000-4000-8000-000000000001',
        eventTime: '2026-03-01T00:00:00Z',
        eventName: 'CreateSnapshot',
        requestParameters: { volumeId: 'vol-0aaa0aaa0aaa0aaa7' },
        responseElements: { snapshotId: snapshot, volumeId: 'vol-0aaa0aaa0aaa0aaa7' },
      },
      {
        ...common,
        eventID: '00000000-0000-4000-8000-000000000002',
        eventTime: '2026-03-01T00:01:00Z',
        eventName: 'ModifySnapshotAttribute',
        requestParameters: {
          snapshotId: snapshot,
          attributeType: 'CREATE_VOLUME_PERMISSION',
          createVolumePermission: { add: { items: [{ userId: '999999999999' }] } },
        },
        responseElements: { _return: true },
      },
    ],
  }),
);

async function print(args: readonly string[], outIsTerminal = true): Promise<string> {
  let text = '';
  await run([...args, '--threads', '1'], {
    out: async (more) => {
      text += more;
    },
    err: () => undefined,
    outIsTerminal,
    errIsTerminal: true,
    width: 120,
    outColour: false,
    errColour: false,
    now: () => Date.parse('2026-03-02T00:00:00Z'),
    interrupt: new AbortController().signal,
  });
  return text;
}

/** A terminal acts on these. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
const acting = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

describe('names from logs do nothing to a terminal', () => {
  it.each([
    ...reports.map(({ name }) => ['hunt', log, '-q', '-f', name]),
    ['hunt', log, '-q', '-f', 'json', '--include-record'],
    ['hunt', log, '-q', '--profile', 'suzaku'],
    ['normalize', log, '-q', '--include-record'],
    ...['text', 'json', 'dot', 'mermaid'].map((name) => ['lineage', snapshot, log, '-q', '-f', name]),
  ])('%s %s %s %s %s', async (...args) => {
    const text = await print(args);
    expect(text).not.toBe('');
    expect(text).not.toMatch(acting);
  });

  it('explain, as text and as JSON', async () => {
    const lines = (await print(['hunt', log, '-q', '-f', 'ndjson'], false)).trim().split('\n');
    for (const { id } of lines.map((line) => JSON.parse(line) as { readonly id: string })) {
      for (const more of [[], ['--json']]) {
        const text = await print(['explain', id, log, '-q', ...more]);
        expect(text).toContain('gpj');
        expect(text).not.toMatch(acting);
      }
    }
  });

  it('a file or a pipe gets the names as they are', async () => {
    expect(await print(['normalize', log, '-q'], false)).toContain('\u202egpj');
  });
});
