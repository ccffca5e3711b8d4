/** Processor time of a piece of work, in nanoseconds a candle: other programs on the machine count less in it. */
import {cpuUsage} from "node:process";

export interface Timing {
  readonly nsPerCandle: number;
  readonly candlesPerSecond: number;
}

/** The fastest of `rounds` runs: what disturbs a run only makes it slower. */
export function timed(candles: number, rounds: number, work: () => void): Timing {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const start = cpuUsage();
    work();
    const {user, system} = cpuUsage(start);
    best = Math.min(best, user + system);
  }
  return {nsPerCandle: (best * 1000) / candles, candlesPerSecond: (candles * 1e6) / best};
}
