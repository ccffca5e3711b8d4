/** Annualisation for markets that never close (METHODS C6): P = 365 days over the bar's length, never 252. */
import {assert} from "../core/assert.js";
import {YEAR_MS} from "../core/time.js";

/** Bars a year. @param barMs length of one bar in milliseconds */
export function periodsPerYear(barMs: number): number {
  assert(barMs > 0, `a bar has a positive length in milliseconds, not ${barMs}`);
  return YEAR_MS / barMs;
}

/** Observations a year of irregular returns: n over the elapsed years; null when no time has passed (METHODS C6). */
export function observedPeriodsPerYear(n: number, elapsedMs: number): number | null {
  return elapsedMs > 0 ? n / (elapsedMs / YEAR_MS) : null;
}

/** The rate a bar that compounds to the given rate a year: (1 + a)^(1/P) - 1. */
export function ratePerBar(annualRate: number, periods: number): number {
  return (1 + annualRate) ** (1 / periods) - 1;
}

/** The yearly rate to which a rate a bar compounds; null when it loses everything. */
export function compoundAnnually(rate: number, periods: number): number | null {
  return 1 + rate > 0 ? (1 + rate) ** periods - 1 : null;
}

/** Funding rate a settlement as APR (simple) and APY (compounded), both fractions. */
export function annualFunding(rate: number, intervalHours: number): {apr: number; apy: number} {
  const settlements = (24 / intervalHours) * 365;
  return {apr: rate * settlements, apy: (1 + rate) ** settlements - 1};
}
