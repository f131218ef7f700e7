import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nephoscope, temporaryFolder } from '../support/cli.ts';

const folder = temporaryFolder();

describe('coverage', () => {
  it('as JSON names for each data component the rules, their tests and the log that it takes', () => {
    const { out, code } = nephoscope(['coverage', '-t', 'T1578.002', '-t', 't1580']);
    expect(code).toBe(0);
    const { rows, nameErrors } = JSON.parse(out) as {
      rows: { technique: string; cloud: string; component: { id: string }; verdict: string; tests: number }[];
      nameErrors: { name: string }[];
    };
    const created = rows.filter(
      ({ technique, component }) => technique === 'T1578.002' && component.id === 'DC0076',
    );
    expect(created.map(({ cloud, verdict }) => `${cloud} ${verdict}`)).toEqual([
      'aws tested',
      'azure tested',
      'gcp tested',
    ]);
    expect(rows.some(({ cloud, verdict }) => cloud === 'azure' && verdict === 'not logged')).toBe(true);
    expect(nameErrors.map(({ name }) => name)).toContain('RevertSnapshot');
  });

  it('of the pack shows no detection that no test proves', () => {
    const { out, code } = nephoscope(['coverage', '-f', 'csv']);
    expect(code).toBe(0);
    expect(out.split('\n').filter((row) => row.includes(',untested,'))).toEqual([]);
    expect(out).toContain(',tested,');
  });

  it('of logs says what they hold nothing of', () => {
    const { out, code } = nephoscope(['coverage', 'examples/aws', '-f', 'table']);
    expect(code).toBe(0);
    expect(out).toContain('Azure: nothing in these logs');
    expect(out).toContain('CloudTrail data events');
    expect(out).toMatch(/\d+ Activities in the given logs/);
  });

  it('writes a page and a layer', () => {
    const page = join(folder, 'coverage.html');
    expect(nephoscope(['coverage', '-f', 'html', '-o', page]).code).toBe(0);
    const text = readFileSync(page, 'utf8');
    expect(text).toContain("default-src 'none'");
    expect(text).toContain('T1578.004 Revert Cloud Instance');
    const again = nephoscope(['coverage', '-f', 'html', '-o', page]);
    expect(again.code).toBe(3);
    expect(again.err).toContain('--force');
    const layer = JSON.parse(nephoscope(['coverage', '-f', 'navigator']).out) as {
      techniques: { techniqueID: string; score: number }[];
    };
    const score = layer.techniques.find(({ techniqueID }) => techniqueID === 'T1485')?.score ?? 0;
    expect(score).toBeGreaterThan(50);
    expect(score).toBeLessThanOrEqual(100);
  });

  it('is written as the name of the file says', () => {
    const beginnings = { 'x.html': '<!DOCTYPE html>', 'x.csv': 'technique,name,', 'x.json': '{', x: '{' };
    for (const [name, text] of Object.entries(beginnings)) {
      const path = join(folder, name);
      expect(nephoscope(['coverage', '-t', 'T1580', '-o', path]).code).toBe(0);
      expect(readFileSync(path, 'utf8').slice(0, text.length)).toBe(text);
    }
  });

  it('without rules is nothing but gaps', () => {
    const { out } = nephoscope(['coverage', '--no-pack', '-f', 'csv']);
    expect(out.split('\n')[0]).toContain('technique,name,cloud');
    expect(out).toContain('no rule');
    expect(out).not.toContain(',tested,');
  });

  it('knows the technique that was meant', () => {
    const { code, err } = nephoscope(['coverage', '-t', 'T1578.006']);
    expect(code).toBe(3);
    expect(err).toContain('Did you mean T1578.00');
  });
});
