import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { huntFiles } from '../../src/engine/hunt-files.ts';

/** Public sample data; they stay outside the project. Without them these tests are skipped. */
const data = '../shared/data';

describe.skipIf(!existsSync(data))('all public sample data', () => {
  it('are read: what is skipped is no audit record, and nothing is rejected', async () => {
    const folders = ['aws', 'azure', 'gcp', 'formats'].map((folder) => `${data}/${folder}`);
    const { stats } = await huntFiles(folders, [], {
      minRank: 0,
      keepRecord: false,
      everyActivity: true,
      remember: false,
      from: Number.NEGATIVE_INFINITY,
      to: Number.POSITIVE_INFINITY,
      threads: 1,
    });
    // The manifest of the formats and the labels of the samples are JSON, too.
    const unknown = stats.problems.map(({ path, kind }) => `${path.replace(/.*\//, '')} ${kind}`);
    expect(unknown.toSorted()).toEqual([
      'MANIFEST.json unknown-records',
      'stratus-labels.json unknown-records',
    ]);
    expect(stats.records.rejected).toEqual({});
    expect(stats.rejectedPlaces).toEqual([]);
    // The labels of the samples, the manifest of the formats, VPC flow and load balancer logs, a notification.
    expect(stats.records.skipped).toMatchInlineSnapshot(`
      {
        "load-balancer-log": 2,
        "network-flow-record": 1,
        "s3-notification": 1,
        "unknown-record": 24,
      }
    `);
    expect(stats.records.read).toBeGreaterThan(3000);
  });
});
