/** What can go wrong with the journal, told apart by what the caller must do. */
import {OperatingError} from "../../lib/core/operating-error.js";

/** SQLSTATE of a row that breaks a unique key. */
const UNIQUE_VIOLATION = "23505";
/** SQLSTATE of a row that no partition takes, and of one that breaks a check: projections have none. */
const CHECK_VIOLATION = "23514";

export function isUniqueViolation(error: unknown): boolean {
  return (error as {code?: unknown} | null)?.code === UNIQUE_VIOLATION;
}

/** A row of a table over time that has no partition for it. */
export function isWithoutRoom(error: unknown): boolean {
  return (error as {code?: unknown} | null)?.code === CHECK_VIOLATION;
}

/** Runs a call to the database; a server that is away becomes JOURNAL_UNREACHABLE, anything else stays what it is. */
export async function reachable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OperatingError || !isServerAway(error)) throw error;
    throw new OperatingError(`The journal's database does not answer: ${(error as Error).message}`, {
      code: "JOURNAL_UNREACHABLE",
      retryable: true,
      cause: error
    });
  }
}

function isServerAway(error: unknown): boolean {
  const {code, message} = error as {code?: unknown; message?: unknown};
  if (typeof code === "string") return /^(08|57P0|53300|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EHOST|ENET)/.test(code);
  return typeof message === "string" && /connection (terminated|timeout|ended)|timeout exceeded/i.test(message);
}

export function unknownSession(session: string): OperatingError {
  return new OperatingError(`The journal has no session "${session}".`, {
    code: "JOURNAL_SESSION_UNKNOWN",
    details: {session}
  });
}

export function endedSession(session: string): OperatingError {
  return new OperatingError(`Session "${session}" has ended; begin another one.`, {
    code: "JOURNAL_SESSION_ENDED",
    details: {session}
  });
}

export function fenced({session, expected, found}: {session: string; expected: number; found: number}): OperatingError {
  return new OperatingError(
    `Session "${session}" stands at event ${found}, not at ${expected}: another process writes it. Only one may; stop one.`,
    {code: "JOURNAL_FENCED", details: {session, expected, found}}
  );
}

export function eventConflict({session, eventId}: {session: string; eventId: string}): OperatingError {
  return new OperatingError(
    `Event ${eventId} is in session "${session}" with another content: ids must derive from what they name.`,
    {code: "JOURNAL_EVENT_CONFLICT", details: {session, eventId}}
  );
}
