import type { SealedFile } from '../manifest.ts';
import type { Server } from './server.ts';
import { quoted } from './sql-text.ts';

/** A file that was found whole on the server. */
export interface Held {
  readonly path: string;
  readonly sha256: string;
  readonly kind: SealedFile['kind'];
  readonly rows: number;
}

const kinds = ['activities', 'records'] as const;

/** How long a push that is no longer the newest stays for those who still read by it. */
const KEPT_MS = 3_600_000;
/** Paths in one statement. */
const MOST = 500;

export async function heldFiles(server: Server): Promise<Held[]> {
  const rows = await server.all(`SELECT DISTINCT path, sha256, kind, rows FROM ${server.table('files')}`);
  return rows.map(([path, sha256, kind, count]) => ({
    path: String(path),
    sha256: String(sha256),
    kind: kind === 'records' ? 'records' : 'activities',
    rows: Number(count),
  }));
}

/**
 * Removes files of which there are more or fewer rows than they have: those of a push that was killed, and whatever else
 * happened to rows on the server.
 *
 * @param held the files that are as they should be, as far as the table of files says
 * @returns those that are, and how many files were removed
 */
export async function clearRows(
  server: Server,
  held: readonly Held[],
): Promise<{ readonly whole: Held[]; readonly removed: number }> {
  const whole: Held[] = [];
  const removed = new Set<string>();
  for (const kind of kinds) {
    const found = await server.all(`SELECT file, count() FROM ${server.table(kind)} GROUP BY file`);
    const counts = new Map(found.map(([file, count]) => [String(file), Number(count)]));
    for (const file of held.filter((one) => one.kind === kind)) {
      if (counts.get(file.path) !== file.rows) removed.add(file.path);
      else {
        whole.push(file);
        counts.delete(file.path);
      }
    }
    for (const file of counts.keys()) removed.add(file);
  }
  await removeFiles(server, [...removed]);
  return { whole, removed: removed.size };
}

/** Removes files and their rows. */
export async function removeFiles(server: Server, paths: readonly string[]): Promise<void> {
  // In this order: when it is killed in between, rows are left that nobody holds, and those the next push removes.
  await deleteWhere(server, 'files', 'path', paths);
  for (const kind of kinds) await deleteWhere(server, kind, 'file', paths);
}

/**
 * Removes what was replaced long enough ago: pushes that nobody reads by any more, and the rows of files that only they name.
 *
 * @returns of how many files
 */
export async function forgetOld(server: Server, now: number): Promise<number> {
  const pushes = server.table('pushes');
  const rows = await server.all(`SELECT version, at FROM ${pushes} ORDER BY version`);
  // A push is read by until the next one, and by those who began before that.
  const old = rows.filter((_row, index) => Number(rows[index + 1]?.[1] ?? now) <= now - KEPT_MS);
  if (old.length > 0) {
    const versions = old.map(([version]) => Number(version));
    await server.run(`DELETE FROM ${pushes} WHERE version IN (${versions.join(', ')})`);
  }
  const unnamed = await server.all(
    `SELECT DISTINCT path FROM ${server.table('files')} WHERE path NOT IN (SELECT arrayJoin(files) FROM ${pushes})`,
  );
  const paths = unnamed.map(([path]) => String(path));
  await removeFiles(server, paths);
  return paths.length;
}

async function deleteWhere(
  server: Server,
  table: string,
  column: string,
  values: readonly string[],
): Promise<void> {
  for (let from = 0; from < values.length; from += MOST) {
    const some = values.slice(from, from + MOST).map(quoted);
    await server.run(`DELETE FROM ${server.table(table)} WHERE ${column} IN (${some.join(', ')})`);
  }
}
