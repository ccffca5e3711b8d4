// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Which volatility regime a market was in at each close, from data up to that close: for breakdowns by regime. */
import type {Column} from "../statistics/column.js";

export const VOLATILITY_REGIMES = ["calm", "usual", "wild"] as const;
export type VolatilityRegime = (typeof VOLATILITY_REGIMES)[number];

export interface RegimeOptions {
  /** Log returns in the present volatility. */
  readonly candles: number;
  /** Past volatilities it is ranked among. */
  readonly memory: number;
}

/**
 * Lower, middle or upper third of the past volatilities; one entry a close, null before the memory is full or where a
 * close is undefined in the window.
 */
export function volatilityRegimes(
  closes: Column,
  {candles, memory}: RegimeOptions = {candles: 24, memory: 720}
): (VolatilityRegime | null)[] {
  const volatilities = rollingVolatilities(closes, candles);
  return Array.from(volatilities, (now, at) => {
    if (at < memory || Number.isNaN(now)) return null;
    let below = 0;
    for (let i = at - memory; i < at; i++) {
      if (Number.isNaN(volatilities[i]!)) return null;
      if (volatilities[i]! < now) below++;
    }
    const share = below / memory;
    return share < 1 / 3 ? "calm" : share < 2 / 3 ? "usual" : "wild";
  });
}

/** Root mean square of the last log returns; NaN before there are enough. */
function rollingVolatilities(closes: Column, candles: number): Float64Array {
  const squares = Float64Array.from({length: closes.length}, (_, i) =>
    i === 0 ? Number.NaN : Math.log(closes[i]! / closes[i - 1]!) ** 2
  );
  return squares.map((_, at) => {
    if (at < candles) return Number.NaN;
    let sum = 0;
    for (let i = at - candles + 1; i <= at; i++) sum += squares[i]!;
    return Math.sqrt(sum / candles);
  });
}
