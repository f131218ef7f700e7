import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { convertRule } from '../../../src/convert/convert.ts';
import type { Json, JsonObject } from '../../../src/core/json.ts';
import { evaluate } from '../../../src/emit/reference/index.ts';
import { targets } from '../../../src/emit/siem/index.ts';
import type { Pattern } from '../../../src/ir/nodes.ts';
import type { Rule } from '../../../src/ir/rule.ts';
import { fieldsOf, leaves } from '../../../src/ir/walk.ts';
import { loadRules } from '../../../src/lang/sigma/index.ts';
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

const bases: Readonly<Record<string, JsonObject>> = {
  cloudtrail: {
    eventVersion: '1.09',
    eventTime: '2026-04-14T09:00:00Z',
    eventSource: 'none',
    eventName: 'None',
  },
  activitylogs: { time: '2026-04-14T09:00:00Z', operationName: 'none/none/read', resultType: 'Start' },
  auditlogs: { time: '2026-04-14T09:00:00Z', operationName: 'none', category: 'AuditLogs', properties: {} },
  'gcp.audit': { timestamp: '2026-04-14T09:00:00Z', insertId: 'i', protoPayload: { methodName: 'none' } },
};

const sample = (pattern: Pattern): string =>
  pattern.map((part) => (part.kind === 'text' ? part.text : 'x')).join('');

/** Records that some selections of a rule are made for: what it finds, and what it nearly finds. */
function recordsFor(rule: Rule, service: string): readonly JsonObject[] {
  const base = bases[service] ?? {};
  const bySelection = new Map<string, [string, Json][][]>();
  for (const { selection, leaf } of leaves(rule)) {
    if (leaf.kind !== 'string' && leaf.kind !== 'number' && leaf.kind !== 'boolean') continue;
    const [source] = fieldsOf(leaf)[0]?.sources ?? [];
    if (source?.kind !== 'path') continue;
    const value =
      leaf.kind === 'string'
        ? sample(leaf.pattern)
        : leaf.kind === 'number'
          ? Number(leaf.value)
          : leaf.value;
    const known = bySelection.get(selection.name) ?? [];
    const there = known.find((some) => some[0]?.[0] === source.path);
    if (there) there.push([source.path, value]);
    else known.push([[source.path, value]]);
    bySelection.set(selection.name, known);
  }
  const build = (names: readonly string[], pick: number): JsonObject => {
    const record = structuredClone(base) as Record<string, Json>;
    for (const name of names)
      for (const some of bySelection.get(name) ?? []) {
        const [path, value] = some[Math.min(pick, some.length - 1)] ?? ['', ''];
        put(record, path.split('.'), value);
      }
    const message = (record['properties'] as JsonObject | undefined)?.['message'];
    if (typeof message === 'string' && service === 'activitylogs') record['operationName'] = message;
    return record;
  };
  const names = [...bySelection.keys()];
  return [names, ...names.map((name) => [name])].flatMap((some) => [0, 1].map((pick) => build(some, pick)));
}

function put(record: Record<string, Json>, [key = '', ...rest]: readonly string[], value: Json): void {
  if (rest.length === 0) record[key] = value;
  else {
    const inner = record[key];
    const next = (
      typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? { ...(inner as JsonObject) } : {}
    ) as Record<string, Json>;
    put(next, rest, value);
    record[key] = next;
  }
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
        if (!Object.hasOwn(bases, query.service)) continue;
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
