/** How alike two instruments have moved: the correlation of their returns over the last candles that both have. */
import type {ReturnHistory} from "./return-history.js";

/** With fewer common returns nothing is claimed. */
const LEAST_COMMON = 8;

export interface CorrelationWindow {
  readonly closeTime: number;
  readonly candles: number;
  readonly candleMs: number;
}

/** Pearson's correlation; null with fewer than 8 common returns or without variance. */
export function returnCorrelation(
  a: ReturnHistory,
  b: ReturnHistory,
  {closeTime, candles, candleMs}: CorrelationWindow
): number | null {
  let n = 0;
  let meanA = 0;
  let meanB = 0;
  let squaresA = 0;
  let squaresB = 0;
  let products = 0;
  for (let i = 0; i < candles; i++) {
    const time = closeTime - i * candleMs;
    const x = a.returnAt(time);
    const y = b.returnAt(time);
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    n++;
    const offA = x - meanA;
    const offB = y - meanB;
    meanA += offA / n;
    meanB += offB / n;
    squaresA += offA * (x - meanA);
    squaresB += offB * (y - meanB);
    products += offA * (y - meanB);
  }
  if (n < LEAST_COMMON || !(squaresA > 0) || !(squaresB > 0)) return null;
  return products / Math.sqrt(squaresA * squaresB);
}
