import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, test } from 'vitest';
import { nephoscope } from '../support/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'memory-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

type Line = Record<string, never> & {
  kind: string;
  id: string;
  level: string;
  score: number;
  rule: { title: string };
  suppressed?: boolean;
  count?: number;
  evidence?: unknown[];
  incident?: string;
};

function hunt(...args: readonly string[]): Line[] {
  const { out } = nephoscope(['hunt', 'examples', '-f', 'ndjson', '-q', ...args]);
  return out
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

const titles = (lines: readonly Line[], kind: string): string[] =>
  lines.filter((line) => line.kind === kind).map(({ rule }) => rule.title);

describe('correlations in a hunt', () => {
  const rules = file(
    'own.yml',
    `title: Many changes by one person
level: high
correlation:
  type: event_count
  rules: [e6a0dbd1-abcd-54ad-988c-e28ff0f2fa5f, any-delete]
  group-by: [principal.key]
  timespan: 1h
  generate: true
  condition: { gte: 4 }
---
title: anything deleted
name: any-delete
level: informational
logsource: { category: cloud_activity }
detection: { sel: { verb: delete, outcome: success }, condition: sel }
`,
  );

  it('refer to rules of the pack, and group by fields of the Activity', () => {
    const lines = hunt('-r', rules);
    const [found] = lines.filter(({ rule }) => rule?.title === 'Many changes by one person');
    expect(found).toMatchObject({
      level: 'high',
      count: 4,
      group: { 'principal.key': 'aws:arn:aws:iam::210987654321:user/tess' },
    });
    expect(found?.evidence).toHaveLength(4);
    expect(lines.find(({ id }) => id === found?.incident)?.kind).toBe('incident');
  });

  it('are the same with several threads', () => {
    expect(hunt('-r', rules, '--threads', '1')).toEqual(hunt('-r', rules, '--threads', '3'));
  });

  it('that name a rule which is not there are refused, with the place', () => {
    const path = file(
      'broken.yml',
      'title: x\ncorrelation: { type: temporal, rules: [nobody], timespan: 1h }\n',
    );
    const { code, err } = nephoscope(['hunt', 'examples', '-r', path]);
    expect(code).toBe(2);
    expect(err).toContain("the correlation names the rule 'nobody', which is not loaded");
    expect(err).toContain('broken.yml:2:');
  });
});

describe('authorised changes', () => {
  const change = (id: string, principal: string, more = ''): string => `  - id: ${id}
    title: test of tess
    kind: change
    status: approved
    principals: ["${principal}"]
    accounts: ["210987654321"]
    actions: ["*"]
    windows: [{ start: 2026-03-10T10:00:00Z, end: 2026-03-10T15:00:00Z }]
${more}`;
  const tess = 'aws:arn:aws:iam::210987654321:user/tess';

  it('put into the ledger what they cover, and show it when asked', () => {
    const path = file('covered.yml', `changes:\n${change('CHG1', tess)}`);
    const before = titles(hunt(), 'signal').filter((title) => title === 'Instance created by a person');
    const after = hunt('--changes', path);
    const left = titles(after, 'signal').filter((title) => title === 'Instance created by a person');
    expect(left.length).toBe(before.length - 2);
    expect(after.some((line) => JSON.stringify(line).includes('user/tess"'))).toBe(false);
    const all = hunt('--changes', path, '--show-suppressed');
    expect(all.filter(({ suppressed }) => suppressed).map((line) => line['authorisation'])).toEqual(
      expect.arrayContaining([expect.objectContaining({ kind: 'full', change: 'CHG1' })]),
    );
    expect(nephoscope(['hunt', 'examples', '--changes', path]).err).toMatch(/Ledger +\d+ findings? covered/);
  });

  it('name the authorisations that nothing used', () => {
    const path = file(
      'unused.yml',
      `changes:\n${change('CHG2', 'aws:arn:aws:iam::210987654321:user/nobody')}`,
    );
    expect(nephoscope(['hunt', 'examples', '--changes', path]).err).toContain(
      'covered nothing: CHG2 (test of tess)',
    );
  });

  it('that cannot be read end with 2, and the hunt goes on', () => {
    const path = file('bad.yml', 'changes:\n  - title: no id\n');
    const { code, out, err } = nephoscope(['hunt', 'examples', '--changes', path]);
    expect(code).toBe(2);
    expect(err).toContain('bad.yml:2');
    expect(out).not.toBe('');
  });
});

describe('baseline', () => {
  const learned = join(folder, 'learned');

  it('is built, shown, compared and forgotten', () => {
    expect(nephoscope(['baseline', 'build', learned, 'examples/aws', '-q']).code).toBe(0);
    expect(nephoscope(['baseline', 'build', learned, 'examples/aws', '-q']).err).toContain(
      '--add learns in addition',
    );
    const rows = nephoscope(['baseline', 'show', learned, '--dimension', 'region-of-account']).out;
    expect(rows).toContain('region-of-account,aws:210987654321,eu-west-1,');
    const other = join(folder, 'other');
    expect(nephoscope(['baseline', 'build', other, 'examples/azure', '-q']).code).toBe(0);
    expect(nephoscope(['baseline', 'diff', learned, other]).err).toMatch(
      /[1-9]\d* values added, [1-9]\d* gone/,
    );
    expect(nephoscope(['baseline', 'diff', learned, learned]).err).toContain('0 values added, 0 gone');
    expect(nephoscope(['baseline', 'forget', other]).code).toBe(3);
    const before = readFileSync(join(other, 'baseline.ndjson'), 'utf8');
    nephoscope(['baseline', 'forget', other, '--scope', 'tess', '--dry-run']);
    expect(readFileSync(join(other, 'baseline.ndjson'), 'utf8')).toBe(before);
    nephoscope(['baseline', 'forget', other, '--value', 'westeurope']);
    expect(readFileSync(join(other, 'baseline.ndjson'), 'utf8')).not.toContain('"westeurope"');
  });

  it('makes a hunt know what is usual; without it everything is still learned', () => {
    const parts = (lines: readonly Line[]): string =>
      JSON.stringify(lines.filter(({ kind }) => kind === 'signal').map((line) => line['parts']));
    expect(parts(hunt())).toContain('"learning"');
    // With nothing to learn first, all that a known principal has not done before counts.
    expect(parts(hunt('--learn', '1s'))).toContain('"new: ');
    expect(parts(hunt('--baseline', learned, '--learn', '1s'))).toContain('"new: ');
    const quick = join(folder, 'quick.yml');
    writeFileSync(quick, 'baseline_learning: 1s\n');
    expect(parts(hunt('--parameters', quick))).toBe(parts(hunt('--learn', '1s')));
    const score = (...args: string[]): number => Math.max(...hunt(...args).map((line) => line.score));
    expect(score('--learn', '1s')).toBeGreaterThan(score());
  });

  it('that is none is refused', () => {
    expect(nephoscope(['hunt', 'examples', '--baseline', folder])).toMatchObject({ code: 4 });
    expect(nephoscope(['hunt', 'examples', '--learn', 'soon']).code).toBe(3);
  });
});

describe('lineage', () => {
  const snapshot = 'snap-07423b4da009e33ab';

  it('prints what a resource came from and what came from it', () => {
    const { out } = nephoscope(['lineage', snapshot, 'examples', '-q']);
    expect(out).toMatch(/^snapshot snap-0aaa0aaa0aaa0aaa7$/m);
    expect(out).toMatch(/^ {3}└─ snapshot snap-07423b4da009e33ab .* deleted .*◀$/m);
    expect(out).toMatch(/^ {6}└─ instance i-04749c562deb4fc8a/m);
  });

  it('as JSON, DOT and Mermaid', () => {
    const graph = JSON.parse(nephoscope(['lineage', snapshot, 'examples', '-q', '-f', 'json']).out);
    expect(graph.asked).toBe(snapshot);
    expect(graph.edges).toHaveLength(4);
    expect(nephoscope(['lineage', snapshot, 'examples', '-q', '-f', 'dot']).out).toMatch(
      /^digraph lineage \{\n/,
    );
    expect(nephoscope(['lineage', snapshot, 'examples', '-q', '-f', 'mermaid']).out).toMatch(
      /^flowchart LR\n/,
    );
  });

  it('says when it is not there, and when several are meant', () => {
    expect(nephoscope(['lineage', 'nowhere', 'examples', '-q'])).toMatchObject({ code: 3 });
    expect(nephoscope(['lineage', snapshot, join(folder, 'nothing')]).code).toBe(4);
  });
});

describe('explain', () => {
  const [finding] = hunt('-m', 'medium');

  it('says what matched, where it came from, how the score adds up and what would change it', () => {
    const { out } = nephoscope(['explain', finding?.id.slice(0, 8) ?? '', 'examples', '-q']);
    for (const part of [
      'What matched',
      'Lineage',
      'What is usual',
      'Score',
      'What would have changed it',
      'Replay',
    ]) {
      expect(out).toContain(part);
    }
    expect(out).toContain('✓ (equals edges.kind "instance<-snapshot")');
    const sum = [...out.matchAll(/^ +([+-]?\d+) {2}\S.*:/gm)].reduce(
      (total, [, points]) => total + Number(points),
      0,
    );
    expect(sum).toBe(finding?.score);
  });

  it('takes an incident, too', () => {
    const { out } = nephoscope(['explain', finding?.incident ?? '', 'examples', '-q']);
    expect(out).toContain('1 incident');
    expect(out).toContain('Instance created with a disk from a snapshot');
  });

  it('as JSON', () => {
    const all = JSON.parse(nephoscope(['explain', finding?.id ?? '', 'examples', '-q', '--json']).out);
    expect(all).toMatchObject({
      finding: { id: finding?.id },
      otherwise: expect.any(Array),
      lineage: { edges: expect.any(Array) },
    });
  });

  it('says when there is no such finding', () => {
    expect(nephoscope(['explain', 'ffffffffffff', 'examples', '-q'])).toMatchObject({ code: 3 });
    expect(nephoscope(['explain', 'ff', 'examples', '-q']).err).toContain('at least 6 characters');
  });
});

test('an incident has the same id whatever level is shown', () => {
  const ids = (level: string): string[] =>
    hunt('-m', level)
      .filter((line) => line.kind === 'incident' && ['medium', 'high', 'critical'].includes(line.level))
      .map(({ id }) => id);
  expect(ids('informational')).toEqual(ids('medium'));
  expect(ids('low')).toEqual(ids('medium'));
  expect(ids('medium').length).toBeGreaterThan(0);
});
