// Compiles the benchmark and runs it: `npm run bench -- --help`.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = (args) => {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};
run([`${root}node_modules/typescript/bin/tsc`, '-p', 'bench/tsconfig.json']);
run(['--expose-gc', 'bench/.data/build/bench/main.js', ...process.argv.slice(2)]);
