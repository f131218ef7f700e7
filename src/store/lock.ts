import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { isObject, type Json } from '../core/json.ts';
import { formatTime } from '../core/time.ts';
import { engineFailed, LakeError } from './lake-error.ts';
import type { LakePlaces } from './places.ts';

/** Who writes a lake. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** Epoch milliseconds. */
  readonly since: number;
  /** What it does, for people: `lake import`. */
  readonly doing: string;
}

/** Lakes that this process writes: the file lock of the engine is that of the process, and would let it in twice. */
const own = new Set<string>();

/** What the lock file says; undefined without one. A file that cannot be understood names nobody. */
export function lockHolder({ lock }: LakePlaces): LockHolder | undefined {
  let text: string;
  try {
    text = readFileSync(lock, 'utf8');
  } catch {
    return undefined;
  }
  return parse(text) ?? { pid: 0, host: hostname(), since: 0, doing: 'unknown' };
}

function parse(text: string): LockHolder | undefined {
  try {
    const value = JSON.parse(text) as Json;
    if (!isObject(value)) return undefined;
    const { pid, host, since, doing } = value;
    if (typeof pid !== 'number' || typeof host !== 'string' || !isMoment(since)) return undefined;
    return { pid, host, since, doing: typeof doing === 'string' ? doing : 'unknown' };
  } catch {
    return undefined;
  }
}

function isMoment(value: Json | undefined): value is number {
  return typeof value === 'number' && !Number.isNaN(new Date(value).getTime());
}

/** Whether the holder still runs; undefined for one on another machine, which cannot be told. */
export function isAlive({ pid, host }: LockHolder, { file }: LakePlaces): boolean | undefined {
  if (host !== hostname()) return undefined;
  if (pid === process.pid) return own.has(file);
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: somebody else's process, and alive.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** The right to write a lake, until it is released. */
export interface Lock {
  /** A dead process held it before: what it had not finished is still to be done. */
  readonly tookOver?: LockHolder;
  /** @param isDone false: something is left to be done, and the lock file goes on saying so */
  release(isDone: boolean): void;
}

/**
 * Takes the right to write. The engine's own lock on the file decides between processes of one machine: it goes away with
 * its process. The lock file says who it is, and is what other machines see.
 *
 * @param open opens the engine on the file; its error means that another process has it open
 * @throws LakeError `taken`
 */
export async function takeLock<T extends { close(): void }>(
  places: LakePlaces,
  { now, doing }: { readonly now: number; readonly doing: string },
  open: () => Promise<T>,
): Promise<{ lock: Lock; opened: T }> {
  const holder = lockHolder(places);
  if (own.has(places.file)) throw taken(places, holder, 'this process writes it already');
  if (holder && isAlive(holder, places) === undefined) {
    throw taken(places, holder, `if that process has ended, remove ${places.lock}`);
  }
  own.add(places.file);
  let opened: T;
  try {
    opened = await open();
  } catch (error) {
    own.delete(places.file);
    if (!isLockConflict(error)) throw engineFailed(error, places.file, 'opened');
    throw taken(
      places,
      lockHolder(places),
      'wait until it is done; what is sealed can be read meanwhile',
      error,
    );
  }
  try {
    write(places, { pid: process.pid, host: hostname(), since: now, doing });
  } catch (error) {
    own.delete(places.file);
    opened.close();
    throw engineFailed(error, places.file, 'written');
  }
  const release = (isDone: boolean): void => {
    if (isDone) rmSync(places.lock, { force: true });
    own.delete(places.file);
  };
  return { opened, lock: { release, ...(holder ? { tookOver: holder } : {}) } };
}

function write({ lock }: LakePlaces, holder: LockHolder): void {
  const next = `${lock}.${process.pid}`;
  writeFileSync(next, `${JSON.stringify(holder)}\n`);
  renameSync(next, lock);
}

/** What DuckDB says when another process has the file open. */
function isLockConflict(error: unknown): boolean {
  return (
    error instanceof Error &&
    /could not set lock|conflicting lock|used by another process/i.test(error.message)
  );
}

/** That somebody else writes the lake, and what to do. */
export function taken(
  places: LakePlaces,
  holder: LockHolder | undefined,
  advice: string,
  cause?: unknown,
): LakeError {
  const who = holder ? ` by ${holderText(holder)}` : '';
  return new LakeError(`${places.file} is being written${who}; ${advice}.`, { code: 'taken', cause });
}

/** For people: `process 123 on host (lake import) since 2026-03-10T09:00:00Z`. */
export function holderText({ pid, host, since, doing }: LockHolder): string {
  return `process ${pid} on ${host} (${doing}) since ${formatTime(since)}`;
}
