// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** How dear it is to trade, from bars alone: Amihud (2002), Roll (1984), Corwin and Schultz (2012) (METHODS F3, F6). */
import {type Column, finiteValues, orNull} from "./column.js";
import {covariance, mean} from "./moments.js";

/** Mean |return| / quote volume; bars without volume are left out. */
export function amihudIlliquidity(returns: Column, quoteVolume: Column): number | null {
  const ratios = Array.from(returns, (value, i) =>
    quoteVolume[i]! > 0 ? Math.abs(value) / quoteVolume[i]! : Number.NaN
  );
  return orNull(mean(finiteValues(ratios)));
}

export interface RollSpread {
  /** Covariance of neighbouring price changes. */
  readonly autocovariance: number | null;
  /** 2 sqrt(-covariance), 0 when it is positive; in units of price. */
  readonly spread: number | null;
}

/** @param ddof of the covariance of neighbouring price changes */
export function rollSpread(prices: Column, ddof = 1): RollSpread {
  const changes = Float64Array.from({length: Math.max(0, prices.length - 1)}, (_, i) => prices[i + 1]! - prices[i]!);
  const autocovariance = covariance(changes.subarray(1), changes.subarray(0, changes.length - 1), ddof);
  return {
    autocovariance: orNull(autocovariance),
    spread: orNull(autocovariance > 0 ? 0 : 2 * Math.sqrt(-autocovariance))
  };
}

export interface CorwinSchultz {
  /** Spread of each pair of neighbouring bars as a fraction; negative values are kept. */
  readonly raw: Float64Array;
  readonly meanRaw: number | null;
  /** Mean with negative values set to 0. */
  readonly meanFloored: number | null;
}

/** Spread from highs and lows of neighbouring bars (no overnight adjustment: markets never close). */
export function corwinSchultz(high: Column, low: Column): CorwinSchultz {
  const k = 3 - 2 * Math.SQRT2;
  const raw = Float64Array.from({length: Math.max(0, high.length - 1)}, (_, i) => {
    const beta = Math.log(high[i]! / low[i]!) ** 2 + Math.log(high[i + 1]! / low[i + 1]!) ** 2;
    const gamma = Math.log(Math.max(high[i]!, high[i + 1]!) / Math.min(low[i]!, low[i + 1]!)) ** 2;
    const alpha = (Math.sqrt(2 * beta) - Math.sqrt(beta)) / k - Math.sqrt(gamma / k);
    return (2 * Math.expm1(alpha)) / (1 + Math.exp(alpha));
  });
  return {raw, meanRaw: orNull(mean(raw)), meanFloored: orNull(mean(raw.map((value) => Math.max(0, value))))};
}
