import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { activityFields } from '../../src/activity/fields.ts';

describe('what is generated is fresh', () => {
  it.each(['scripts/make-examples.mjs', 'scripts/make-attack.mjs'])('%s --check', (script) => {
    const run = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
    expect(run.stderr).toBe('');
    expect(run.status).toBe(0);
  });

  it('the field table names every field once', () => {
    const names = activityFields.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
