import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Random } from '../../bench/generate/random.ts';
import { argumentProblems } from '../../src/atomics/arguments.ts';
import { loadAtomics } from '../../src/atomics/read-atomics.ts';
import { recognise } from '../../src/clouds/index.ts';
import { renderDiagnostic } from '../../src/core/diagnostic.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { containersOf } from '../../src/emulate/containers/index.ts';
import { emulate } from '../../src/emulate/emulate.ts';
import { atomicText } from '../../src/report/atomic-text.ts';
import { validationJson, validationText } from '../../src/report/validation-text.ts';
import { validate } from '../../src/validate/validation.ts';
import { activitiesOf, atomics, emulated, recordsOf, shipped, start } from '../support/atomics.ts';
import { fuzz, mutateBytes, mutateRecord } from '../support/mutate.ts';

const LONGEST_MS = 5000;
const texts = shipped.files.filter(({ path }) => /T1578\.00[15]|T1537/.test(path)).map(({ text }) => text);
const documents = texts.map((text) => parse(text) as JsonObject);

function hostile(random: Random): string {
  if (random.chance(0.5)) return mutateBytes(Buffer.from(random.pick(texts)), random).toString();
  return JSON.stringify(mutateRecord(random.pick(documents), random));
}

test('odd files: never an exception, never long; what is accepted can be printed, emulated and written', async () => {
  const runs = await fuzz((random) => {
    const text = hostile(random);
    const began = performance.now();
    const { atomics: tests, diagnostics, refused } = loadAtomics([{ path: 'f', text }]);
    expect(performance.now() - began).toBeLessThan(LONGEST_MS);
    if (refused > 0) expect(diagnostics.some(({ severity }) => severity === 'error')).toBe(true);
    for (const diagnostic of diagnostics) {
      if (diagnostic.at) expect(diagnostic.at.line).toBeLessThanOrEqual(text.split('\n').length + 1);
      expect(renderDiagnostic(diagnostic, text)).toContain(diagnostic.code);
    }
    for (const one of tests) {
      argumentProblems(one, {}, 'all');
      expect(atomicText(one, {}, false)).toContain(one.key);
      const records = emulate([one], { at: start, seed: 1, redelivered: 50 });
      for (const { write } of containersOf(one.provider)) write(records);
      validationText([validate(one, [], [])], false);
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
  expect(runs).toBeGreaterThan(10);
});

test('odd logs: never an exception, never passed off as whole', async () => {
  const runs = await fuzz((random) => {
    const one = random.pick(atomics);
    const records = recordsOf(emulated(one)).flatMap((record): JsonObject[] => {
      const mutated = random.chance(0.5) ? mutateRecord(record, random) : record;
      const known = recognise(mutated, { container: 'x', index: 0 });
      return known === undefined || 'outcome' in known ? [] : [mutated];
    });
    const began = performance.now();
    const result = validate(one, activitiesOf(records), []);
    expect(performance.now() - began).toBeLessThan(LONGEST_MS);
    expect(result.passed).toBe(
      result.steps.every(({ status }) => status === 'arrived') &&
        result.together.every(({ passed }) => passed) &&
        one.findings.length === 0,
    );
    validationText([result], true);
    JSON.stringify(validationJson([result]));
  });
  expect(runs).toBeGreaterThan(10);
});

test('the files that the fuzzer starts from are those that ship', () => {
  expect(texts.length).toBeGreaterThan(5);
  expect(readFileSync('packs/cloud-compute/atomics/T1578.001-aws.yml', 'utf8')).toBe(
    texts.find((text) => text.includes('iaas:aws') && text.includes('T1578.001')),
  );
});
