import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * Which folder of src may import which: data go left to right, imports right to left. A folder may always import
 * itself. The list is the design; a new arrow is a decision, not an accident.
 */
const allowed: Readonly<Record<string, readonly string[]>> = {
  core: [],
  attack: ['core'],
  guides: ['core', 'activity', 'lang'],
  activity: ['core'],
  decode: ['core'],
  clouds: ['core', 'activity'],
  ir: ['core', 'activity'],
  lang: ['core', 'activity', 'ir'],
  emit: ['core', 'ir', 'activity'],
  convert: ['core', 'activity', 'clouds', 'ir', 'emit', 'lang'],
  changes: ['core', 'activity', 'decode', 'lang'],
  inventory: ['core', 'activity', 'clouds'],
  detect: ['core', 'activity', 'ir', 'changes'],
  flows: ['core', 'activity', 'decode', 'clouds', 'detect'],
  atomics: ['core', 'attack', 'activity', 'clouds', 'lang'],
  emulate: ['core', 'activity', 'clouds', 'atomics'],
  validate: ['core', 'activity', 'detect', 'atomics'],
  store: ['core', 'activity'],
  sources: ['core'],
  report: ['core', 'attack', 'activity', 'guides', 'detect', 'ir', 'atomics', 'validate'],
  coverage: ['core', 'attack', 'activity', 'clouds', 'report'],
  engine: [
    'core',
    'attack',
    'guides',
    'coverage',
    'activity',
    'changes',
    'decode',
    'clouds',
    'ir',
    'lang',
    'emit',
    'detect',
    'flows',
    'inventory',
    'store',
    'sources',
    'report',
    'atomics',
    'emulate',
    'validate',
  ],
  cli: [
    'core',
    'attack',
    'guides',
    'coverage',
    'activity',
    'changes',
    'clouds',
    'convert',
    'ir',
    'lang',
    'emit',
    'detect',
    'inventory',
    'store',
    'sources',
    'report',
    'atomics',
    'emulate',
    'validate',
    'engine',
  ],
};
/** Imports of types only, beyond the table: `report` and `ir` name the shapes that they print and describe. */
const typesOnly: Readonly<Record<string, readonly string[]>> = {
  ir: ['activity'],
  emit: ['activity'],
  report: ['ir'],
};

interface Import {
  readonly from: string;
  readonly to: string;
  readonly file: string;
  readonly isType: boolean;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join('src', file), 'utf8');
  const pattern = /(?:^|\n)\s*(import|export)(\s+type)?\s[^;]*?from\s+'(\.[^']+)'|import\('(\.[^']+)'\)/g;
  return [...text.matchAll(pattern)].map((match) => {
    const target = relative('src', join('src', dirname(file), match[3] ?? match[4] ?? ''));
    return {
      from: file.split(posix.sep)[0] ?? '',
      to: target.split(posix.sep)[0] ?? '',
      file: `${file} -> ${target}`,
      isType: match[2] !== undefined,
    };
  });
}

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file.includes('/'),
);
const imports = files.flatMap(importsOf).filter(({ from, to }) => from !== to);

describe('the import table', () => {
  it('has a row for every folder', () => {
    const folders = new Set(files.map((file) => file.split('/')[0] ?? ''));
    expect([...folders].filter((folder) => !(folder in allowed))).toEqual([]);
  });

  it('holds', () => {
    expect(imports.length).toBeGreaterThan(50);
    const wrong = imports.filter(({ from, to }) => !allowed[from]?.includes(to));
    expect(wrong.map(({ file }) => file)).toEqual([]);
  });

  it('lets some arrows carry types only', () => {
    const wrong = imports.filter(({ from, to, isType }) => typesOnly[from]?.includes(to) && !isType);
    expect(wrong.map(({ file }) => file)).toEqual([]);
  });

  it('opens DuckDB in one place: two instances on one file in one process would lose rows without a word', () => {
    const opening = files.filter((file) =>
      /import\('@duckdb|import (?!type)[^;]*from '@duckdb/.test(readFileSync(join('src', file), 'utf8')),
    );
    expect(opening).toEqual(['store/duckdb.ts']);
    expect(readFileSync('src/store/duckdb.ts', 'utf8')).not.toContain('DuckDBInstance.create');
  });

  it('knows no utils', () => {
    expect(files.filter((file) => /(^|\/)(utils?|helpers?|misc|common)(\/|\.ts$)/.test(file))).toEqual([]);
  });
});
