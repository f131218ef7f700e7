import { describe, expect, test } from 'vitest';
import { rank } from '../../src/core/levels.ts';
import { found, hunt, huntStory, pack, said } from '../support/chains/hunting.ts';
import {
  earlier,
  recordsOf,
  refused,
  type Scenario,
  withOtherPrincipal,
  withOtherResources,
} from '../support/chains/scenario.ts';
import { stories } from '../support/chains/stories/index.ts';

const named = stories.map((story) => [`${story.chain} ${story.cloud}: ${story.about}`, story] as const);

test('every correlation that alerts is told by a story', () => {
  const inner = new Set(pack.correlations.flatMap(({ rules }) => rules));
  const alerting = pack.correlations.filter(({ id }) => !inner.has(id)).map(({ name }) => name);
  expect(alerting.filter((name) => !stories.some(({ rule }) => rule === name))).toEqual([]);
});

describe.each(named)('%s', (_name, story) => {
  test('fires, at its level, as one incident with all of its stages', () => {
    const result = huntStory(story);
    const findings = found(result, story.rule);
    expect(findings.length).toBe(1);
    const [finding] = findings;
    expect(rank(finding?.level ?? 'informational')).toBeGreaterThanOrEqual(rank(story.level));
    expect(finding?.rule.techniques.length).toBeGreaterThan(0);
    expect(result.incidents.length).toBe(1);
    const [incident] = result.incidents;
    expect(incident?.findings).toContain(finding?.id);
    expect(incident?.story.length).toBe(story.stages.length);
    expect(rank(incident?.level ?? 'informational')).toBeGreaterThanOrEqual(rank(story.level));
  });

  test('does so in any order of the records', () => {
    const before = recordsOf(story.before ?? []);
    const records = recordsOf(story.stages);
    const { parameters } = story;
    const expected = said(huntStory(story).findings);
    for (const order of orders(records.length)) {
      const shuffled = order.map((at) => records[at] as (typeof records)[number]);
      expect(said(hunt([...shuffled, ...before], { parameters }).findings)).toEqual(expected);
    }
  });

  test.each(needed(story))('not without: %s', (name) => {
    const others = story.stages.filter((stage) => stage.name !== name);
    expect(found(huntStory(story, others), story.rule)).toEqual([]);
  });

  if (!story.countsAttempts) {
    test.each(needed(story))('not when it was tried and refused: %s', (name) => {
      const others = story.stages.map((stage) => (stage.name === name ? refused(stage) : stage));
      expect(found(huntStory(story, others), story.rule)).toEqual([]);
    });
  }

  test.skipIf(story.stages.length === 1)('not when the first stage lies before the window', () => {
    const timespan = pack.correlations.find(({ name }) => name === story.rule)?.timespan ?? 0;
    const [first] = needed(story);
    const others = story.stages.map((stage) =>
      stage.name === first ? earlier(stage, timespan + 1000) : stage,
    );
    expect(found(huntStory(story, others), story.rule)).toEqual([]);
  });

  if (story.joinedBy.includes('lineage')) {
    test.each(needed(story))('not when done to other resources: %s', (name) => {
      const swapped = story.stages.map((stage) => (stage.name === name ? withOtherResources(stage) : stage));
      expect(found(huntStory(story, swapped), story.rule)).toEqual([]);
    });
  }

  if (story.joinedBy.includes('principal')) {
    test.each(needed(story))('not when done by somebody else: %s', (name) => {
      const swapped = story.stages.map((stage) => (stage.name === name ? withOtherPrincipal(stage) : stage));
      expect(found(huntStory(story, swapped), story.rule)).toEqual([]);
    });
  }
});

const MOST_TRIED = 6;

/** The stages that may not be missing; of a burst, whose stages are alike, the first, one between, and the last. */
function needed({ stages, optional = [] }: Scenario): string[] {
  const names = stages.map(({ name }) => name).filter((name) => !optional.includes(name));
  const some = [0, names.length >> 1, names.length - 1].map((at) => names[at] as string);
  return names.length > MOST_TRIED ? some : names;
}

/** Backwards, and some others that are the same on every run. */
function orders(count: number): number[][] {
  const forwards = Array.from({ length: count }, (_none, index) => index);
  const scattered = [7, 11, 13].map((step) =>
    forwards.toSorted((a, b) => ((a * step + 5) % 17) - ((b * step + 5) % 17)),
  );
  return [forwards.toReversed(), ...scattered];
}
