import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Random } from '../../bench/generate/random.ts';
import { renderDiagnostic } from '../../src/core/diagnostic.ts';
import { compile } from '../../src/emit/closure/index.ts';
import { evaluate, explain } from '../../src/emit/reference/index.ts';
import { loadPack, readRuleFiles } from '../../src/engine/load-content.ts';
import { createMatcher } from '../../src/engine/matcher.ts';
import { lintRules, loadRules } from '../../src/lang/sigma/index.ts';
import { someRecords, someRules } from '../support/hunting.ts';
import { fuzz, mutateBytes, mutateRecord } from '../support/mutate.ts';

const shared = '../shared/data/sigma/sigmahq';
const files = [...loadPack('cloud-compute').files, ...(existsSync(shared) ? readRuleFiles([shared]) : [])];
const records = someRecords(9, 60);
/** Longer than any rule of this size may take by far; a machine under load is slow. */
const LONGEST_MS = 3000;

const pieces = [
  '|contains',
  '|re: ',
  '|re|i',
  '|base64offset|contains',
  '|windash',
  '|cidr',
  '|expand',
  '|fieldref',
  '|all',
  ' and not ',
  '1 of them',
  'all of x*',
  '((',
  '))',
  '*'.repeat(300),
  '?'.repeat(300),
  '(a+)+$',
  '(?:(?:a|b)*)*',
  '[a-z'.repeat(50),
  'a{1000}{1000}',
  '\\',
  '%x%',
  '&a ',
  '*a',
  '<<: *a',
  '\n---\n',
  '\n  - ',
  ': |\n',
  '"',
  "'",
  '\t',
  '\u0000',
  '\ud800',
  '!!binary ',
  '0x7fffffffffffffff',
  '1e9999',
  '__proto__: ',
  'correlation:\n  type: event_count\n',
  `[${'['.repeat(2000)}`,
];

function mutateRule(text: string, random: Random): string {
  let out = text;
  for (let left = 1 + random.below(4); left > 0; left -= 1) {
    const at = random.below(out.length + 1);
    const end = at + random.below(random.chance(0.3) ? 60 : 6);
    const way = random.below(5);
    if (way === 0) out = mutateBytes(Buffer.from(out), random).toString();
    else if (way === 1) out = out.slice(0, at) + out.slice(at, end).repeat(random.below(40)) + out.slice(at);
    else out = out.slice(0, at) + random.pick(pieces) + out.slice(end);
  }
  return out;
}

test('odd rules: never an exception, never long, every diagnostic has a place in the text', async () => {
  await fuzz((random) => {
    const text = mutateRule(random.pick(files).text, random);
    const start = performance.now();
    const sources = [{ path: 'r.yml', text }];
    const { rules, diagnostics, refused } = loadRules(sources, { placeholders: { x: ['a', 'b*'] } });
    lintRules(sources);
    for (const diagnostic of diagnostics) {
      const { at } = diagnostic;
      const lines = text.split(/\r\n|\r|\n/);
      expect(at?.file).toBe('r.yml');
      expect(at?.line).toBeGreaterThan(0);
      expect(at?.line).toBeLessThanOrEqual(lines.length + 1);
      expect(at?.column).toBeGreaterThan(0);
      expect(renderDiagnostic(diagnostic, text)).toContain(diagnostic.code);
    }
    if (refused > 0) expect(diagnostics.some(({ severity }) => severity === 'error')).toBe(true);
    for (const rule of rules) {
      const run = compile(rule);
      for (let left = 3; left > 0; left -= 1) run(mutateRecord(random.pick(records), random));
    }
    expect(performance.now() - start).toBeLessThan(LONGEST_MS);
  });
});

test('odd records: rules match without an exception, and as the reference says', async () => {
  const rules = someRules();
  const matcher = createMatcher(rules);
  await fuzz((random) => {
    const record = mutateRecord(random.pick(records), random);
    const start = performance.now();
    const matched = matcher.match(record).map(({ rule }) => rule);
    expect(performance.now() - start).toBeLessThan(LONGEST_MS);
    expect(matched).toEqual(rules.filter((rule) => evaluate(rule, record)));
    for (const rule of matched) expect(explain(rule, record).matched).toBe(true);
  });
});

test.each(['(a+)+$', '(a|aa)+$', '(a*)*b', '(.*)*(.*)*x', '^(([a-z])+.)+[A-Z]([a-z])+$'])(
  'the regular expression %s takes time in proportion to the text',
  (source) => {
    const text = `title: t
logsource:
  product: aws
detection:
  selection:
    userAgent|re: '${source}'
  condition: selection
`;
    const [rule] = loadRules([{ path: 'r.yml', text }]).rules;
    if (!rule) throw new Error('refused');
    const run = compile(rule);
    const time = (length: number): number => {
      const record = { userAgent: `${'a'.repeat(length)}!` };
      const start = performance.now();
      run(record);
      return performance.now() - start;
    };
    time(2000);
    const [short, long] = [Math.max(1, time(2000)), time(32_000)];
    // Sixteen times the text; exponential time would never end, quadratic time would be 256 times as long.
    expect(long / short).toBeLessThan(120);
  },
);
