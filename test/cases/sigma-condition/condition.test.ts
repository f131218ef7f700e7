import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Diagnostic, renderDiagnostic } from '../../../src/core/diagnostic.ts';
import { parseCondition, printCondition } from '../../../src/lang/sigma/condition.ts';

const folder = 'test/cases/sigma-condition';

/** `# name`, the condition, `==>`, then the printed tree and the rendered diagnostics. */
function readCases(file: string): { name: string; input: string; expected: string }[] {
  const text = readFileSync(`${folder}/${file}`, 'utf8');
  return text
    .split(/^# /m)
    .filter((block) => block.trim() !== '')
    .map((block) => {
      const [head = '', expected = ''] = block.split('\n==>\n');
      const [name = '', ...input] = head.split('\n');
      return { name, input: input.join('\n').trim(), expected: expected.trim() };
    });
}

function run(input: string): string {
  const diagnostics: Diagnostic[] = [];
  const parsed = parseCondition(
    input,
    (offset, length) => ({ file: 'condition', line: 1, column: offset + 1, length }),
    (diagnostic) => diagnostics.push(diagnostic),
  );
  const rendered = diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, input));
  return [...(parsed ? [printCondition(parsed)] : []), ...rendered].join('\n');
}

for (const file of readdirSync(folder).filter((name) => name.endsWith('.txt'))) {
  describe(file, () => {
    test.each(readCases(file))('$name', ({ input, expected }) => {
      expect(run(input)).toBe(expected);
    });
  });
}

test('a condition is bounded in length and depth', () => {
  expect(run(`${'('.repeat(80)}a${')'.repeat(80)}`)).toContain('SIGMA_CONDITION_TOO_DEEP');
  expect(run(`${'not '.repeat(80)}a`)).toContain('SIGMA_CONDITION_TOO_DEEP');
  expect(run(`a${' or a'.repeat(20_000)}`)).toContain('SIGMA_CONDITION_TOO_LONG');
  expect(run(`a${' or a'.repeat(10_000)}`)).not.toContain('error');
});
