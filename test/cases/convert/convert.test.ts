import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { carryRules, type SiemTarget, siemTargets as targets } from '../../../src/convert/index.ts';
import { loadRules } from '../../../src/lang/sigma/index.ts';

/**
 * A case is a folder with `rule.yml` and, for each target, `expect.TARGET.txt`: what the rule is carried to; of several
 * documents, what the correlations are.
 */
const folder = 'test/cases/convert';
const cases = readdirSync(folder).flatMap((name) => (existsSync(join(folder, name, 'rule.yml')) ? { name } : []));

function converted(path: string, target: SiemTarget): string {
  const { rules, correlations, diagnostics } = loadRules([{ path: 'rule.yml', text: readFileSync(path, 'utf8') }]);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const carried = carryRules([...rules, ...correlations], target, {}, correlations.length > 0 ? correlations : rules);
  return carried
    .flatMap(({ rule, queries, refusals }) => [
      ...queries.map(({ document }) => document),
      ...refusals.map(({ cloud = 'all clouds', reason }) => `REFUSED "${rule.title}", ${cloud}: ${reason}\n`),
    ])
    .join('\n');
}

describe.each(cases)('convert/$name', ({ name }) => {
  it.each(targets)('$name', async (target) => {
    const text = converted(join(folder, name, 'rule.yml'), target);
    await expect(text).toMatchFileSnapshot(`${name}/expect.${target.name}.txt`);
  });

  it('holds nothing that is not looked at', () => {
    const known = new Set(['rule.yml', ...targets.map((target) => `expect.${target.name}.txt`)]);
    expect(readdirSync(join(folder, name)).filter((file) => !known.has(file))).toEqual([]);
  });
});
