import { existsSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { Activity } from '../../src/activity/activity.ts';
import { activitySchema } from '../../src/activity/schema.ts';
import { huntFiles } from '../../src/engine/hunt-files.ts';

const validate = new Ajv2020({ allErrors: true }).compile(activitySchema());

async function activitiesOf(path: string): Promise<Activity[]> {
  const activities: Activity[] = [];
  await huntFiles([path], [], {
    minRank: 0,
    keepRecord: false,
    everyActivity: true,
    remember: false,
    from: Number.NEGATIVE_INFINITY,
    to: Number.POSITIVE_INFINITY,
    threads: 1,
    onActivity: (activity) => activities.push(activity),
  });
  return activities;
}

describe('the JSON Schema of the Activity', () => {
  it('is checked in as it is made', () => {
    expect(JSON.parse(readFileSync('schema/activity.schema.json', 'utf8'))).toEqual(activitySchema());
  });

  const inputs = ['examples', '../shared/data/aws', '../shared/data/gcp', '../shared/data/formats'];
  for (const path of inputs) {
    it.runIf(existsSync(path))(`holds for every Activity of ${path} (needs that folder)`, async () => {
      const activities = await activitiesOf(path);
      expect(activities.length).toBeGreaterThan(0);
      const problems = activities.flatMap((activity) =>
        validate(activity)
          ? []
          : (validate.errors ?? []).map(
              ({ instancePath, message, params }) =>
                `${activity.operation} ${instancePath} ${message} ${JSON.stringify(params)}`,
            ),
      );
      expect([...new Set(problems)]).toEqual([]);
    });
  }
});
