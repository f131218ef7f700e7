// Compiles the benchmark of the lake and runs its rows, each in a process of its own: `node bench/lake.mjs [millions of Activities]`.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = (args) => {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};
run([`${root}node_modules/typescript/bin/tsc`, '-p', 'bench/tsconfig.json']);
const [millions = '20'] = process.argv.slice(2);
for (const row of ['import-1', 'import-2', 'import-2-records', 'history', 'queries', 'hunt']) {
  run([`${root}bench/.data/build/bench/lake/run.js`, row, millions]);
}
