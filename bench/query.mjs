// Compiles the benchmark of queries over files and runs it: `node bench/query.mjs [runs] [scale]`.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = (args) => {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};
run([`${root}node_modules/typescript/bin/tsc`, '-p', 'bench/tsconfig.json']);
run([`${root}bench/.data/build/bench/query/run.js`, ...process.argv.slice(2)]);
