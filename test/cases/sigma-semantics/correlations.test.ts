import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { createHunt } from '../../../src/engine/hunt.ts';
import { type LoadResult, loadRules } from '../../../src/lang/sigma/index.ts';
import { type CorrelationCheck, correlationRows } from './correlation-rows.ts';

const rules = ['a', 'b', 'c']
  .map(
    (name) =>
      `title: ${name === 'c' ? 'Third rule' : name}\nid: 5e1f0a52-0000-4000-8000-00000000000${name}\nname: ${name}\nlevel: low\nlogsource: { product: any }\ndetection: { selection: { is|contains: ${name} }, condition: selection }\n---\n`,
  )
  .join('');

function load({ correlation, strict }: CorrelationCheck): LoadResult {
  const text = `${rules}title: case\ncorrelation: ${correlation}\n`;
  return loadRules([{ path: 'case.yml', text }], { strict: strict ?? false });
}

function run(check: CorrelationCheck, events: CorrelationCheck['events'] = []): string[] {
  const { rules: own, correlations } = load(check);
  // Plain data: what they are does not change when they cross a thread.
  const revived = JSON.parse(JSON.stringify({ rules: own, correlations })) as LoadResult;
  const hunt = createHunt({ rules: revived.rules, correlations: revived.correlations, packs: [] });
  for (const [seconds, is, fields] of events)
    hunt.push({ is, ...fields } as JsonObject, { time: seconds * 1000 });
  return hunt.finish().findings.map(({ rule, endTime = 0, group, count }) => {
    const values = Object.values(group ?? {});
    const groups = values.length > 0 ? ` [${values[0]}]` : '';
    return `${rule.title} @ ${endTime / 1000}${groups} ×${count}`;
  });
}

describe.each(correlationRows)('$name', ({ checks }) => {
  test.each(checks)('$correlation', (check) => {
    const { correlations, diagnostics } = load(check);
    const codes = [...new Set(diagnostics.map(({ code }) => code))];
    expect(codes).toEqual([check.refused, check.warns].filter((code) => code !== undefined));
    if (check.refused !== undefined) {
      expect(correlations.some(({ title }) => title === 'case')).toBe(false);
      return;
    }
    const events = check.events ?? [];
    expect(run(check, events)).toEqual(check.found);
    expect(run(check, events.toReversed())).toEqual(check.found);
  });
});
