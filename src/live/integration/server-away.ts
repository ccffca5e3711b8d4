/** Calls that have nobody to repeat them say plainly that the server of the bus is away. */
import {OperatingError} from "../../lib/core/operating-error.js";

/** @throws OperatingError BUS_SERVER_AWAY in place of an error that `isServerAway` knows; others as they are. */
export async function orServerAway<T>(isServerAway: (error: unknown) => boolean, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    if (!isServerAway(cause)) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new OperatingError(`The server of the event bus does not answer: ${why}.`, {
      code: "BUS_SERVER_AWAY",
      retryable: true,
      cause
    });
  }
}
