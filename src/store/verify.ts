import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, type Json } from '../core/json.ts';
import { type Engine, openEngine } from './duckdb.ts';
import { readFiles } from './file-table.ts';
import {
  BEGINNING,
  fileDigest,
  hashOf,
  type JournalEntry,
  type JournalFile,
  readJournal,
} from './journal.ts';
import { engineFailed, LakeError } from './lake-error.ts';
import { isAlive, lockHolder, taken } from './lock.ts';
import { readManifest } from './manifest.ts';
import { lakePlaces } from './places.ts';

/** What is not as the journal says. */
export type LakeProblemKind =
  /** An entry does not have its hash, its number or the one before it: it was changed, put in or taken out. */
  | 'entry'
  | 'file-missing'
  | 'file-changed'
  /** The lists of sealed files, of the lake's file or of readers, name other files than the journal. */
  | 'list'
  /** Compacting gave other numbers of rows than there were. */
  | 'rows'
  /** The head that was noted elsewhere is not in the journal. */
  | 'head';

export interface LakeProblem {
  readonly kind: LakeProblemKind;
  readonly message: string;
}

export interface LakeVerification {
  readonly file: string;
  readonly entries: number;
  /** Sealed files that were read and compared. */
  readonly files: number;
  /** The hash of the last entry: noted elsewhere, it tells later whether the lake is still the one that it was. Null without entries. */
  readonly head: string | null;
  /** Epoch milliseconds of the last entry. */
  readonly at: number | null;
  readonly problems: readonly LakeProblem[];
}

export interface VerifyOptions {
  /** A head of an earlier verification, or at least its first 12 digits: what was sealed then has to be what the lake goes on from. */
  readonly expect?: string;
}

/**
 * Reads every sealed file and holds it against the journal, which is a chain of hashes. It shows changes by whoever could
 * not, or did not, write the whole chain anew; against those who could, a head that was noted elsewhere helps.
 * Nothing is written.
 *
 * @throws LakeError when there is no lake, or somebody writes it
 */
export async function verifyLake(path: string, { expect }: VerifyOptions = {}): Promise<LakeVerification> {
  const places = lakePlaces(path);
  const manifest = readManifest(places);
  const holder = lockHolder(places);
  if (holder && isAlive(holder, places) !== false) throw taken(places, holder, 'wait until it is done');
  const engine = await openForReading(places.file);
  try {
    const stored = await readJournal(engine.connection);
    const listed = (await readFiles(engine.connection)).map((file) => file.path);
    const { entries, problems } = readChain(stored);
    const { live, lost } = replay(entries);
    const last = stored.at(-1);
    return {
      file: places.file,
      entries: stored.length,
      files: live.size,
      head: last?.hash ?? null,
      at: entries.at(-1)?.at ?? null,
      problems: [
        ...problems,
        ...lost,
        ...compareLists(live, listed, places.file),
        ...compareLists(
          live,
          manifest.files.map((file) => file.path),
          places.manifest,
        ),
        ...(await compareFiles(live, places.sealed)),
        ...headProblems(
          stored.map((entry) => entry.hash),
          expect,
        ),
      ],
    };
  } finally {
    engine.close();
  }
}

async function openForReading(file: string): Promise<Engine> {
  if (!existsSync(file))
    throw new LakeError(`${file} is gone: without it nothing can be compared.`, { code: 'damaged' });
  try {
    const engine = await openEngine(file, { readOnly: true });
    const found = await engine.connection.runAndReadAll(
      "SELECT 1 FROM duckdb_tables() WHERE table_name = 'journal'",
    );
    if (found.getRows().length > 0) return engine;
    engine.close();
  } catch (error) {
    throw engineFailed(error, file, 'read');
  }
  throw new LakeError(`${file} has no journal yet: an import or lake compact begins one.`, {
    code: 'damaged',
  });
}

function readChain(stored: Awaited<ReturnType<typeof readJournal>>): {
  entries: JournalEntry[];
  problems: LakeProblem[];
} {
  const entries: JournalEntry[] = [];
  const problems: LakeProblem[] = [];
  const wrong = (place: number, what: string): void => {
    problems.push({ kind: 'entry', message: `entry ${place} of the journal ${what}` });
  };
  let before = BEGINNING;
  for (const [index, { text, hash }] of stored.entries()) {
    const place = index + 1;
    const entry = parseEntry(text);
    if (entry === undefined) wrong(place, 'cannot be understood');
    else {
      entries.push(entry);
      if (entry.number !== place)
        wrong(place, `has the number ${entry.number}: entries are missing or were put in`);
      if (entry.before !== before) wrong(place, 'does not follow the entry before it');
    }
    if (hashOf(text) !== hash) wrong(place, 'does not have its hash: it was changed');
    before = hash;
  }
  return { entries, problems };
}

function parseEntry(text: string): JournalEntry | undefined {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
  if (!isObject(value) || !Array.isArray(value['written']) || !Array.isArray(value['replaced']))
    return undefined;
  const { number, at, before } = value;
  const isWhole = typeof number === 'number' && typeof at === 'number' && typeof before === 'string';
  return isWhole && value['written'].every(isJournalFile) ? (value as unknown as JournalEntry) : undefined;
}

function isJournalFile(value: Json): boolean {
  return (
    isObject(value) &&
    typeof value['path'] === 'string' &&
    typeof value['rows'] === 'number' &&
    typeof value['sha256'] === 'string'
  );
}

/** The files that are there when all entries were done, and compactions that lost rows or made some. */
function replay(entries: readonly JournalEntry[]): { live: Map<string, JournalFile>; lost: LakeProblem[] } {
  const live = new Map<string, JournalFile>();
  const lost: LakeProblem[] = [];
  for (const { number, did, written, replaced } of entries) {
    const gone = replaced.map((path) => live.get(path)?.rows ?? 0);
    for (const path of replaced) live.delete(path);
    for (const file of written) live.set(file.path, file);
    const [old, now] = [sum(gone), sum(written.map(({ rows }) => rows))];
    if (did === 'compacted' && old !== now) {
      lost.push({ kind: 'rows', message: `entry ${number} of the journal made ${now} rows of ${old}` });
    }
  }
  return { live, lost };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function compareLists(
  live: ReadonlyMap<string, JournalFile>,
  listed: readonly string[],
  place: string,
): LakeProblem[] {
  const names = new Set(listed);
  const missing = [...live.keys()].filter((path) => !names.has(path));
  const more = listed.filter((path) => !live.has(path));
  return [
    ...missing.map((path) => ({ path, what: 'does not name' })),
    ...more.map((path) => ({ path, what: 'names, and the journal does not,' })),
  ].map(({ path, what }) => ({ kind: 'list', message: `${place} ${what} ${path}` }));
}

async function compareFiles(live: ReadonlyMap<string, JournalFile>, sealed: string): Promise<LakeProblem[]> {
  const problems: LakeProblem[] = [];
  for (const { path, sha256 } of live.values()) {
    const place = join(sealed, path);
    try {
      if ((await fileDigest(place)) !== sha256) {
        problems.push({ kind: 'file-changed', message: `${place} is not what was sealed` });
      }
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      problems.push({ kind: 'file-missing', message: `${place} cannot be read: ${detail}` });
    }
  }
  return problems;
}

function headProblems(hashes: readonly string[], expect: string | undefined): LakeProblem[] {
  if (expect === undefined || hashes.some((hash) => hash.startsWith(expect))) return [];
  return [
    {
      kind: 'head',
      message: `no entry of the journal has the hash ${expect}: the lake is another, or was put back`,
    },
  ];
}
