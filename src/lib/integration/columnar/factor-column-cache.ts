/**
 * Factor columns that many runs over one market share: a sweep calculates each factor once, however many of its
 * parameter sets name it. What has not been asked for the longest is dropped when there are too many.
 */
import type {Factor} from "../../factors/factor.js";
import {calculatePanel} from "../../factors/factor-panel.js";
import {type CandleColumns, emptyCandleColumns} from "../../vocabulary/candle.js";
import type {ColumnarMarket} from "./columnar-market.js";
import {type SliceClock, sliceClock} from "./slice-clock.js";

export interface FactorColumnCache {
  readonly market: ColumnarMarket;
  /** One value a candle of each instrument, by id: what the pipeline gives for the same candles. */
  columnsOf(factor: Factor): Readonly<Record<string, Float64Array>>;
  /** The slices that are traded. */
  clock(): SliceClock;
}

export interface FactorColumnCacheOptions {
  /** Ids of all that the strategy trades: references are looked for among them, also where one has no candles. */
  readonly instruments: readonly string[];
  /** Bytes of columns kept at most; 1 GiB by default. */
  readonly maximumBytes?: number;
}

const GIBIBYTE = 2 ** 30;

export function createFactorColumnCache(
  market: ColumnarMarket,
  {instruments, maximumBytes = GIBIBYTE}: FactorColumnCacheOptions
): FactorColumnCache {
  const candles: Record<string, CandleColumns> = {};
  for (const id of instruments)
    candles[id] =
      market.series.find(({instrument}) => instrument === id)?.columns ?? emptyCandleColumns(market.timeframe, 0);
  const bytesEach = Float64Array.BYTES_PER_ELEMENT * Object.values(candles).reduce((sum, {length}) => sum + length, 0);
  const most = Math.max(1, Math.floor(maximumBytes / Math.max(1, bytesEach)));
  const kept = new Map<string, Readonly<Record<string, Float64Array>>>();
  let clock: SliceClock | null = null;
  return {
    market,
    clock: () => {
      clock ??= sliceClock(market.series.filter(({instrument}) => instruments.includes(instrument)));
      return clock;
    },
    columnsOf: (factor) => {
      const found = kept.get(factor.name) ?? calculatePanel(factor, candles);
      // A Map keeps the order of insertion: what is used moves to its end.
      kept.delete(factor.name);
      kept.set(factor.name, found);
      if (kept.size > most) kept.delete(kept.keys().next().value as string);
      return found;
    }
  };
}
