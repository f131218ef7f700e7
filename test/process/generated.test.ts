import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

describe('what is generated from the build is fresh', () => {
  it.each([
    'scripts/make-schema.mjs',
    'scripts/make-cli-docs.mjs',
    'scripts/make-requirements.mjs',
    'scripts/make-aql-docs.mjs',
    'scripts/make-convert-docs.mjs',
    // Says so on standard output when the samples are not there; then the quiet day alone is measured.
    'scripts/measure-noise.mjs',
  ])('%s --check', (script) => {
    const run = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
    expect(run.stderr).toBe('');
    expect(run.status).toBe(0);
  });
});
