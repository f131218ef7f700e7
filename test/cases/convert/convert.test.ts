import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { convertRule } from '../../../src/convert/convert.ts';
import { documentOf } from '../../../src/convert/document.ts';
import { targets } from '../../../src/emit/siem/index.ts';
import type { SiemTarget } from '../../../src/emit/siem/target.ts';
import { loadRules } from '../../../src/lang/sigma/index.ts';

/** A case is a folder with `rule.yml` and, for each target, `expect.TARGET.txt`: what the rule is carried to. */
const folder = 'test/cases/convert';
const cases = readdirSync(folder).flatMap((name) => (existsSync(join(folder, name, 'rule.yml')) ? { name } : []));

function converted(path: string, target: SiemTarget): string {
  const { rules, diagnostics } = loadRules([{ path: 'rule.yml', text: readFileSync(path, 'utf8') }]);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const texts = rules.flatMap((rule) => {
    const { queries, refusals } = convertRule(rule, target);
    return [
      ...queries.map((query) => documentOf(rule, target, query)),
      ...refusals.map(({ cloud = 'all clouds', reason }) => `REFUSED ${cloud}: ${reason}\n`),
    ];
  });
  return texts.join('\n');
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
