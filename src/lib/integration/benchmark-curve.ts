/**
 * What the same capital would be worth without a strategy and without costs, in two ways. Buy and hold: spread evenly
 * over the instruments that had a candle in the first slice and never touched again; later listings are not in it, an
 * instrument without a new candle keeps its last close. Equal weight: spread evenly anew at every slice over all that
 * have a candle in it and in the one before.
 */
import type {CandleClosed, SliceCompleted} from "../events/market-data-event.js";

export interface BenchmarkGrowth {
  /** Growth since the first slice: 1 is unchanged. */
  readonly hold: number;
  readonly equalWeight: number;
}

export interface BenchmarkCurve {
  candle(event: CandleClosed): void;
  /** Null before there was any candle. */
  slice(event: SliceCompleted): BenchmarkGrowth | null;
}

export function createBenchmarkCurve(): BenchmarkCurve {
  const last = new Map<string, number>();
  let before = new Map<string, number>();
  let current = new Map<string, number>();
  let first: ReadonlyMap<string, number> | null = null;
  let equalWeight = 1;
  return {
    candle: ({payload}) => {
      last.set(payload.instrument, payload.close);
      current.set(payload.instrument, payload.close);
    },
    slice: () => {
      first ??= new Map(last);
      equalWeight *= 1 + meanReturn(before, current);
      [before, current] = [current, before];
      current.clear();
      let growth = 0;
      for (const [instrument, close] of first) growth += (last.get(instrument) ?? close) / close;
      return first.size === 0 ? null : {hold: growth / first.size, equalWeight};
    }
  };
}

/** Over the instruments in both; 0 when there is none. */
function meanReturn(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): number {
  let sum = 0;
  let count = 0;
  for (const [instrument, close] of after) {
    const earlier = before.get(instrument);
    if (earlier === undefined) continue;
    sum += close / earlier - 1;
    count++;
  }
  return count === 0 ? 0 : sum / count;
}
