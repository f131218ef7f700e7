import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nephoscope, temporaryFolder } from '../support/cli.ts';

const folder = temporaryFolder();

function write(name: string, text: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const good = write(
  'changes.yml',
  `changes:
  - { id: CHG2, title: later, status: pending }
  - { id: CHG1, title: '=now', principals: 'arn:aws:iam::1:user/m', accounts: 1, start: 2026-03-10T09:00:00Z, end: 2026-03-10T10:00:00Z }
  - { id: EX, title: for years, kind: exception, family: ci-cd, owner: o, reviewed: 2026-01-01, expires: 2999-01-01, principals: 'aws:x', accounts: 1 }
`,
);
const bad = write(
  'bad.yml',
  'changes:\n  - { id: CHG3, title: b, acounts: 1, status: pending }\n  - { id: CHG4, title: c, status: pending }\n',
);
const label = '"Number","Short description","State","Planned start date","Planned end date","Assigned to"\n';
const row = '"CHG9","a","Scheduled","2026-03-10 10:00:00","2026-03-10 12:00:00","Mara"\n';
const csv = write('export.csv', Buffer.from(`\ufeff${label}${row}`, 'utf16le'));
const mapping = write('mapping.yml', "principals: { mara: 'aws:arn:aws:iam::1:user/m' }\n");

describe('changes lint', () => {
  it('is silent about what is right', () => {
    expect(nephoscope(['changes', 'lint', good])).toEqual({
      code: 0,
      out: '',
      err: '3 records, 0 refused: 0 errors, 0 warnings, 0 notes\n',
    });
  });

  it('names the place, and ends with 2', () => {
    const { code, out, err } = nephoscope(['changes', 'lint', good, bad]);
    expect(code).toBe(2);
    expect(out).toContain(`${bad}:2:27: error CHANGES_KEY_UNKNOWN: a record has no key 'acounts'\n  2 | `);
    expect(err).toBe('4 records, 1 refused: 1 error, 0 warnings, 0 notes\n');
  });

  it('fails on warnings when asked to, and writes JSON', () => {
    const loose = write(
      'loose.yml',
      'changes:\n  - { id: A, title: "\u001b[31mred", start: 2026-03-10, end: 2026-03-10 }\n',
    );
    expect(nephoscope(['changes', 'lint', loose]).code).toBe(0);
    expect(nephoscope(['changes', 'lint', loose]).out).not.toContain('\u001b');
    const { code, out } = nephoscope([
      'changes',
      'lint',
      loose,
      '--strict',
      '-f',
      'json',
      '--severity',
      'warning',
    ]);
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject([{ code: 'CHANGES_PRINCIPAL_MISSING', at: { line: 2 } }]);
  });

  it.each([
    [[join(folder, 'nothing.yml')], 4, 'no such file'],
    [[folder], 4, 'is a folder; expected a file'],
    [[], 3, "missing required argument 'file'"],
    [[good, '--severity', 'fatal'], 3, 'expected one of error, warning, info'],
    [
      [good, '--zone', 'Atlantis'],
      3,
      'expected UTC, an offset such as +01:00, or a name such as Europe/Berlin',
    ],
  ])('%j ends with %d', (args, expected, message) => {
    const { code, err } = nephoscope(['changes', 'lint', ...args]);
    expect(err).toContain(message);
    expect(code).toBe(expected);
  });
});

describe('changes list', () => {
  it('says what is authorised and whether it holds now', () => {
    const { code, out } = nephoscope(['changes', 'list', good]);
    expect(code).toBe(0);
    expect(out.split('\n').map((line) => line.split(',').slice(0, 5).join(','))).toEqual([
      'Id,Kind,Status,Now,When',
      'CHG1,change,approved,ended,2026-03-10T09:00Z/2026-03-10T10:00Z',
      'CHG2,change,pending,-,',
      'EX,ci-cd,approved,holds,until 2999-01-02T00:00Z',
      '',
    ]);
    expect(out).toContain(",'=now,");
  });

  it('ends with 2 when something was refused', () => {
    const { code, out, err } = nephoscope(['changes', 'list', bad, '-f', 'json']);
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject([{ id: 'CHG4' }]);
    expect(err).toContain('1 record, 1 refused');
  });
});

describe('changes import', () => {
  const to = join(folder, 'imported.yml');
  const args = ['changes', 'import', 'servicenow', csv, '--zone', 'Europe/Berlin', '--mapping', mapping];

  it('writes our format, which lints', () => {
    const { code, err } = nephoscope([...args, '-o', to]);
    expect(err).toContain('1 record written, 0 refused');
    expect(code).toBe(0);
    expect(readFileSync(to, 'utf8')).toContain('start: 2026-03-10T09:00:00Z');
    expect(nephoscope(['changes', 'lint', to, '--severity', 'error']).code).toBe(0);
  });

  it('does not write over a file, nor read an export of another system', () => {
    expect(nephoscope([...args, '-o', to])).toMatchObject({ code: 3 });
    const { code, err } = nephoscope(['changes', 'import', 'jira', csv]);
    expect(err).toContain('this is an export of servicenow; expected one of jira');
    expect(code).toBe(2);
    expect(nephoscope(['changes', 'import', 'remedy', csv])).toMatchObject({ code: 3 });
  });
});
