import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { Detector } from '../../src/detect/incremental/detector.ts';
import { huntFiles } from '../../src/engine/hunt-files.ts';
import { found, hunt, huntStory, observe, packWith, remembering, said } from '../support/chains/hunting.ts';
import { recordsOf, uuidOf } from '../support/chains/scenario.ts';
import { stories } from '../support/chains/stories/index.ts';

const named = stories.map((story) => [`${story.chain} ${story.cloud}: ${story.about}`, story] as const);
/** Longer than the longest window. */
const LATENESS = 36 * 86_400_000;
const MOST_TRIED = 6;
const folder = mkdtempSync(join(tmpdir(), 'nephoscope-chains-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('no story is told twice', () => {
  const names = named.map(([name]) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

describe.each(named)('%s', (_name, story) => {
  const expected = said(huntStory(story).findings);
  const { rules, correlations } = packWith(story.parameters);
  const before = recordsOf(story.before ?? []);
  const records = recordsOf(story.stages);

  test('a stage that comes late completes it', () => {
    const earlier = observe(before, story.parameters);
    const observations = observe(records, story.parameters);
    for (const late of observations.length > MOST_TRIED ? observations.slice(-3) : observations) {
      const detector = new Detector(rules, correlations, { lateness: LATENESS, minRank: 0 });
      detector.push(earlier);
      for (const one of observations) if (one !== late) detector.push([one]);
      detector.push([late]);
      expect(said(detector.finish())).toEqual(expected);
    }
  });

  test('in as many files as there are records, the last one first', async () => {
    const place = mkdtempSync(join(folder, 'story-'));
    for (const [index, record] of [...before, ...records].toReversed().entries())
      writeFileSync(join(place, `${String(index).padStart(3, '0')}.json`), JSON.stringify(record));
    const { findings } = await huntFiles([place], rules, {
      ...remembering,
      correlations,
      threads: 1,
    });
    expect(said(findings)).toEqual(expected);
  });

  test('inside one second the order does not count', () => {
    for (const salt of ['a', 'b', 'c', 'd', 'e', 'f']) {
      const findings = found(
        hunt([...before, ...inOneSecond(story.stages, salt)], { parameters: story.parameters }),
        story.rule,
      );
      expect(findings.length, salt).toBe(1);
    }
  });
});

/** Every call in the same second, under ids that put them into another order with every salt. */
function inOneSecond(stages: (typeof stories)[number]['stages'], salt: string): ReturnType<typeof recordsOf> {
  return recordsOf(
    stages.map((stage, index) => {
      const text = JSON.stringify(stage.records)
        .replaceAll(/"(eventTime|time|timestamp)":"[^"]*"/g, '"$1":"2026-04-14T09:00:00Z"')
        .replaceAll(
          /"(eventID|correlationId|insertId)":"([^"]*)"/g,
          (_all, key: string, id: string) => `"${key}":"${uuidOf(`${salt} ${index} ${id}`)}"`,
        );
      return { ...stage, records: JSON.parse(text) as typeof stage.records };
    }),
  );
}
