// Compiles assembly/ (AssemblyScript) to src/decode/scan/scanner.wasm, unless it is newer than its sources.
import { existsSync, readdirSync, renameSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = [
  'scripts/build-scanner.mjs',
  ...readdirSync(`${root}assembly`).map((name) => `assembly/${name}`),
];
const target = 'src/decode/scan/scanner.wasm';

/** Gives true when there was something to do. Throws what the compiler says. */
export async function buildScanner() {
  const changed = (file) => statSync(`${root}${file}`).mtimeMs;
  if (existsSync(`${root}${target}`) && sources.every((file) => changed(file) <= changed(target)))
    return false;
  const { default: asc } = await import('assemblyscript/asc');
  const fresh = `${target}-${process.pid}`;
  const { error, stderr } = await asc.main([
    'assembly/scanner.ts',
    '--outFile',
    fresh,
    '--baseDir',
    root,
    '-O3',
    '--noAssert',
    '--runtime',
    'stub',
    '--enable',
    'simd',
    '--initialMemory',
    '32',
  ]);
  if (error) throw new Error(`the scanner does not compile: ${error.message}\n${stderr.toString()}`);
  renameSync(`${root}${fresh}`, `${root}${target}`);
  return true;
}

/** Before all tests: the sources run with the scanner that belongs to them. */
export async function setup() {
  await buildScanner();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildScanner();
