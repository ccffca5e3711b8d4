/**
 * A circuit breaker around each outside dependency: after some failures in a row it answers at once, without asking,
 * until a trial call succeeds. Its state is there to be looked at, and a change of it to be told.
 */
import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhen,
  TaskCancelledError,
  TimeoutStrategy,
  timeout,
  wrap
} from "cockatiel";
import {OperatingError} from "../../lib/core/operating-error.js";

export type BreakerState = "closed" | "open" | "half-open";

export interface BreakerOptions {
  /** Failures in a row that open it. Default 5. */
  readonly failuresToOpen?: number;
  /** From opening to the first trial call; doubles with each trial that fails. Default 1 000. */
  readonly retryAfterMs?: number;
  /** At most so long from a failed trial to the next. Default 60 000. */
  readonly longestRetryMs?: number;
  /** A call that takes longer counts as failed. Default 10 000. */
  readonly timeoutMs?: number;
  /** Which errors speak of the dependency's health; a refused order does not. Default all. */
  readonly isFailure?: (error: unknown) => boolean;
}

/** The `call` of a breaker, for those who need not know more of it. */
export type Guard = <T>(action: (signal: AbortSignal) => Promise<T>) => Promise<T>;

export interface Breaker {
  readonly name: string;
  readonly state: BreakerState;
  /** Failed calls in a row; those that were not made do not count. */
  readonly failures: number;
  /** Words of the last failure; null while there was none. */
  readonly lastFailure: string | null;
  /**
   * The signal is given when the call takes too long.
   * @throws OperatingError BREAKER_OPEN (not asked), BREAKER_TIMEOUT, or what the call throws.
   */
  call<T>(action: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Returns a function that ends the listening. */
  onStateChange(listener: (state: BreakerState) => void): () => void;
}

const LONGEST_RETRY_MS = 60_000;

/** Whether a call was given up by a breaker: the dependency behind it is away, whatever else the error may say. */
export function isBreakerRefusal(error: unknown): boolean {
  return error instanceof OperatingError && /^BREAKER_(OPEN|TIMEOUT)$/.test(error.code);
}

export function createBreaker(name: string, options: BreakerOptions = {}): Breaker {
  const {failuresToOpen = 5, retryAfterMs = 1_000, timeoutMs = 10_000, isFailure = () => true} = options;
  const maxDelay = options.longestRetryMs ?? LONGEST_RETRY_MS;
  let failures = 0;
  let lastFailure: string | null = null;
  const breaker = circuitBreaker(
    handleWhen((error) => error instanceof TaskCancelledError || isFailure(error)),
    {
      breaker: new ConsecutiveBreaker(failuresToOpen),
      halfOpenAfter: new ExponentialBackoff({initialDelay: retryAfterMs, maxDelay})
    }
  );
  breaker.onSuccess(() => {
    failures = 0;
  });
  breaker.onFailure(({handled, reason}) => {
    if (!handled) return;
    failures += 1;
    lastFailure = "error" in reason ? reason.error.message : String(reason.value);
  });
  const policy = wrap(breaker, timeout(timeoutMs, TimeoutStrategy.Aggressive));
  return {
    name,
    get state() {
      return stateOf(breaker.state);
    },
    get failures() {
      return failures;
    },
    get lastFailure() {
      return lastFailure;
    },
    call: async (action) => {
      try {
        return await policy.execute(({signal}) => action(signal));
      } catch (cause) {
        throw asOperatingError(cause, {name, timeoutMs});
      }
    },
    onStateChange: (listener) => {
      const subscription = breaker.onStateChange((state) => listener(stateOf(state)));
      return () => subscription.dispose();
    }
  };
}

function stateOf(state: CircuitState): BreakerState {
  if (state === CircuitState.Closed) return "closed";
  return state === CircuitState.HalfOpen ? "half-open" : "open";
}

function asOperatingError(cause: unknown, {name, timeoutMs}: {name: string; timeoutMs: number}): unknown {
  if (cause instanceof BrokenCircuitError)
    return new OperatingError(`${name} failed several times in a row and is left alone for a while.`, {
      code: "BREAKER_OPEN",
      details: {name},
      retryable: true,
      cause
    });
  if (cause instanceof TaskCancelledError)
    return new OperatingError(`${name} did not answer within ${timeoutMs} ms.`, {
      code: "BREAKER_TIMEOUT",
      details: {name, timeoutMs},
      retryable: true,
      cause
    });
  return cause;
}
