import { describe, expect, it } from 'vitest';
import { loadAtomics } from './read-atomics.ts';

const save = `save() { printf '%s=%s\\n' "$1" "$2" >>"$state"; }`;
const saved = `saved() { sed -n "s/^$1=//p" "$state" | tail -n 1; }`;

/** Codes with their lines, of a test with these commands. */
function said(command: readonly string[], cleanup: readonly string[] | undefined): string[] {
  const block = (lines: readonly string[]): string => lines.map((line) => `        ${line}\n`).join('');
  const text = `attack_technique: T1578.001
display_name: Create Snapshot
atomic_tests:
- name: a test
  auto_generated_guid: 00000000-0000-4000-8000-000000000001
  description: d
  supported_platforms: [iaas:aws]
  input_arguments:
    region: {description: d, type: string, default: x}
    volume: {description: d, type: string, default: vol-1}
  executor:
    name: sh
    command: |
        : '#{region}' '#{volume}'
        state=s
        ${save}
${block(command)}${cleanup ? `    cleanup_command: |\n        region='#{region}' volume='#{volume}' state=s\n        ${saved}\n${block(cleanup)}` : ''}  nephoscope:
    cost: none
    blast_radius: none
    latency: []
    telemetry:
    - {step: s, operation: CreateSnapshot, expect: {verb: create}}
    findings: []
`;
  const lines = text.split('\n');
  return loadAtomics([{ path: 'f', text }]).diagnostics.map(
    ({ code, at }) => `${code}: ${lines[(at?.line ?? 1) - 1]?.trim()}`,
  );
}

const make = [
  'id=$(aws ec2 create-snapshot --volume-id v --query SnapshotId --output text)',
  'save id "$id"',
];
const clean = [
  'id=$(saved id)',
  '[ -z "$id" ] || aws ec2 delete-snapshot --region "$region" --snapshot-id "$id"',
];

describe('a cleanup', () => {
  it('that names what the test saved is right', () => {
    expect(said(make, clean)).toEqual([]);
  });

  it.each([
    [
      'the first snapshot of a volume, which may be somebody else’s',
      [
        `id=$(aws ec2 describe-snapshots --filters "Name=volume-id,Values=$volume" --query 'Snapshots[0].SnapshotId' --output text)`,
        'aws ec2 delete-snapshot --snapshot-id "$id"',
      ],
    ],
    [
      'everything with a tag',
      [`aws ec2 describe-snapshots --output text | xargs -n1 aws ec2 delete-snapshot --snapshot-id`],
    ],
    ['what a person gives', ['aws ec2 delete-volume --volume-id "$volume"']],
    ['a name that stands there', ['aws ec2 delete-launch-template --launch-template-name my-template']],
    ['an id that was never saved', ['other=$(saved other)', 'aws ec2 delete-volume --volume-id "$other"']],
    ['a variable from elsewhere', ['aws ec2 delete-volume --volume-id "$VOLUME"']],
    ['a file that is run', ['. ./state', 'aws ec2 delete-snapshot --snapshot-id "$id"']],
    ['backquotes', ['aws ec2 delete-snapshot --snapshot-id "`aws ec2 describe-snapshots --output text`"']],
    [
      'a loop over a query',
      [
        'for id in $(aws ec2 describe-snapshots --output text); do',
        'aws ec2 delete-snapshot --snapshot-id "$id"',
        'done',
      ],
    ],
  ])('by %s is refused', (_about, lines) => {
    const found = said(make, [...lines, ...clean]);
    expect(found.length).toBeGreaterThan(0);
    expect(found.every((one) => one.startsWith('ATOMIC_CLEANUP: '))).toBe(true);
  });

  it('that leaves something behind, or is not there, is told', () => {
    expect(said([...make, 'save more "$id"'], clean)).toEqual([
      expect.stringMatching(/^ATOMIC_LEFT_BEHIND: /),
    ]);
    expect(said(make, undefined)).toEqual([expect.stringMatching(/^ATOMIC_CLEANUP_MISSING: /)]);
    expect(said(['aws ec2 describe-snapshots --owner-ids self'], undefined)).toEqual([]);
  });
});

describe('commands', () => {
  it('destroy only what they made', () => {
    expect(said([...make, 'aws ec2 delete-snapshot --snapshot-id "$id"'], clean)).toEqual([]);
    expect(said([...make, 'aws ec2 delete-snapshot --snapshot-id snap-1'], clean)).toEqual([
      'ATOMIC_CLEANUP: aws ec2 delete-snapshot --snapshot-id snap-1',
    ]);
    expect(
      said([...make, `volume='#{volume}'`, 'aws ec2 delete-volume --volume-id "$volume"'], clean),
    ).toEqual(['ATOMIC_CLEANUP: aws ec2 delete-volume --volume-id "$volume"']);
  });

  it.each([
    ['aws ec2 create-tags --resources #{volume}'],
    ['aws ec2 create-tags --resources "#{volume}"'],
    [`aws ec2 create-tags --resources 'a-#{volume}'`],
    ['aws ec2 create-tags --resources $id'],
    ['aws ec2 create-tags --tags "Key=$id"$id'],
  ])('quote what they are given: %s', (line) => {
    expect(said([...make, line], clean)).toEqual([`ATOMIC_QUOTING: ${line}`]);
  });
});
