import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Activity } from '../../src/activity/activity.ts';
import { huntFiles } from '../../src/engine/hunt-files.ts';

/**
 * A case is a folder: `input.*` as a cloud delivers it, and `expect.json`, what is made of it. `npm run test:update`
 * writes the expectations anew: look at the difference before you commit it.
 */
const root = 'test/cases/containers';

describe('containers, from bytes to Activities', () => {
  it.each(readdirSync(root).toSorted())('%s', async (name) => {
    const folder = join(root, name);
    const others = readdirSync(folder).filter((file) => file !== 'expect.json');
    expect(others).toHaveLength(1);
    const activities: Activity[] = [];
    const { stats } = await huntFiles([join(folder, others[0] ?? '')], [], {
      minRank: 0,
      keepRecord: false,
      everyActivity: true,
      remember: false,
      from: Number.NEGATIVE_INFINITY,
      to: Number.POSITIVE_INFINITY,
      threads: 1,
      onActivity: (activity) => activities.push(activity),
    });
    const result = { records: stats.records, problems: stats.problems, activities };
    await expect(`${JSON.stringify(result, null, 2)}\n`).toMatchFileSnapshot(join('containers', name, 'expect.json'));
  });
});
