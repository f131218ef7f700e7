import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadRules } from '../lang/sigma/index.ts';
import {
  explainFinding,
  explainFindings,
  type FindingExplanation,
  type Inspection,
} from './explain-finding.ts';
import { huntFiles } from './hunt-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'nephoscope-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rule = (name: string, level: string): string =>
  `title: ${name}\nname: ${name}\nlevel: ${level}\nlogsource: { category: cloud_activity }\ndetection: { sel: { operation: ${name} }, condition: sel }\n---\n`;
const text = `${rule('StopInstances', 'high')}${rule('DeleteSnapshot', 'high')}${rule('CopySnapshot', 'low')}title: All three
level: critical
correlation: { type: temporal, rules: [StopInstances, DeleteSnapshot, CopySnapshot], group-by: [principal.key], timespan: 1h, generate: true }
`;
const { rules, correlations } = loadRules([{ path: 'r.yml', text }]);

/** Mara stops six instances, a minute apart, and deletes a snapshot; nothing is copied. */
const Records = ['DeleteSnapshot', ...Array<string>(6).fill('StopInstances')].map((eventName, index) => ({
  eventVersion: '1.08',
  eventID: `00000000-0000-4000-8000-00000000000${index}`,
  eventTime: `2026-03-01T00:0${index}:00Z`,
  eventSource: 'ec2.amazonaws.com',
  eventName,
  awsRegion: 'eu-west-1',
  eventType: 'AwsApiCall',
  recipientAccountId: '111111111111',
  userIdentity: {
    type: 'IAMUser',
    arn: 'arn:aws:iam::111111111111:user/mara',
    accountId: '111111111111',
    userName: 'mara',
  },
  requestParameters: { instancesSet: { items: [{ instanceId: 'i-0000000000000000a' }] } },
}));

async function inspect<T>(look: (inspection: Inspection) => T): Promise<T> {
  const path = join(folder, 'log.json');
  writeFileSync(path, JSON.stringify({ Records }));
  let seen: T | undefined;
  await huntFiles([path], rules, {
    correlations,
    from: Number.NEGATIVE_INFINITY,
    to: Number.POSITIVE_INFINITY,
    minRank: 0,
    keepRecord: true,
    everyActivity: false,
    remember: true,
    threads: 1,
    inspect: (inspection) => {
      seen = look(inspection);
    },
  });
  return seen as T;
}

const missed = ({ missedCorrelations }: FindingExplanation): unknown =>
  missedCorrelations.map(({ correlation, there, missing, events }) => [
    correlation.title,
    there,
    missing,
    events,
  ]);

test('what is near a finding: the steps that were there, and those that are missing', async () => {
  const explained = await inspect((inspection) =>
    explainFinding(inspection.detected.findings[0] as never, inspection),
  );
  expect(missed(explained)).toEqual([
    ['All three', ['StopInstances', 'DeleteSnapshot'], ['CopySnapshot'], 7],
  ]);
});

test('several findings are explained as each by itself, in one pass over what was observed', async () => {
  const { together, each, looks, size } = await inspect((inspection) => {
    const { findings } = inspection.detected;
    let count = 0;
    const counting = {
      ...inspection,
      find: (at: number) => {
        count += 1;
        return inspection.find(at);
      },
    };
    return {
      together: explainFindings(findings, counting),
      looks: count,
      each: findings.map((finding) => explainFinding(finding, inspection)),
      size: inspection.matched.length,
    };
  });
  expect(together).toHaveLength(7);
  expect(together.map(missed)).toEqual(each.map(missed));
  expect(looks).toBe(size);
});
