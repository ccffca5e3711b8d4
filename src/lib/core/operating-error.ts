/**
 * A failure of the world, not of the program: a file that is not there, an exchange that refuses, a database that is
 * away. `code` is stable and listed in docs/reference/errors.md; `message` says what, the value given and what to do.
 */
export interface OperatingErrorOptions {
  readonly code: string;
  readonly details?: Readonly<Record<string, unknown>>;
  /** Whether the same call may succeed later without anybody changing anything. */
  readonly retryable?: boolean;
  readonly cause?: unknown;
}

export class OperatingError extends Error {
  override readonly name = "OperatingError";
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly retryable: boolean;

  constructor(message: string, options: OperatingErrorOptions) {
    super(message, options.cause === undefined ? undefined : {cause: options.cause});
    this.code = options.code;
    this.details = options.details ?? {};
    this.retryable = options.retryable ?? false;
  }
}
