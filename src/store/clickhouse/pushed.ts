import { isObject, type Json } from '../../core/json.ts';
import { sealedFileColumns } from '../file-table.ts';
import { LakeError } from '../lake-error.ts';
import type { LakeState, SealedFile } from '../manifest.ts';
import type { SourceFile } from '../sealed-source.ts';
import type { Server } from './server.ts';
import { schemaOf } from './tables.ts';

/** What a push made visible as a whole. */
export interface Pushed {
  /** Of the push, from 1. */
  readonly version: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly program: string;
  /** The hash of the last entry that the lake's journal had then. */
  readonly head: string;
  readonly state: LakeState;
  readonly files: readonly SealedFile[];
}

/** Columns of the table of files, and what they are in a list of sealed files. */
export const fileColumns: readonly (readonly [column: string, name: keyof SourceFile])[] = [
  ...sealedFileColumns,
  ['sha256', 'sha256'],
];

/** The paths of the files that a push made visible, as a query. */
export function pathsIn(server: Pick<Server, 'table'>, version: number | undefined): string {
  const pushes = server.table('pushes');
  // Without a number it is for people to read: two queries might see two pushes.
  const which = version === undefined ? `(SELECT max(version) FROM ${pushes})` : String(version);
  return `SELECT arrayJoin(files) FROM ${pushes} WHERE version = ${which}`;
}

/** The newest push; undefined before the first was finished. */
export async function lastPush(server: Server): Promise<Pushed | undefined> {
  const [row] = await server.all(
    `SELECT version, at, program, head, state, length(files) FROM ${server.table('pushes')} ORDER BY version DESC LIMIT 1`,
  );
  if (!row) return undefined;
  const [version, at, program, head, state, count] = row;
  const names = fileColumns.map(([column]) => `\`${column}\``).join(', ');
  const found = await server.all(
    `SELECT ${names} FROM ${server.table('files')} WHERE path IN (${pathsIn(server, Number(version))}) ` +
      'ORDER BY kind, provider, day, path LIMIT 1 BY path',
  );
  if (found.length !== Number(count)) {
    throw new LakeError(
      `${server.place}: of ${Number(count)} files that were pushed ${found.length} are there: somebody has taken rows out of files.`,
      { code: 'damaged' },
    );
  }
  return {
    version: Number(version),
    at: Number(at),
    program: String(program),
    head: String(head),
    state: stateOf(String(state)),
    files: found.map((values) =>
      Object.fromEntries(fileColumns.map(([, name], index) => [name, values[index]])),
    ) as unknown as SealedFile[],
  };
}

/**
 * What readers see.
 *
 * @throws LakeError `missing` when nothing was pushed, `newer`, `not-a-lake`
 */
export async function readPushed(server: Server): Promise<Pushed & { readonly lake: string }> {
  const { version, lake } = await schemaOf(server);
  const pushed = version === 0 ? undefined : await lastPush(server);
  if (pushed && lake !== undefined) return { ...pushed, lake };
  throw new LakeError(
    `${server.place}: there is no lake here: push one with nephoscope lake push --lake FILE --to ${server.place}.`,
    { code: 'missing' },
  );
}

const numbers = ['imports', 'inputs', 'operationRecords', 'unsealed'];

function stateOf(text: string): LakeState {
  const value = JSON.parse(text) as Json;
  if (isObject(value) && numbers.every((name) => typeof value[name] === 'number'))
    return value as unknown as LakeState;
  throw new Error(`no state of a lake: ${text.slice(0, 100)}`);
}
