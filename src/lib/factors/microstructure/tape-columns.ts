/** Trades and quotes as columns, in the order in which they were received. */
export interface TradeColumns {
  readonly length: number;
  /** When it was received; any unit, the same as the quotes'. */
  readonly time: Float64Array;
  /** Quote units per base unit. */
  readonly price: Float64Array;
  /** Base units. */
  readonly amount: Float64Array;
  /** 1 where the taker bought, -1 where it sold. */
  readonly side: Float64Array;
}

/** Best bid and ask after each update. */
export interface QuoteColumns {
  readonly length: number;
  readonly time: Float64Array;
  readonly bid: Float64Array;
  readonly bidAmount: Float64Array;
  readonly ask: Float64Array;
  readonly askAmount: Float64Array;
}

export function emptyTrades(length: number): TradeColumns {
  const column = () => new Float64Array(length);
  return {length, time: column(), price: column(), amount: column(), side: column()};
}

export function emptyQuotes(length: number): QuoteColumns {
  const column = () => new Float64Array(length);
  return {length, time: column(), bid: column(), bidAmount: column(), ask: column(), askAmount: column()};
}
