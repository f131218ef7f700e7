import { LakeError, type LakeErrorCode } from '../lake-error.ts';
import { PASSWORD_VARIABLE, type ServerAddress } from './address.ts';

/** What is known of errors of ClickHouse by their number: https://clickhouse.com/docs/sql-reference/functions/other-functions#errorcodetoname */
const meanings: ReadonlyMap<number, { readonly code: LakeErrorCode; readonly says: string }> = new Map([
  [
    516,
    { code: 'denied', says: `the user or the password is wrong (the password is in ${PASSWORD_VARIABLE})` },
  ],
  [192, { code: 'denied', says: 'there is no such user' }],
  [193, { code: 'denied', says: `the password is wrong (it is in ${PASSWORD_VARIABLE})` }],
  [194, { code: 'denied', says: `a password is needed: put it into ${PASSWORD_VARIABLE}` }],
  [497, { code: 'denied', says: 'the user may not do that' }],
  [164, { code: 'denied', says: 'the user may only read, and may not set how (readonly = 2 lets it)' }],
  [81, { code: 'missing', says: 'there is no such database: make it with CREATE DATABASE' }],
]);

const LONGEST = 400;

/** What a client or a server said, as an error of the lake in words. The password is in none of them. */
export function serverFailed(error: unknown, address: ServerAddress): unknown {
  if (!(error instanceof Error) || error instanceof LakeError) return error;
  const number = numberOf(error);
  const said = masked(textOf(error), address);
  // The client's error has the server's words, which may quote a statement with a password in it.
  const cause = new Error(said);
  if (number === undefined) {
    const message = `${address.shown} does not answer as a ClickHouse server: ${said}`;
    return new LakeError(message, { code: 'unreachable', cause });
  }
  const known = meanings.get(number);
  return known
    ? new LakeError(`${address.shown}: ${known.says}. The server says: ${said}`, { code: known.code, cause })
    : new LakeError(`${address.shown} could not do it: ${said} (code ${number})`, { code: 'failed', cause });
}

/** The number of an error of the server; undefined for one on the way there. */
function numberOf(error: Error): number | undefined {
  const code = 'code' in error && 'type' in error ? String(error.code) : '';
  return /^\d+$/.test(code) ? Number(code) : undefined;
}

/** A host with several addresses gives an error without words, and one below it for each. */
function textOf(error: Error): string {
  const below = error instanceof AggregateError ? (error.errors[0] as unknown) : undefined;
  const text = error.message || (below instanceof Error ? below.message : '');
  const code = 'code' in error ? String(error.code) : error.name;
  return (text || code).replaceAll(/\s+/g, ' ').slice(0, LONGEST);
}

function masked(text: string, { password }: ServerAddress): string {
  return password === '' ? text : text.replaceAll(password, '***');
}
