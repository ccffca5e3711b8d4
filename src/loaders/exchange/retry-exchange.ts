/** Asks an exchange again, a bounded number of times, with doubling waits, where the failure says that it can help. */
import {classifyExchangeFailure, exchangeError} from "./exchange-failure.js";

export interface RetryPolicy {
  /** Tries in all, at least 1. */
  readonly attempts: number;
  readonly longestWaitMs: number;
  /** Multiplies every wait; tests use 0. */
  readonly waitFactor: number;
  readonly signal?: AbortSignal;
  /** Each try passes through it: the circuit breaker of the exchange. */
  readonly guard?: <Answer>(ask: () => Promise<Answer>) => Promise<Answer>;
  /** Told before each wait. */
  readonly onRetry?: (retry: {readonly code: string; readonly attempt: number; readonly waitMs: number}) => void;
}

export const DEFAULT_RETRY: RetryPolicy = {attempts: 6, longestWaitMs: 60_000, waitFactor: 1};

export interface ExchangeQuestion<Answer> {
  readonly exchange: string;
  /** For messages, e.g. `candles of BTC/USDT 1h`. */
  readonly asked: string;
  ask(): Promise<Answer>;
}

/** @throws OperatingError of the last failure, or at once for one that no retry can heal. */
export async function askWithRetry<Answer>(question: ExchangeQuestion<Answer>, policy: RetryPolicy): Promise<Answer> {
  const {exchange, asked, ask} = question;
  for (let attempt = 1; ; attempt++) {
    try {
      return await (policy.guard === undefined ? ask() : policy.guard(ask));
    } catch (error) {
      const {retryable, waitMs, code} = classifyExchangeFailure(error);
      if (!retryable || attempt >= policy.attempts || policy.signal?.aborted)
        throw exchangeError(exchange, asked, error);
      const wait = Math.min(policy.longestWaitMs, waitMs * 2 ** (attempt - 1)) * policy.waitFactor;
      policy.onRetry?.({code, attempt, waitMs: wait});
      await pause(wait, policy.signal);
    }
  }
}

/** Resolves after `ms`, or at once when the signal is given. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener("abort", done, {once: true});
  });
}
