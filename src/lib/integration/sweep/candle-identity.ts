/** Which candles a cut holds, told by the memory they lie in: the same text only for the same columns. */
import type {TapeSeries} from "../../market-data/candle-tape.js";
import {CANDLE_COLUMN_NAMES} from "../../vocabulary/candle.js";

export interface CandleIdentity {
  /** What lies in other memory, or in another part of it, has another text, however alike the candles are. */
  of(series: readonly TapeSeries[]): string;
}

/** Numbers the memory in the order in which it is first seen; it holds none of it back. */
export function createCandleIdentity(): CandleIdentity {
  const numbers = new WeakMap<ArrayBufferLike, number>();
  let count = 0;
  const place = ({buffer, byteOffset, length}: Float64Array): string => {
    const number = numbers.get(buffer) ?? count++;
    numbers.set(buffer, number);
    return `${number}:${byteOffset}:${length}`;
  };
  return {
    of: (series) =>
      JSON.stringify(
        series.map(({instrument, columns}) => [
          instrument,
          columns.length,
          ...CANDLE_COLUMN_NAMES.map((name) => place(columns[name]))
        ])
      )
  };
}
