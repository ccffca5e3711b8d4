/** A failure of the database as a typed error, so that nobody takes it for one of the exchange. */
import {OperatingError} from "../../lib/core/operating-error.js";

interface Failure {
  readonly code: string;
  readonly retryable: boolean;
  readonly advice: string;
}

const AWAY: Failure = {
  code: "DATABASE_UNREACHABLE",
  retryable: true,
  advice: "see that the server runs and give the command again; it goes on where it stopped"
};

/** SQLSTATEs and network codes by their beginning, the first that fits. */
const BY_CODE: readonly (readonly [RegExp, Failure])[] = [
  [/^(08|57P0|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EHOST|ENET)/, AWAY],
  [
    /^(53100|ENOSPC)/,
    {code: "DATABASE_FULL", retryable: false, advice: "make room on its disk, then give the command again"}
  ],
  [/^(25006|57000)/, {code: "DATABASE_READ_ONLY", retryable: false, advice: "name a database that may be written"}],
  [/^42501/, {code: "DATABASE_REFUSED", retryable: false, advice: "let its user write the tables of Papertape"}],
  [/^(53|40001|40P01|55P03|57014)/, {code: "DATABASE_BUSY", retryable: true, advice: "try again when less is going on"}]
];

const OTHER: Failure = {code: "DATABASE_FAILED", retryable: false, advice: "see the cause"};

/** @param doing what was tried, e.g. `storing candles`. */
export function databaseError(doing: string, error: unknown): OperatingError {
  if (error instanceof OperatingError) return error;
  const {code, retryable, advice} = failureOf(error);
  const message = error instanceof Error ? error.message : String(error);
  return new OperatingError(`Database: ${doing} failed: ${message}. What to do: ${advice}.`, {
    code,
    retryable,
    details: {doing},
    cause: error
  });
}

/** True for what `databaseError` made. */
export function isDatabaseError(error: unknown): boolean {
  return error instanceof OperatingError && error.code.startsWith("DATABASE_");
}

function failureOf(error: unknown): Failure {
  const {code, message} = (error ?? {}) as {code?: unknown; message?: unknown};
  if (typeof code === "string") return BY_CODE.find(([pattern]) => pattern.test(code))?.[1] ?? OTHER;
  const isAway = typeof message === "string" && /connection (terminated|timeout|ended)|timeout exceeded/i.test(message);
  return isAway ? AWAY : OTHER;
}

/** The port's methods with every failure made a typed one. */
export function withDatabaseErrors<Port extends object>(port: Port, doing: string): Port {
  const guarded: Record<string, unknown> = {};
  for (const [name, method] of Object.entries(port) as [string, (...given: unknown[]) => Promise<unknown>][])
    guarded[name] = async (...given: unknown[]) => {
      try {
        return await method(...given);
      } catch (error) {
        throw databaseError(doing, error);
      }
    };
  return guarded as Port;
}
