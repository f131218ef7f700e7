// `npm run demo`: hunts through examples/ with the shipped pack and shows what a responder would see.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const env = { ...process.env, COLUMNS: process.env.COLUMNS ?? String(process.stdout.columns ?? 130) };

function nephoscope(title, args) {
  console.log(`\n# ${title}\n$ nephoscope ${args.join(' ')}\n`);
  const run = spawnSync(process.execPath, ['dist/cli/main.js', ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (run.status !== 0) process.exit(run.status ?? 1);
}

nephoscope('A working day of a small company in three clouds: what stands out', [
  'hunt',
  'examples',
  '-f',
  'table',
]);
nephoscope('The same day with every routine change, between ten and three', [
  'hunt',
  'examples',
  '-f',
  'table',
  '-m',
  'informational',
  '--from',
  '2026-03-10T10:00:00Z',
  '--to',
  '2026-03-10T15:00:00Z',
  '--no-summary',
]);
