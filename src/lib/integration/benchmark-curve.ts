/**
 * Buy and hold, equal weight: what the same capital would be worth, spread evenly over the instruments that had a
 * candle in the first slice and never touched again, without costs. Later listings are not in it; an instrument without
 * a new candle keeps its last close.
 */
import type {CandleClosed, SliceCompleted} from "../events/market-data-event.js";

export interface BenchmarkCurve {
  candle(event: CandleClosed): void;
  /** Growth since the first slice: 1 is unchanged; null before the first slice is complete. */
  slice(event: SliceCompleted): number | null;
}

export function createBenchmarkCurve(): BenchmarkCurve {
  const last = new Map<string, number>();
  let first: ReadonlyMap<string, number> | null = null;
  return {
    candle: ({payload}) => {
      last.set(payload.instrument, payload.close);
    },
    slice: () => {
      first ??= new Map(last);
      let growth = 0;
      for (const [instrument, close] of first) growth += (last.get(instrument) ?? close) / close;
      return first.size === 0 ? null : growth / first.size;
    }
  };
}
