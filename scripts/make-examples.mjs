// Writes examples/ anew; with --check it only compares, and fails when a file differs. The output is the same on every run.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { awsFiles } from './examples/aws.mjs';
import { azureFiles } from './examples/azure.mjs';
import { gcpFiles } from './examples/gcp.mjs';

const folder = fileURLToPath(new URL('../examples/', import.meta.url));
const files = new Map([...awsFiles(), ...azureFiles(), ...gcpFiles()]);

function textOf(path) {
  const bytes = readFileSync(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

function existing() {
  return ['aws', 'azure', 'gcp']
    .filter((cloud) => existsSync(join(folder, cloud)))
    .flatMap((cloud) =>
      readdirSync(join(folder, cloud), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(folder.length)),
    );
}

if (process.argv.includes('--check')) {
  const stale = [...files].filter(
    ([path, text]) => !existsSync(join(folder, path)) || textOf(join(folder, path)) !== text,
  );
  const extra = existing().filter((path) => !files.has(path));
  for (const path of [...stale.map(([one]) => one), ...extra]) console.error(`differs: examples/${path}`);
  process.exit(stale.length + extra.length > 0 ? 1 : 0);
}

for (const cloud of ['aws', 'azure', 'gcp']) rmSync(join(folder, cloud), { recursive: true, force: true });
for (const [path, text] of files) {
  const target = join(folder, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, path.endsWith('.gz') ? gzipSync(text, { level: 9 }) : text);
}
console.error(`${files.size} files in examples/`);
