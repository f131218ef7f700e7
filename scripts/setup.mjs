// Installs the development dependencies when they are missing or when the lockfile has changed since the last
// install; otherwise returns at once, so that a clone works without network once it was installed. `npm install` and not
// `npm ci`: the latter refuses a lockfile that lacks the optional packages of platforms that a registry does not carry.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const root = new URL('..', import.meta.url);
const marker = new URL('node_modules/.nephoscope-lock', root);
const lock = createHash('sha256')
  .update(readFileSync(new URL('package-lock.json', root)))
  .digest('hex');

const minimum = [20, 19];
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < minimum[0] || (major === minimum[0] && minor < minimum[1])) {
  console.error(
    `nephoscope needs Node ${minimum.join('.')} or newer; this is Node ${process.versions.node}.`,
  );
  process.exit(3);
}

if (!existsSync(marker) || readFileSync(marker, 'utf8') !== lock) {
  console.error('Installing dependencies (first run, or the lockfile changed) …');
  const run = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--include=dev'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (run.status !== 0) {
    console.error('The installation failed; see the messages above. With network access, try: npm install');
    process.exit(run.status ?? 1);
  }
  writeFileSync(marker, lock);
}
