import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Random } from '../../bench/generate/random.ts';
import { type Diagnostic, renderDiagnostic } from '../../src/core/diagnostic.ts';
import { runQuery } from '../../src/emit/closure/query/index.ts';
import { fixQuery, lintQuery } from '../../src/engine/query/lint-query.ts';
import { loadQuery, printQuery, readReferenceFile } from '../../src/lang/aql/index.ts';
import { tokenize } from '../../src/lang/aql/lexer.ts';
import { activity } from '../support/activities.ts';
import { fuzz, mutateBytes } from '../support/mutate.ts';

const root = 'test/cases/aql';
const texts = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(root, entry.name, 'query.aql')))
  .map(({ name }) => readFileSync(join(root, name, 'query.aql'), 'utf8'));
const reference = readFileSync(join(root, 'reference.yml'), 'utf8');
const now = Date.UTC(2026, 2, 10, 10, 10);
const activities = [
  activity({ id: 'a', operation: 'RunInstances' }),
  activity({ id: 'b', time: now - 1000, attrs: { tags: { a: 'x' } } }),
];
/** Longer than any query of this size may take by far; a machine under load is slow. */
const LONGEST_MS = 3000;

const pieces = [
  "'",
  '"',
  "''",
  '‘',
  '”',
  '(',
  ')',
  '('.repeat(300),
  'NOT '.repeat(300),
  '-'.repeat(50),
  '- '.repeat(300),
  ' + 1'.repeat(700),
  ' ^ 2'.repeat(300),
  'CASE WHEN '.repeat(120),
  '/*',
  '*/',
  '--',
  ';',
  ' AND ',
  ' OR ',
  ' LIKE ',
  "MATCHES '(a+)+$'",
  "MATCHES '(((((((((('",
  "MATCHES '[[:alpha:]]{1000}{1000}'",
  "LIKE '%_%_%_%_%_%_%'",
  ' IN (SELECT username FROM events)',
  ' FROM (SELECT * FROM events)',
  'SESSION BY devicetime BEGIN TRUE',
  'GROUP BY ',
  'HAVING COUNT(*) > ',
  'LAST 99999999999 DAYS',
  "START '0000-00-00 00:00'",
  "DATEFORMAT(1e308, 'yyyyyyyyyyyyyyyyyyyyyy')",
  "TEXT SEARCH '((((((((('",
  'LIMIT 0',
  '0x',
  '1e999',
  '\u0000',
  '\ud800',
  '\ufeff',
  'İ',
  '__proto__',
  '"constructor"',
  'a AS b, b AS c, c AS a',
  `, ${'a,'.repeat(2000)}`,
];

function mutate(random: Random): string {
  let text = random.pick(texts);
  for (let count = random.below(6); count >= 0; count -= 1) {
    const at = random.below(text.length + 1);
    switch (random.below(5)) {
      case 0:
        text = text.slice(0, at) + random.pick(pieces) + text.slice(at);
        break;
      case 1:
        text = text.slice(0, at) + text.slice(at + random.below(12));
        break;
      case 2: {
        const other = random.pick(texts);
        const from = random.below(other.length);
        text = text.slice(0, at) + other.slice(from, from + random.below(60)) + text.slice(at);
        break;
      }
      case 3:
        text = text.slice(0, at);
        break;
      default:
        text = mutateBytes(Buffer.from(text), random).toString('utf8');
    }
  }
  return text;
}

function check(diagnostics: readonly Diagnostic[], text: string): void {
  const lines = text.split('\n');
  for (const diagnostic of diagnostics) {
    const { at } = diagnostic;
    expect(at).toBeDefined();
    const line = lines[(at?.line ?? 0) - 1];
    expect(line).toBeDefined();
    expect(at?.column).toBeGreaterThan(0);
    expect(at?.column).toBeLessThanOrEqual((line?.length ?? 0) + 1);
    expect(renderDiagnostic(diagnostic, text)).toContain(diagnostic.code);
  }
}

test('any text is a query or has diagnostics with places; nothing throws or takes long', async () => {
  let ran = 0;
  await fuzz((random) => {
    const text = mutate(random);
    const started = performance.now();
    const tokens = tokenize(text);
    expect(tokens.at(-1)?.kind).toBe('end');
    for (const [index, token] of tokens.entries()) {
      expect(token.range.start).toBeGreaterThanOrEqual(tokens[index - 1]?.range.end ?? 0);
      expect(token.range.end).toBeLessThanOrEqual(text.length);
    }
    const { query, statement, diagnostics } = loadQuery('fuzz.aql', text, { now });
    check(diagnostics, text);
    expect(query === undefined).toBe(!statement || diagnostics.some(({ severity }) => severity === 'error'));
    if (statement) printQuery(statement);
    if (query) {
      ran += 1;
      for (const row of runQuery(query, activities).rows) expect(row).toHaveLength(query.select.items.length);
    }
    expect(performance.now() - started).toBeLessThan(LONGEST_MS);
  });
  expect(ran).toBeGreaterThan(0);
});

test('what can run can be linted and repaired, and the repaired query is one', async () => {
  await fuzz((random) => {
    const text = mutate(random);
    const { query } = loadQuery('fuzz.aql', text, { now });
    if (!query) return;
    check(lintQuery('fuzz.aql', text, { now }), text);
    const fixed = fixQuery('fuzz.aql', text, { now });
    const again = loadQuery('fixed.aql', printQuery((fixed as NonNullable<typeof fixed>).statement), {
      now,
      references: {
        collections: [{ kind: 'set', name: 'approved automation', ignoreCase: true, values: [] }],
      },
    });
    expect(again.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

test('any file of reference data is one or has diagnostics', async () => {
  await fuzz((random) => {
    const text = mutateBytes(Buffer.from(reference), random).toString('utf8');
    const { diagnostics, collections } = readReferenceFile({ path: 'fuzz.yml', text });
    for (const { at } of diagnostics) expect(at?.file).toBe('fuzz.yml');
    expect(Array.isArray(collections)).toBe(true);
  });
});
