// Compiles the benchmark and runs the rows of the detection that remembers, each in a process of its own.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = (args) => {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};
run([`${root}node_modules/typescript/bin/tsc`, '-p', 'bench/tsconfig.json']);
const [scale = '1'] = process.argv.slice(2);
for (const row of ['correlation', 'lineage', 'everything', 'burst-250k', 'burst-1m']) {
  run([`${root}bench/.data/build/bench/remember/run.js`, row, scale]);
}
