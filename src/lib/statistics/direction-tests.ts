// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Do forecast signs tell realised signs? (METHODS T-2): Pesaran-Timmermann, Henriksson-Merton, Anatolyev-Gerko. */
import {chiSquaredUpper} from "./chi-squared-distribution.js";
import {type Column, finitePairs, orNull} from "./column.js";
import {logChoose} from "./gamma-function.js";
import {mean} from "./moments.js";
import {hacRegression} from "./newey-west.js";
import {normalCdf} from "./normal-distribution.js";

export interface PesaranTimmermann {
  readonly n: number;
  readonly dropped: number;
  readonly hitRate: number | null;
  readonly shareUp: number | null;
  readonly shareCalledUp: number | null;
  /** Hit rate of independent signs. */
  readonly expectedHitRate: number | null;
  /** Standard normal; null when all realised or all forecast signs are equal. */
  readonly statistic: number | null;
  /** One-sided: more hits than independence. */
  readonly p: number | null;
  /** 2009 form under serial dependence: HAC t of the slope of 1{y>0} on 1{x>0}. */
  readonly serialT: number | null;
}

/** @param realised y @param forecast x; signs by > 0 @param lag of the 2009 form */
export function pesaranTimmermann(realised: Column, forecast: Column, lag = 0): PesaranTimmermann {
  const {x: y, y: x, n, dropped} = finitePairs(realised, forecast);
  const up = y.map((value) => (value > 0 ? 1 : 0));
  const called = x.map((value) => (value > 0 ? 1 : 0));
  const py = mean(up);
  const px = mean(called);
  const hits = mean(up.map((value, i) => (value === called[i] ? 1 : 0)));
  const expected = py * px + (1 - py) * (1 - px);
  const own = (expected * (1 - expected)) / n;
  const null0 =
    ((2 * py - 1) ** 2 * px * (1 - px) + (2 * px - 1) ** 2 * py * (1 - py)) / n +
    (4 * py * px * (1 - py) * (1 - px)) / n ** 2;
  const defined = py > 0 && py < 1 && px > 0 && px < 1 && own > null0;
  const statistic = defined ? (hits - expected) / Math.sqrt(own - null0) : Number.NaN;
  return {
    n,
    dropped,
    hitRate: orNull(hits),
    shareUp: orNull(py),
    shareCalledUp: orNull(px),
    expectedHitRate: orNull(expected),
    statistic: orNull(statistic),
    p: orNull(normalCdf(-statistic)),
    serialT: defined ? (hacRegression(up, [called], {lag})?.tests[1]?.t ?? null) : null
  };
}

/** Counts of a two by two table: realised up and called up, up and not, down and called up, down and not. */
export interface SignTable {
  readonly upUp: number;
  readonly upDown: number;
  readonly downUp: number;
  readonly downDown: number;
}

export function signTable(realised: Column, forecast: Column): SignTable {
  const {x: y, y: x} = finitePairs(realised, forecast);
  const table = {upUp: 0, upDown: 0, downUp: 0, downDown: 0};
  for (let i = 0; i < y.length; i++) {
    if (y[i]! > 0) x[i]! > 0 ? table.upUp++ : table.upDown++;
    else x[i]! > 0 ? table.downUp++ : table.downDown++;
  }
  return table;
}

export interface HenrikssonMerton {
  /** Fisher's exact, one-sided: signs go together. */
  readonly p: number;
  readonly chiSquared: number | null;
  readonly chiSquaredP: number | null;
  /** With Yates's correction. */
  readonly corrected: number | null;
  readonly correctedP: number | null;
}

/** Henriksson and Merton (1981): the hypergeometric tail of the sign table. */
export function henrikssonMerton({upUp, upDown, downUp, downDown}: SignTable): HenrikssonMerton {
  const [up, called, n] = [upUp + upDown, upUp + downUp, upUp + upDown + downUp + downDown];
  let p = 0;
  for (let k = upUp; k <= Math.min(up, called); k++)
    p += Math.exp(logChoose(up, k) + logChoose(n - up, called - k) - logChoose(n, called));
  const gap = Math.abs(upUp * downDown - upDown * downUp);
  const margins = up * (n - up) * called * (n - called);
  const chiSquared = (n * gap ** 2) / margins;
  const corrected = (n * Math.max(0, gap - n / 2) ** 2) / margins;
  return {
    p: Math.min(1, p),
    chiSquared: orNull(chiSquared),
    chiSquaredP: orNull(chiSquaredUpper(chiSquared, 1)),
    corrected: orNull(corrected),
    correctedP: orNull(chiSquaredUpper(corrected, 1))
  };
}

export interface ExcessProfitability {
  readonly n: number;
  /** Mean of sign(x) y less mean sign(x) times mean y. */
  readonly excess: number | null;
  readonly statistic: number | null;
  readonly p: number | null;
}

/** Anatolyev and Gerko (2005): does trading the forecast's sign earn more than its average position would? One-sided. */
export function excessProfitability(realised: Column, forecast: Column): ExcessProfitability {
  const {x: y, y: x, n} = finitePairs(realised, forecast);
  const side = x.map((value) => (value > 0 ? 1 : -1));
  const called = mean(side.map((value) => (value > 0 ? 1 : 0)));
  const meanY = mean(y);
  const excess = mean(y.map((value, i) => value * side[i]!)) - mean(side) * meanY;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (y[i]! - meanY) ** 2;
  const variance = (4 / n ** 2) * called * (1 - called) * squares;
  const statistic = variance > 0 ? excess / Math.sqrt(variance) : Number.NaN;
  return {n, excess: orNull(excess), statistic: orNull(statistic), p: orNull(normalCdf(-statistic))};
}
