import { describe, expect, it } from 'vitest';
import { convert } from '../../../src/convert/convert.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { targets } from '../../../src/emit/siem/index.ts';
import { found, hunt, pack } from '../../support/chains/hunting.ts';
import {
  earlier,
  recordsOf,
  refused,
  type Scenario,
  type Stage,
  withOtherPrincipal,
} from '../../support/chains/scenario.ts';
import { stories } from '../../support/chains/stories/index.ts';
import { isWhole } from '../../support/siem/extent.ts';
import { runners } from '../../support/siem/runners.ts';

const content = new Map([...pack.rules, ...pack.correlations].map((one) => [one.id, one]));

interface Variant {
  readonly name: string;
  readonly records: readonly JsonObject[];
  /** Whether the engine finds it. */
  readonly isFound: boolean;
}

/** The first stage, one in the middle, and the last: the many stages of a count are all alike. */
function changedStages({ stages }: Scenario): readonly Stage[] {
  const places = [0, Math.floor(stages.length / 2), stages.length - 1];
  return isWhole ? stages : stages.filter((_stage, place) => places.includes(place));
}

/** The story, and stages of it changed: left out, refused, done by somebody else, too early. */
function variantsOf(story: Scenario): readonly Variant[] {
  const timespan = pack.correlations.find(({ name }) => name === story.rule)?.timespan ?? 0;
  const changed = (what: string, change: (stage: Stage) => readonly Stage[]): [string, readonly JsonObject[]][] =>
    changedStages(story).map((stage) => [
      `${what}: ${stage.name}`,
      recordsOf(story.stages.flatMap((one) => (one === stage ? change(one) : [one]))),
    ]);
  const all: readonly [string, readonly JsonObject[]][] = [
    ['as it is told', recordsOf(story.stages)],
    ...changed('without', () => []),
    ...changed('refused', (stage) => [refused(stage)]),
    ...changed('by somebody else', (stage) => [withOtherPrincipal(stage)]),
    ...changed('too early', (stage) => [earlier(stage, timespan + 1000)]),
  ];
  return all.map(([name, records]) => ({
    name,
    records,
    isFound: found(hunt(records), story.rule).length > 0,
  }));
}

const known = new Map<Scenario, readonly Variant[]>();

/** The same for every target. */
function knownVariants(story: Scenario): readonly Variant[] {
  const variants = known.get(story) ?? variantsOf(story);
  known.set(story, variants);
  return variants;
}

/** Targets whose correlations can be run here, and how many of the stories they have to carry. */
const carriers: readonly (readonly [string, number])[] = [
  ['sentinel', 10],
  ['splunk', 8],
  ['elastic', 5],
  ['qradar', 5],
];

describe.each(carriers)('%s finds what correlations find', (name, least) => {
  const target = targets.find((one) => one.name === name);
  const runner = runners.find((one) => one.target === name);
  if (!target || !runner) throw new Error(`no target ${name}`);
  const carried = stories.flatMap((story) => {
    const correlation = pack.correlations.find((one) => one.name === story.rule);
    const queries = correlation ? convert(correlation, target, content).queries : [];
    return queries
      .filter(({ cloud }) => cloud === story.cloud)
      .map((query) => [`${story.chain} ${story.cloud}: ${story.about}`, story, query] as const);
  });

  const told: string[] = [];
  it('in enough stories', () => {
    expect(carried.length).toBeGreaterThanOrEqual(least);
  });

  it.each(carried)('%s', (_name, story, query) => {
    const wrong = knownVariants(story).flatMap(({ name: variant, records, isFound }) => {
      const got = runner.finds(query.query, query.service, records);
      return got === isFound ? [] : [`${variant}: expected ${isFound}`];
    });
    const isTold = query.losses.length + query.differences.length > 0;
    if (isTold) told.push(...wrong.map((line) => `${story.chain} ${story.cloud}: ${line}`));
    else expect(wrong).toEqual([]);
  });

  it.skipIf(isWhole)('or says where it does not', async () => {
    await expect(`${told.join('\n')}\n`).toMatchFileSnapshot(`differences/correlations-${name}.txt`);
  });
});
