import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { irVersion } from '../../../src/ir/nodes.ts';
import { findWitness } from '../../../src/ir/witness.ts';
import type { SourceFile } from '../../../src/lang/sigma/index.ts';
import { aliasVersion, lintRules, loadRules } from '../../../src/lang/sigma/index.ts';

const folder = '../shared/data/sigma/sigmahq';

function readAll(): SourceFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yml'))
    .sort()
    .map((path) => ({ path, text: readFileSync(`${folder}/${path}`, 'utf8') }));
}

function count(keys: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const key of keys.toSorted()) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

describe.skipIf(!existsSync(folder))(`public cloud rules (needs ${folder})`, () => {
  test('every file loads without an error, and the counts may only get better', async () => {
    const files = readAll();
    const { rules, refused, diagnostics } = loadRules(files);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect([rules.length, refused]).toEqual([files.length, 0]);
    const summary = {
      ir: irVersion,
      aliases: aliasVersion,
      files: files.length,
      rules: count(rules.map(({ logsource }) => `${logsource.product}/${logsource.service}`)),
      withoutLiteral: rules.filter((rule) => !findWitness(rule)).length,
      techniques: new Set(rules.flatMap(({ techniques }) => techniques)).size,
      tactics: new Set(rules.flatMap(({ tactics }) => tactics)).size,
      lint: count(lintRules(files).map(({ code }) => code)),
    };
    await expect(`${JSON.stringify(summary, null, 2)}\n`).toMatchFileSnapshot('corpus.golden.json');
  });

  test('every file loads in strict mode too', () => {
    expect(loadRules(readAll(), { strict: true }).refused).toBe(0);
  });
});
