/** Stored rows of one instrument as events, in order of time: books are built of snapshots and changes as they come. */
import {BookBuilder} from "./book-builder.js";
import {bookUpdated, type FlowEvent, figureReported, fundingSettled, tradePrinted} from "./flow-event.js";
import type {BookChangeRow, BookRow, FigureRow, FundingRow, QuoteRow, TradeRow} from "./market-flow.js";

/** Rows of one stretch of time, each list in order of time. */
export interface FlowStretch {
  readonly trades: readonly TradeRow[];
  readonly funding: readonly FundingRow[];
  readonly books: readonly BookRow[];
  readonly bookChanges: readonly BookChangeRow[];
  /** Best bid and ask: a book of one level a side, for an instrument that has no deeper ones. */
  readonly quotes: readonly QuoteRow[];
  readonly figures: readonly FigureRow[];
}

export class InstrumentFlows {
  readonly #instrument: string;
  readonly #builder = new BookBuilder();

  constructor(instrument: string) {
    this.#instrument = instrument;
  }

  /** Stretches come one after the other. */
  events({trades, funding, books, bookChanges, quotes, figures}: FlowStretch): FlowEvent[] {
    return [
      ...this.#books(books, bookChanges),
      ...quotes.map((quote) => bookUpdated(this.#instrument, bookOfQuote(quote), `q${quote.sequence}`)),
      ...trades.map((trade) => tradePrinted(this.#instrument, trade)),
      ...funding.map((settlement) => fundingSettled(this.#instrument, settlement)),
      ...figures.map((row) => figureReported(this.#instrument, row))
    ];
  }

  /** At one time the snapshot comes first: changes that it holds already say so by their ids. */
  *#books(books: readonly BookRow[], changes: readonly BookChangeRow[]): Generator<FlowEvent> {
    let next = 0;
    const upTo = function* (this: InstrumentFlows, time: number): Generator<FlowEvent> {
      for (let change = changes[next]; change !== undefined && change.time < time; change = changes[next]) {
        next++;
        const book = this.#builder.change(change);
        if (book !== null) yield bookUpdated(this.#instrument, book, `c${change.lastUpdate}`);
      }
    }.bind(this);
    for (const snapshot of books) {
      yield* upTo(snapshot.time);
      const book = this.#builder.snapshot(snapshot);
      if (book !== null) yield bookUpdated(this.#instrument, book, "s");
    }
    yield* upTo(Number.POSITIVE_INFINITY);
  }
}

function bookOfQuote({time, sequence, bid, bidAmount, ask, askAmount}: QuoteRow): BookRow {
  return {
    time,
    sequence,
    bids: bid === null || bidAmount === null ? [] : [[bid, bidAmount]],
    asks: ask === null || askAmount === null ? [] : [[ask, askAmount]]
  };
}
