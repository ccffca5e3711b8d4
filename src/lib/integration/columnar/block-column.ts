/** A factor's values of one instrument, read forward in ranges of candles: out of a whole column, or made as they are read. */
import type {CandleRange} from "../../decision/rules/rule-scan.js";
import type {FactorRun} from "../../factors/factor-columns.js";

export interface BlockColumn {
  /** Ranges move forward and meet or overlap; what it gives holds until the next. */
  read(range: CandleRange): Float64Array;
}

export function wholeColumn(values: Float64Array): BlockColumn {
  return {
    read: ({from, to}) => (from === 0 && to === values.length ? values : values.subarray(from, to))
  };
}

/** Keeps no more than the longest range that it was asked for. */
export function runningColumn(run: FactorRun): BlockColumn {
  let buffer = new Float64Array(0);
  // The candles whose values lie at the buffer's beginning.
  let start = 0;
  let end = 0;
  return {
    read: ({from, to}) => {
      const kept = end - from;
      if (to - from > buffer.length) {
        const longer = new Float64Array(to - from);
        longer.set(buffer.subarray(from - start, end - start));
        buffer = longer;
      } else if (from > start) buffer.copyWithin(0, from - start, end - start);
      start = from;
      if (to > end) run.next(buffer.subarray(kept, to - from));
      end = Math.max(end, to);
      return buffer.subarray(0, to - from);
    }
  };
}
