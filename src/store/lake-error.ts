export type LakeErrorCode =
  /** DuckDB is not there for this platform, or was not installed. */
  | 'not-available'
  /** Nothing stands at the path. */
  | 'missing'
  /** Another process writes it. */
  | 'taken'
  /** A newer nephoscope wrote it. */
  | 'newer'
  /** The file is something else. */
  | 'not-a-lake'
  /** The address of a server is none, or stands where a file has to. */
  | 'address'
  /** The server does not answer. */
  | 'unreachable'
  /** The server knows no such user, or does not let it do that. */
  | 'denied'
  /** What is on the server was pushed from another lake. */
  | 'other-lake'
  /** It, or a part of it, is gone or cannot be read. */
  | 'damaged'
  /** The engine could not go on: no room on the disk, say. */
  | 'failed';

/** A lake cannot be used; the message says which, why, and what to do. `cause` is what the engine or file system said. */
export class LakeError extends Error {
  override readonly name = 'LakeError';
  readonly code: LakeErrorCode;

  constructor(message: string, { code, ...options }: ErrorOptions & { readonly code: LakeErrorCode }) {
    super(message, options);
    this.code = code;
  }
}

/** Kinds of errors that are not the statement's fault. */
const engineWords =
  /^(?:IO|Out of Memory|Permission|Serialization|Fatal|Connection|TransactionContext) Error: ([^\n]*)/i;

/** What the engine or the file system said, as an error of the lake; other errors are bugs and stay what they are. */
export function engineFailed(error: unknown, place: string, doing: string): unknown {
  if (!(error instanceof Error) || error instanceof LakeError) return error;
  const said = 'syscall' in error ? error.message : engineWords.exec(error.message)?.[1];
  if (said === undefined) return error;
  return new LakeError(`${place} cannot be ${doing}: ${said}`, { code: 'failed', cause: error });
}
