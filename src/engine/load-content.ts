import { type Dirent, existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse as parseYaml } from 'yaml';
import { isObject } from '../core/json.ts';
import type { SourceFile } from '../lang/sigma/index.ts';
import { ContentError } from './content-error.ts';
import { loadParameters, type Parameters, readContent } from './parameters.ts';

export { ContentError, loadParameters };

/** A rule file: its text, the path to show, and where it really is. */
export interface RuleFile extends SourceFile {
  readonly file: string;
}

/** Detection content that ships as one folder: rules and the parameters they use. */
export interface Pack {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly folder: string;
  readonly files: readonly RuleFile[];
  /** Lists, numbers and timespans, and what domains and ports are known for, by name; meant to be overridden. */
  readonly parameters: Readonly<Parameters>;
  /** Ids of the techniques that the pack has a guide for: its files are named after them. */
  readonly guides: readonly string[];
}

/** The packs that ship with nephoscope: beside `dist` or `src`. */
const shippedPacks = fileURLToPath(new URL('../../packs/', import.meta.url));

export function shippedPackNames(): string[] {
  const entries = readdirSync(shippedPacks, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
}

/**
 * @param nameOrPath a folder with a `pack.yml`, or the name of a shipped pack
 * @throws ContentError
 */
export function loadPack(nameOrPath: string): Pack {
  const folder = [nameOrPath, join(shippedPacks, nameOrPath)].find(
    (path) => existsSync(join(path, 'pack.yml')) && statSync(path).isDirectory(),
  );
  if (folder === undefined) {
    const names = shippedPackNames().join(', ');
    throw new ContentError(
      `${nameOrPath}: neither a folder with a pack.yml nor a shipped pack (there are: ${names})`,
    );
  }
  const about = readYaml(join(folder, 'pack.yml'));
  const text = (key: string): string => (isObject(about) && typeof about[key] === 'string' ? about[key] : '');
  return {
    name: text('name') || basename(folder),
    version: text('version'),
    description: text('description'),
    folder,
    files: readRuleFiles([join(folder, 'rules')]),
    parameters: parametersIn(folder),
    guides: guideNames(join(folder, 'guides')),
  };
}

/** What is a fact about the world stands apart from what everybody has to fill in. */
const parameterFiles = ['network.yml', 'parameters.yml'];

function parametersIn(folder: string): Parameters {
  const files = parameterFiles.map((name) => join(folder, name)).filter(existsSync);
  return Object.assign({}, ...files.map((file) => loadParameters(file, shown(file)))) as Parameters;
}

function guideNames(folder: string): string[] {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.flatMap((name) => /^(T\d{4}(?:\.\d{3})?)\.ya?ml$/.exec(name)?.[1] ?? []).toSorted();
}

/**
 * The YAML files below a folder of a pack, each with the path to show; none when there is no such folder.
 *
 * @throws ContentError for a file that cannot be read
 */
export function packFiles({ folder }: Pick<Pack, 'folder'>, name: string): RuleFile[] {
  const within = join(folder, name);
  if (!existsSync(within)) return [];
  return filesBelow(within, /\.ya?ml$/).map((file) => ({ path: shown(file), text: readContent(file), file }));
}

const HIGHEST = 6;

/** The folder of the pack that a rule path lies in, if it lies in one. */
function enclosingPack(path: string): string | undefined {
  let folder = resolve(path);
  for (let level = 0; level < HIGHEST; level += 1) {
    folder = dirname(folder);
    if (existsSync(join(folder, 'pack.yml'))) return folder;
  }
  return undefined;
}

/** The parameters of the pack that a rule path lies in, if it lies in one: its rules are tried as the pack runs them. */
export function enclosingParameters(path: string): Parameters {
  const folder = enclosingPack(path);
  return folder === undefined ? {} : parametersIn(folder);
}

/** The rule files of the packs that rule paths lie in: what correlations among them may refer to. */
export function enclosingFiles(paths: readonly string[]): RuleFile[] {
  const folders = new Set(paths.map(enclosingPack).filter((folder) => folder !== undefined));
  return readRuleFiles([...folders].map((folder) => join(folder, 'rules')));
}

function readYaml(path: string): ReturnType<typeof parseYaml> {
  try {
    return parseYaml(readContent(path)) as unknown;
  } catch (error) {
    if (error instanceof ContentError) throw error;
    throw new ContentError(`${path}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/**
 * The rule files behind paths: files as they are, folders with every `.yml` and `.yaml` below them except tests
 * (`NAME.test.yml`), in a stable order.
 *
 * @throws ContentError for a path that cannot be read, and for a folder without a rule file.
 */
export function readRuleFiles(paths: readonly string[]): RuleFile[] {
  const found: string[] = [];
  for (const path of paths) found.push(...ruleFiles(path));
  return [...new Set(found)].map((file) => ({ path: shown(file), text: readContent(file), file }));
}

function ruleFiles(path: string): string[] {
  if (!isReadableFolder(path)) return [path];
  const found = rulesAmong(filesBelow(path, /(?<!\.test)\.ya?ml$/));
  if (found.length === 0) throw new ContentError(`${path}: no rule files (.yml, .yaml) in it`);
  return found;
}

/** @throws ContentError when there is nothing there, or nothing that may be looked at */
function isReadableFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw new ContentError(`${path}: rules cannot be read: ${whyUnread(error)}`, { cause: error });
  }
}

/** @throws ContentError for a folder, or one below it, that may not be looked into */
function entriesBelow(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch (error) {
    throw new ContentError(`${folder}: rules cannot be read: ${whyUnread(error)}`, { cause: error });
  }
}

function whyUnread(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'no such file or folder';
  return code === 'EACCES' ? 'no permission' : message;
}

/** Without what else a pack holds: of its files those in `rules` are rules. */
function rulesAmong(files: readonly string[]): string[] {
  const packs = files.filter((file) => basename(file) === 'pack.yml').map(dirname);
  const isOf = (folder: string, file: string): boolean => file.startsWith(folder + sep);
  return files.filter((file) => packs.every((pack) => !isOf(pack, file) || isOf(join(pack, 'rules'), file)));
}

/** The tests below folders that stand beside no rule: `NAME.test.yml` without `NAME.yml` or `NAME.yaml`. */
export function orphanTests(paths: readonly string[]): string[] {
  const folders = paths.filter((path) => existsSync(path) && statSync(path).isDirectory());
  const tests = folders.flatMap((folder) => filesBelow(folder, /\.test\.ya?ml$/));
  return [...new Set(tests)].filter((test) => {
    const name = test.replace(/\.test\.ya?ml$/, '');
    return !existsSync(`${name}.yml`) && !existsSync(`${name}.yaml`);
  });
}

function filesBelow(folder: string, pattern: RegExp): string[] {
  const entries = entriesBelow(folder);
  return entries
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

/** Shipped rules are shown by their place in the package, the others as they were given. */
function shown(path: string): string {
  return path.startsWith(shippedPacks) ? join('packs', relative(shippedPacks, path)) : path;
}
