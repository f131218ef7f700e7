// Compiles src/ into dist/ with tsc and copies the data files that stand beside the code.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
rmSync(`${root}dist`, { recursive: true, force: true });
const tsc = spawnSync(process.execPath, [`${root}node_modules/typescript/bin/tsc`, '-p', 'tsconfig.json'], {
  cwd: root,
  stdio: 'inherit',
});
if (tsc.status !== 0) process.exit(tsc.status ?? 1);
for (const entry of readdirSync(`${root}src`, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !entry.name.endsWith('.json')) continue;
  const from = `${entry.parentPath}/${entry.name}`;
  cpSync(from, from.replace(`${root}src`, `${root}dist`));
}
chmodSync(`${root}dist/cli/main.js`, 0o755);
