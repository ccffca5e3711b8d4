/**
 * Factor columns that many runs over one market share: a sweep calculates each factor once, however many of its
 * parameter sets name it. What has not been asked for the longest is dropped when there are too many.
 */
import type {Factor} from "../../factors/factor.js";
import {beginPanel, calculatePanel} from "../../factors/factor-panel.js";
import {type CandleColumns, emptyCandleColumns} from "../../vocabulary/candle.js";
import {type BlockColumn, runningColumn, wholeColumn} from "./block-column.js";
import type {ColumnarMarket} from "./columnar-market.js";
import {type SliceClock, sliceClock} from "./slice-clock.js";

export interface FactorColumnCache {
  readonly market: ColumnarMarket;
  /** Values of one instrument, for one run: a column that is kept, or else made block by block. */
  read(factor: Factor, instrument: string): BlockColumn;
  /** Candles that a run had best read at a time. */
  readonly blockLength: number;
  /** The slices that are traded. */
  clock(): SliceClock;
}

export interface FactorColumnCacheOptions {
  /** Ids of all that the strategy trades: references are looked for among them, also where one has no candles. */
  readonly instruments: readonly string[];
  /** Bytes of columns kept at most; 1 GiB by default. */
  readonly maximumBytes?: number;
  /** Values made at a time, for a single run, which keeps no whole column; where not given, columns are kept. */
  readonly blockLength?: number;
}

const GIBIBYTE = 2 ** 30;
/** A few columns of so many values lie in a processor's nearest caches. */
export const RUN_BLOCK_LENGTH = 4096;

export function createFactorColumnCache(
  market: ColumnarMarket,
  {instruments, maximumBytes = GIBIBYTE, blockLength}: FactorColumnCacheOptions
): FactorColumnCache {
  const candles: Record<string, CandleColumns> = {};
  for (const id of instruments)
    candles[id] =
      market.series.find(({instrument}) => instrument === id)?.columns ?? emptyCandleColumns(market.timeframe, 0);
  const bytesEach = Float64Array.BYTES_PER_ELEMENT * Object.values(candles).reduce((sum, {length}) => sum + length, 0);
  const most = Math.max(1, Math.floor(maximumBytes / Math.max(1, bytesEach)));
  const kept = new Map<string, Readonly<Record<string, Float64Array>>>();
  let clock: SliceClock | null = null;
  const columnsOf = (factor: Factor): Readonly<Record<string, Float64Array>> => {
    const found = kept.get(factor.name) ?? calculatePanel(factor, candles);
    // A Map keeps the order of insertion: what is used moves to its end.
    kept.delete(factor.name);
    kept.set(factor.name, found);
    if (kept.size > most) kept.delete(kept.keys().next().value as string);
    return found;
  };
  return {
    market,
    blockLength: blockLength ?? Number.POSITIVE_INFINITY,
    // What is set against other instruments needs all of a slice first.
    read: (factor, instrument) =>
      blockLength === undefined || factor.across !== null
        ? wholeColumn(columnsOf(factor)[instrument] as Float64Array)
        : runningColumn(beginPanel({factor, instrument}, candles)),
    clock: () => {
      clock ??= sliceClock(market.series.filter(({instrument}) => instruments.includes(instrument)));
      return clock;
    }
  };
}
