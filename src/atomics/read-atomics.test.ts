// biome-ignore-all lint/suspicious/noTemplateCurlyInString: names of values are written like this
import { describe, expect, it } from 'vitest';
import { renderDiagnostic } from '../core/diagnostic.ts';
import { loadAtomics } from './read-atomics.ts';

const good = `attack_technique: T1578.001
display_name: Create Snapshot
atomic_tests:
- name: a test
  auto_generated_guid: 00000000-0000-4000-8000-000000000001
  description: d
  supported_platforms: [iaas:aws]
  input_arguments:
    tag: {description: d, type: string, default: x}
  executor:
    name: sh
    command: |
      echo '#{tag}'
  nephoscope:
    cost: none
    blast_radius: none
    latency:
    - {log: CloudTrail, from: 5m, to: 15m}
    values:
      snapshot: {like: 'snap-0<hex 16>', matches: '^snap-', count: 2}
    telemetry:
    - step: take_{n}
      repeat: 2
      after: 90s
      operation: CreateSnapshot
      request: {volumeId: 'vol-1', tag: '\${tag}'}
      response: {snapshotId: '\${snapshot_{n}}'}
      expect:
        verb: create
        attrs.tags.Name: [a, b]
        record.responseElements.snapshotId or record.x: \${snapshot_{n}}
    together: {same: principal.key, within: 15m, marks: tag}
    findings:
    - {rule: snapshot_burst, level: low}
`;

/** What is said when a piece of the good file is another. */
function said(from: string, to: string): string[] {
  if (!good.includes(from)) throw new Error(from);
  const text = good.replace(from, to);
  return loadAtomics([{ path: 'f.yml', text }]).diagnostics.map(
    (one) => renderDiagnostic(one).split('\n')[0] ?? '',
  );
}

describe('a file of atomic tests', () => {
  it('is read whole', () => {
    const { atomics, diagnostics, refused } = loadAtomics([{ path: 'f.yml', text: good }]);
    expect(diagnostics).toEqual([]);
    expect(refused).toBe(0);
    const [test] = atomics;
    expect(test).toMatchObject({
      key: 'T1578.001-aws-1',
      provider: 'aws',
      source: { path: 'f.yml', line: 4 },
      latency: [{ log: 'CloudTrail', from: 300_000, to: 900_000 }],
      together: { same: ['principal.key'], usually: [], within: 900_000, anyOrder: false, marks: ['tag'] },
    });
    expect(test?.values.map(({ name }) => name)).toEqual(['snapshot_1', 'snapshot_2']);
    expect(test?.steps.map(({ name, after }) => [name, after])).toEqual([
      ['take_1', 90_000],
      ['take_2', 90_000],
    ]);
    expect(test?.steps[1]).toMatchObject({ response: { snapshotId: '${snapshot_2}' }, by: 'tester' });
    expect(test?.steps[0]?.expect[2]).toMatchObject({
      paths: ['responseElements.snapshotId', 'x'],
      ofRecord: true,
      test: 'equals',
      values: ['${snapshot_1}'],
    });
  });

  it.each([
    ['no YAML', 'attack_technique: T1578.001', 'a: [', /^f\.yml:2:1: error ATOMIC_SYNTAX/],
    ['no technique', 'T1578.001', 'snapshot', /^f\.yml:1:19: error ATOMIC_VALUE: 'snapshot' is no technique/],
    ['a technique that there is not', 'T1578.001', 'T9999', /^f\.yml:4:1: warning ATOMIC_TECHNIQUE/],
    [
      'another name of the technique',
      'Create Snapshot',
      'Snapshots',
      /ATOMIC_TECHNIQUE: ATT&CK calls T1578.001 'Create Snapshot'/,
    ],
    [
      'an unknown key',
      'description: d\n',
      'descripton: d\n',
      /^f\.yml:6:3: error ATOMIC_KEY_UNKNOWN: an atomic test has no key 'descripton'/,
    ],
    [
      'a missing key',
      '    cost: none\n',
      '',
      /^f\.yml:15:5: error ATOMIC_KEY_MISSING: `nephoscope` has no `cost`/,
    ],
    ['no extension', '  nephoscope:', '  other:', /KEY_UNKNOWN: an atomic test has no key 'other'/],
    [
      'a wrong type',
      'supported_platforms: [iaas:aws]',
      'supported_platforms: {a: b}',
      /ATOMIC_TYPE: `supported_platforms` has to be a list of texts, not a map/,
    ],
    ['another platform', 'iaas:aws', 'windows', /^f\.yml:7:25: error ATOMIC_VALUE: 'windows' is no platform/],
    ['two platforms', '[iaas:aws]', '[iaas:aws, iaas:gcp]', /ATOMIC_VALUE: a test has one platform/],
    [
      'no GUID',
      '00000000-0000-4000-8000-000000000001',
      'abc',
      /^f\.yml:5:24: error ATOMIC_GUID: 'abc' is no GUID/,
    ],
    [
      'no executor that there is',
      'name: sh',
      'name: zsh',
      /ATOMIC_VALUE: `name` is 'zsh'; expected sh, bash/,
    ],
    [
      'an input without a name of its own',
      "echo '#{tag}'",
      "echo '#{tga}'",
      /ATOMIC_NAME_UNKNOWN: there is no input argument 'tga'/,
    ],
    [
      'a value without a name of its own',
      "'${tag}'",
      "'${tga}'",
      /^f\.yml:22:7: error ATOMIC_NAME_UNKNOWN: there is no value or input argument 'tga'/,
    ],
    [
      'a step by nobody',
      'operation: CreateSnapshot',
      'by: mara\n      operation: CreateSnapshot',
      /ATOMIC_NAME_UNKNOWN: the step is done by 'mara'/,
    ],
    ['two steps of one name', 'take_{n}', 'take', /^f\.yml:22:7: error ATOMIC_NAME_TWICE/],
    [
      'an unknown operation',
      'CreateSnapshot',
      'MakeSnapshot',
      /^f\.yml:22:7: warning ATOMIC_OPERATION_UNKNOWN/,
    ],
    [
      'an unknown field',
      'verb: create',
      'verbs: create',
      /^f\.yml:29:9: error ATOMIC_FIELD: the Activity has no field 'verbs'/,
    ],
    [
      'an unknown test',
      'verb: create',
      'verb|regex: create',
      /^f\.yml:29:9: error ATOMIC_VALUE: there is no test 'regex'/,
    ],
    ['a broken expression', 'verb: create', "verb|re: '('", /^f\.yml:29:18: error ATOMIC_REGEX/],
    [
      'record and Activity in one',
      'record.x',
      'verb',
      /ATOMIC_FIELD: a field of the Activity cannot stand for one of the record/,
    ],
    [
      'an unknown level',
      'level: low',
      'level: lowest',
      /ATOMIC_VALUE: `level` is 'lowest'; expected informational/,
    ],
    [
      'an unknown mark',
      'marks: tag',
      'marks: tags',
      /ATOMIC_NAME_UNKNOWN: there is no input argument 'tags'/,
    ],
    [
      'a duration without a unit',
      'after: 90s',
      'after: 90',
      /^f\.yml:24:14: error ATOMIC_VALUE: `after` is '90'; expected a duration/,
    ],
    [
      'too many repeats',
      'repeat: 2',
      'repeat: 500',
      /ATOMIC_VALUE: `repeat` has to be a whole number from 1 to 50/,
    ],
    [
      'an unknown kind of character',
      '<hex 16>',
      '<oct 16>',
      /ATOMIC_VALUE: 'snap-0<oct 16>' has something in angle brackets/,
    ],
    [
      'an input that nothing uses',
      'executor:',
      '  spare: {description: d, type: string, default: y}\n  executor:',
      /^f\.yml:10:12: warning ATOMIC_UNUSED/,
    ],
    [
      'a step of which nothing is expected',
      /expect:[\s\S]*?together/.exec(good)?.[0] ?? '',
      'expect: {}\n    together',
      /warning ATOMIC_NOTHING_EXPECTED/,
    ],
  ])('with %s says so, with the place', (_about, from, to, expected) => {
    expect(said(from, to)).toContainEqual(expect.stringMatching(expected));
  });

  it('tells all errors of a file, not the first', () => {
    const text = good
      .replace('verb: create', 'verbs: create')
      .replace('cost: none', 'costs: none')
      .replace('level: low', 'level: x');
    const { diagnostics, refused, atomics } = loadAtomics([{ path: 'f.yml', text }]);
    expect(diagnostics.map(({ code }) => code).toSorted()).toEqual([
      'ATOMIC_FIELD',
      'ATOMIC_KEY_MISSING',
      'ATOMIC_KEY_UNKNOWN',
      'ATOMIC_VALUE',
    ]);
    expect(refused).toBe(1);
    expect(atomics).toEqual([]);
  });

  it('keeps the tests beside a wrong one, and refuses a GUID that was there', () => {
    const other = good.replace('00001\n', '00002\n').replace('verb: create', 'verbs: create');
    const { atomics, refused, diagnostics } = loadAtomics([
      { path: 'a.yml', text: good },
      { path: 'b.yml', text: other },
      { path: 'c.yml', text: good },
      { path: 'd.yml', text: good.replace('00001\n', '00003\n') },
    ]);
    expect(atomics.map(({ key, source }) => [key, source.path])).toEqual([
      ['T1578.001-aws-1', 'a.yml'],
      ['T1578.001-aws-2', 'd.yml'],
    ]);
    expect(refused).toBe(2);
    expect(diagnostics.map(({ code, at }) => [code, at?.file])).toEqual([
      ['ATOMIC_FIELD', 'b.yml'],
      ['ATOMIC_GUID', 'c.yml'],
    ]);
  });

  it('of Atomic Red Team without our extension is refused, not guessed', () => {
    const text = good.slice(0, good.indexOf('  nephoscope:'));
    expect(loadAtomics([{ path: 'f.yml', text }]).diagnostics.map(({ message }) => message)).toEqual([
      'an atomic test has no `nephoscope`',
    ]);
  });
});
