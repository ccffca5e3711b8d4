/** The columns of candles that indicators take; arrays of one length, oldest first. */
export interface HighLow {
  readonly high: Float64Array;
  readonly low: Float64Array;
}

export interface HighLowClose extends HighLow {
  readonly close: Float64Array;
}

export interface OpenHighLowClose extends HighLowClose {
  readonly open: Float64Array;
}

export interface HighLowCloseVolume extends HighLowClose {
  readonly volume: Float64Array;
}

/** Candles `from` up to `to` of the columns; nothing is copied. */
export function someCandles({high, low, close}: HighLowClose, from: number, to: number): HighLowClose {
  return {high: high.subarray(from, to), low: low.subarray(from, to), close: close.subarray(from, to)};
}
