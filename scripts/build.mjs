// Compiles the scanner, then src/ into dist/ with tsc, and copies the data files that stand beside the code. The new folder takes the place
// of the old one only when it is whole, so that a failed build leaves the last good one.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildScanner } from './build-scanner.mjs';

await buildScanner();
const root = fileURLToPath(new URL('..', import.meta.url));
const fresh = `${root}.dist-${process.pid}`;
const tsc = spawnSync(
  process.execPath,
  [`${root}node_modules/typescript/bin/tsc`, '-p', 'tsconfig.json', '--outDir', fresh],
  {
    cwd: root,
    stdio: 'inherit',
  },
);
if (tsc.status !== 0) {
  rmSync(fresh, { recursive: true, force: true });
  process.exit(tsc.status ?? 1);
}
for (const entry of readdirSync(`${root}src`, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !/\.(?:json|css|wasm)$|^page\.js$/.test(entry.name)) continue;
  const from = join(entry.parentPath, entry.name);
  cpSync(from, from.replace(`${root}src`, fresh));
}
chmodSync(`${fresh}/cli/main.js`, 0o755);
rmSync(`${root}dist`, { recursive: true, force: true });
renameSync(fresh, `${root}dist`);
