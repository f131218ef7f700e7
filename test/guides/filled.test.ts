import { describe, expect, test } from 'vitest';
import type { Activity } from '../../src/activity/activity.ts';
import type { Provider } from '../../src/activity/vocabulary.ts';
import { huntFiles } from '../../src/engine/hunt-files.ts';
import { caseOf, planResponse } from '../../src/guides/index.ts';
import { pageText } from '../../src/report/page/page-text.ts';
import { caseInvestigation } from '../../src/report/pages/investigation-section.ts';
import { playbookJson } from '../../src/report/pages/playbook-json.ts';
import { playbookPage } from '../../src/report/pages/playbook-page.ts';
import { shippedGuides } from '../support/shipped-guides.ts';

/** What the purple team did in the example logs of one cloud: a launch, and in AWS what came before it. */
const operations = [
  'CreateVolume',
  'CreateSnapshot',
  'RunInstances',
  'Microsoft.Compute/virtualMachines/write',
  'v1.compute.instances.insert',
];

async function examples(cloud: Provider): Promise<readonly Activity[]> {
  const found: Activity[] = [];
  await huntFiles([`examples/${cloud}`], [], {
    minRank: 0,
    keepRecord: false,
    everyActivity: true,
    remember: false,
    from: Number.NEGATIVE_INFINITY,
    to: Number.POSITIVE_INFINITY,
    threads: 1,
    onActivity: (activity) => void found.push(activity),
  });
  return found
    .filter(
      ({ principal, operation }) => principal.name?.startsWith('tess') && operations.includes(operation),
    )
    .sort((a, b) => a.time - b.time);
}

const cases: readonly (readonly [Provider, string])[] = [
  ['aws', 'T1578.002'],
  ['azure', 'T1578.002'],
  ['gcp', 'T1578.002'],
];

describe.each(cases)('the examples of %s', async (cloud, technique) => {
  const given = caseOf('0123456789abcdef01234567', await examples(cloud), { logs: ['logs/'] });
  const plan = planResponse(shippedGuides, [technique], given);

  test(`fill the playbook of ${technique} in`, async () => {
    expect(given.activities.length).toBeGreaterThan(0);
    const subject = { id: given.id, title: 'A title', facts: [['Level', 'high']] as const };
    const guide = shippedGuides.guides.get(technique);
    const page = playbookPage(plan, {
      subject,
      ...caseInvestigation(guide ? [guide] : [], shippedGuides.pivots, given),
    });
    await expect(pageText(page, { width: 100, colour: false })).toMatchFileSnapshot(
      `golden/${cloud}-${technique}.txt`,
    );
  });

  test('leave open only what no log knows', () => {
    const open = plan.open.map(({ name }) => name);
    for (const known of [
      'INSTANCE',
      'INSTANCE_NAME',
      'ACCOUNT',
      'FROM',
      'TO',
      'OPERATION',
      'LOGS',
      'FINDING',
    ])
      expect(open).not.toContain(known);
    expect(plan.refused).toEqual([]);
  });

  test('give the same as data', () => {
    const data = playbookJson(plan) as { phases: { steps: { clouds: object }[] }[] };
    const clouds = new Set(
      data.phases.flatMap(({ steps }) => steps.flatMap((step) => Object.keys(step.clouds))),
    );
    expect([...clouds]).toEqual([cloud]);
  });
});
