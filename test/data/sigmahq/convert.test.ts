import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { convertRule } from '../../../src/convert/convert.ts';
import { evaluate } from '../../../src/emit/reference/index.ts';
import { targets } from '../../../src/emit/siem/index.ts';
import type { Rule } from '../../../src/ir/rule.ts';
import { loadRules } from '../../../src/lang/sigma/index.ts';
import { hasShape, recordsFor } from '../../support/siem/rule-records.ts';
import { runners } from '../../support/siem/runners.ts';

/** Public rules, beside the checkout. Their text stays there. */
const corpus = '../shared/data/sigma/sigmahq';

function loadCorpus(): readonly Rule[] {
  const files = readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.yml'),
  );
  return loadRules(files.map((file) => ({ path: file, text: readFileSync(join(corpus, file), 'utf8') })))
    .rules;
}

describe.skipIf(!existsSync(corpus))('public rules as queries (skipped without ../shared/data)', () => {
  const rules = existsSync(corpus) ? loadCorpus() : [];

  it.each(targets)('$name: each is carried over, or refused with a reason', (target) => {
    const counts = { queries: 0, refused: 0 };
    for (const rule of rules) {
      const { queries, refusals } = convertRule(rule, target);
      expect(queries.length + refusals.length).toBeGreaterThan(0);
      expect(refusals.every(({ reason }) => reason.length > 10)).toBe(true);
      counts.queries += queries.length;
      counts.refused += refusals.length;
    }
    expect(counts.queries).toBeGreaterThan(60);
  });

  it.each(runners)('$target: queries find what rules find', ({ target: name, run }) => {
    const target = targets.find((one) => one.name === name);
    if (!target) throw new Error(name);
    const untold: string[] = [];
    let found = 0;
    for (const rule of rules) {
      for (const query of convertRule(rule, target).queries) {
        if (!hasShape(query.service)) continue;
        const records = recordsFor(rule, query.service);
        const hits = run(
          query.query,
          query.service,
          records.map((record) => [record]),
        );
        for (const [index, record] of records.entries()) {
          const expected = evaluate(rule, record);
          if (expected && hits[index]) found += 1;
          if (hits[index] === expected || query.losses.length + query.differences.length > 0) continue;
          untold.push(`${rule.source.path} ${expected ? 'missed' : 'found too'} ${JSON.stringify(record)}`);
        }
      }
    }
    expect(untold).toEqual([]);
    expect(found).toBeGreaterThan(100);
  });
});
