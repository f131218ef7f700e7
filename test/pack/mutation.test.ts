import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadPack, readRuleFiles } from '../../src/engine/load-content.ts';
import { type MutatedFile, mutateFile } from '../../src/engine/mutation/mutate-file.ts';
import { RuleFileTester } from '../../src/engine/rule-test-files.ts';

const { files, parameters } = loadPack('cloud-compute');
const tester = new RuleFileTester(files, parameters);

describe('the tests of the pack', () => {
  const all = files.map((file) => mutateFile(file, tester));

  it('notice every small change of every rule', () => {
    const survivors = all.flatMap(({ mutants }) =>
      mutants.filter(({ killedBy, accepted }) => killedBy === undefined && accepted === undefined),
    );
    expect(survivors.map(({ rule, what, at }) => `${at.file}:${at.line}: ${rule.title}: ${what}`)).toEqual(
      [],
    );
    expect(all.flatMap(({ mutants }) => mutants).length).toBeGreaterThan(1000);
  });

  it('are there for every rule, and accept little', () => {
    expect(all.flatMap(({ problems }) => problems)).toEqual([]);
    expect(all.flatMap(({ untested }) => untested.map(({ title }) => title))).toEqual([]);
    const mutants = all.flatMap((file) => file.mutants);
    expect(mutants.filter(({ accepted }) => accepted !== undefined).length).toBeLessThan(mutants.length / 40);
  });
});

describe('mutation of a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nephoscope-test-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const rule =
    'title: Shared\nlogsource: { product: aws, service: cloudtrail }\ndetection:\n  sel: { eventName: [A, B] }\n  quiet: { user: backup }\n  condition: sel and not quiet\n';
  const record = (eventName: string, user: string): string => `{ eventName: ${eventName}, user: ${user} }`;
  const cases = [
    ['A', 'mara', true],
    ['B', 'mara', true],
    ['C', 'mara', false],
    ['AB', 'mara', false],
    ['A', 'backup', false],
    ['A', 'no-backup', true],
  ] as const;
  const tests = (...left: readonly number[]): string =>
    `tests:\n${cases
      .filter((_case, index) => !left.includes(index))
      .map(
        ([name, user, match]) =>
          `  - { name: ${name} by ${user}, match: ${match}, event: ${record(name, user)} }\n`,
      )
      .join('')}`;

  function mutated(text: string, written = rule): MutatedFile {
    const path = mkdtempSync(join(folder, 'case-'));
    writeFileSync(join(path, 'a.yml'), written);
    writeFileSync(join(path, 'a.test.yml'), text);
    const found = readRuleFiles([path]);
    const [file] = found;
    if (!file) throw new Error('no file');
    return mutateFile(file, new RuleFileTester(found, {}));
  }

  const survivors = ({ mutants }: MutatedFile): string[] =>
    mutants.filter(({ killedBy }) => killedBy === undefined).map(({ what }) => what);

  it('has no survivors when the tests are complete, and names the case that told', () => {
    const found = mutated(tests());
    expect(survivors(found)).toEqual([]);
    expect(found.problems).toEqual([]);
    const dropped = found.mutants.find(({ what }) => what === 'condition: without not quiet');
    expect(dropped?.killedBy).toBe('A by backup');
  });

  it.each([
    [[1], ['sel.eventName: without B']],
    [[2, 3], ['condition: without sel']],
    [[3], ['sel.eventName: equals → contains']],
    [[4], ['condition: without not quiet']],
    [[5], ['quiet.user: equals → contains']],
  ])('shows what the tests miss without cases %j', (left, expected) => {
    expect(survivors(mutated(tests(...left)))).toEqual(expect.arrayContaining(expected));
  });

  it('lets a test file accept a survivor, with the reason', () => {
    const accepted = "accepted:\n  - { mutant: 'quiet.user: equals → contains', why: no such names }\n";
    const found = mutated(tests(5) + accepted);
    expect(found.problems).toEqual([]);
    expect(found.mutants.filter((one) => one.accepted !== undefined)).toMatchObject([
      { what: 'quiet.user: equals → contains', accepted: 'no such names' },
    ]);
  });

  it.each([
    [
      "accepted:\n  - { mutant: 'quiet.user: equals → contains', why: x }\n",
      'is killed by the test "A by no-backup"',
    ],
    ["accepted:\n  - { mutant: 'quiet.usr: equals → contains', why: x }\n", 'is no mutant of the rule'],
    ['accepted:\n  - { mutant: x, why: x, rule: Other }\n', 'says under "rule" no rule of the file'],
    ['accepted:\n  - { mutant: x }\n', 'why: expected the reason'],
    ['accepted:\n  - { mutant: x, why: x, until: 2027 }\n', 'unknown key "until"'],
    ['accepted: all\n', 'accepted: expected a list'],
  ])('refuses what is accepted and should not be: %j', (text, problem) => {
    expect(mutated(tests() + text).problems.join()).toContain(problem);
  });

  it('does not try rules whose tests fail, and tells rules without tests', () => {
    const failing = mutated(`${tests()}  - { name: wrong, match: true, event: ${record('Z', 'mara')} }\n`);
    expect(failing.mutants).toEqual([]);
    expect(failing.problems.join()).toContain('1 of 7 tests fail without any change');
    const two = `${rule}id: one\n---\n${rule.replace('Shared', 'Other')}id: two\n`;
    const named = tests().replaceAll('match:', 'rule: Shared, match:');
    expect(mutated(named, two).untested.map(({ title }) => title)).toEqual(['Other']);
  });

  it('tries a change of a rule on the correlations of the file that rest on it, too', () => {
    const chain = `${rule}name: step\nid: one\n---\ntitle: Twice\ncorrelation:\n  type: event_count\n  rules: [step]\n  group-by: [user]\n  timespan: 1h\n  condition: { gte: 2 }\n`;
    const at = (minute: number, name: string, user: string): string =>
      `{ eventName: ${name}, user: ${user}, "@timestamp": "2026-01-01T00:${String(minute).padStart(2, '0')}:00Z" }`;
    const text = `tests:\n  - name: two\n    rule: Twice\n    match: true\n    events: [${at(1, 'A', 'mara')}, ${at(2, 'B', 'mara')}]\n  - name: one of them by the backup\n    rule: Twice\n    match: false\n    events: [${at(1, 'A', 'mara')}, ${at(2, 'B', 'backup')}]\n`;
    const { mutants, untested } = mutated(text, chain);
    expect(untested).toEqual([]);
    const of = (what: string): string | undefined => mutants.find((one) => one.what === what)?.killedBy;
    expect(of('sel.eventName: without B')).toBe('two');
    expect(of('condition.gte: 2 → 1')).toBe('one of them by the backup');
    expect(of('group-by: without user')).toBeUndefined();
  });
});
