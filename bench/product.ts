import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** What is measured: the built library. */
export type Product = typeof import('../src/index.ts');

/** The project's folder, wherever this file was compiled to. */
export const root: string = findRoot(dirname(fileURLToPath(import.meta.url)));

function findRoot(from: string): string {
  const about = join(from, 'package.json');
  if (existsSync(about) && JSON.parse(readFileSync(about, 'utf8')).name === 'nephoscope') return from;
  return findRoot(dirname(from));
}

/** Loads `dist`, or another build of the project to compare with. */
export async function loadProduct(folder = join(root, 'dist')): Promise<Product> {
  return (await import(pathToFileURL(join(folder, 'index.js')).href)) as Product;
}
