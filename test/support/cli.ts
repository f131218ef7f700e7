import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll } from 'vitest';

export const program: string = resolve('dist/cli/main.js');

export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const quiet = { ...process.env, NO_COLOR: '1', COLUMNS: '120' };

/** Runs the built program to its end. */
export function nephoscope(
  args: readonly string[],
  options: { input?: string | Buffer; cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Run {
  const run = spawnSync(process.execPath, [program, ...args], {
    encoding: 'utf8',
    env: { ...quiet, ...options.env },
    maxBuffer: 256 * 1024 * 1024,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    input: options.input ?? '',
  });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

/** Starts the built program, for tests that talk to it while it runs. */
export function start(args: readonly string[]): ReturnType<typeof spawn> {
  return spawn(process.execPath, [program, ...args], { env: quiet, stdio: ['pipe', 'pipe', 'pipe'] });
}

/** A folder that is gone when the tests of the file are over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'nephoscope-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
