// Runs the cases of queries, and lakes, on ClickHouse, too: installs chdb, ClickHouse in process, into a folder of its own, since it is
// half a gigabyte and nothing else needs it. Where it cannot be had (Windows, Alpine, no network), says so and ends with 0.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const version = '3.4.0';
const folder = join(tmpdir(), `nephoscope-chdb-${version}`);
if (!existsSync(join(folder, 'node_modules', 'chdb'))) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const install = spawnSync('npm', ['install', `chdb@${version}`, '--no-audit', '--no-fund', '--silent'], {
    cwd: folder,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (install.status !== 0) {
    console.error(`chdb ${version} could not be installed: the cases did not run on ClickHouse`);
    process.exit(0);
  }
}
const tests = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--pool=forks',
    'test/cases/sql.test.ts',
    'test/property/aql/sql.test.ts',
    'test/clickhouse',
  ],
  {
    stdio: 'inherit',
    env: { ...process.env, NEPHOSCOPE_CHDB: folder },
  },
);
for (const name of readdirSync(folder)) {
  if (name.startsWith('data-')) rmSync(join(folder, name), { recursive: true, force: true });
}
process.exit(tests.status ?? 1);
