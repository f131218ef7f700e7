/** What the process ends with; documented in the help and in docs/reference/cli.md. */
export const exitCodes = {
  done: 0,
  /** Findings at or above `--fail-on`, rule tests that failed, or a lake that was changed. */
  findings: 1,
  rulesRefused: 2,
  usage: 3,
  inputUnreadable: 4,
  outputFailed: 5,
  /** A bug in nephoscope, apart from all that a pipeline may want to tell. */
  internal: 70,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Ends a command with a message for the person; the message says what was found, what was expected and what to do. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly code: ExitCode;

  constructor(
    message: string,
    { code = exitCodes.usage, ...options }: ErrorOptions & { code?: ExitCode } = {},
  ) {
    super(message, options);
    this.code = code;
  }
}
