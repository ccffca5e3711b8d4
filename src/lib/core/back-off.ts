/** Exponential back-off: how long to wait before the next attempt. */
export interface BackOff {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** Doubles from `firstMs` before attempt 2 up to `maxMs`. @param attempt the one that failed, from 1. */
export function backOffMs(attempt: number, {firstMs, maxMs}: BackOff): number {
  // The exponent is capped so that a long outage cannot overflow it.
  return Math.min(maxMs, firstMs * 2 ** Math.min(attempt - 1, 30));
}
