/** Which field of a line of trades, funding, open interest or books is what, in the normal form and in public forms. */
import type {RecordKind} from "./archive-name.js";

export interface RecordLayout {
  /** Our name of a field, and the names that files give it. */
  readonly fields: Readonly<Record<string, RegExp>>;
  /** Our names in order of the fields of files without a header; the one of as many fields is taken, else the first. */
  readonly withoutHeader: readonly (readonly (string | null)[])[];
}

const TIME = /^(ts_ms|time|timestamp|transact_time|event_time|calc_time|create_time|ts|date)$/;
const RECEIVED = /^(recv_ns|local_timestamp)$/;
const PRICE = /^(price|p)$/;
const AMOUNT = /^(size|qty|amount|quantity|q)$/;

export const RECORD_LAYOUTS: Readonly<Record<RecordKind, RecordLayout>> = {
  trades: {
    fields: {
      ...{time: TIME, receivedAt: RECEIVED, price: PRICE, amount: AMOUNT},
      tradeId: /^(trade_id|id)$/,
      isBuyerMaker: /^(buyer_is_maker|is_buyer_maker)$/,
      side: /^(side|taker_side)$/
    },
    withoutHeader: [["tradeId", "price", "amount", null, "time", "isBuyerMaker"]]
  },
  aggTrades: {
    fields: {
      ...{time: TIME, price: PRICE, amount: AMOUNT},
      tradeId: /^(agg_trade_id|a)$/,
      isBuyerMaker: /^(is_buyer_maker|m)$/
    },
    withoutHeader: [["tradeId", "price", "amount", null, null, "time", "isBuyerMaker"]]
  },
  funding: {
    fields: {
      time: TIME,
      rate: /^(funding_?rate|last_funding_rate|rate)$/,
      intervalHours: /^funding_interval_hours$/
    },
    withoutHeader: [
      ["time", "intervalHours", "rate"],
      ["time", "rate"]
    ]
  },
  open_interest: {
    fields: {
      time: TIME,
      amount: /^(open_?interest|sum_open_interest|amount)$/,
      value: /^(open_?interest_?value|sum_open_interest_value|value)$/
    },
    withoutHeader: [["time", "amount", "value"]]
  },
  book_snapshot: {
    fields: {
      ...{receivedAt: RECEIVED, price: PRICE, amount: AMOUNT},
      sequence: /^last_update_id$/,
      side: /^side$/
    },
    withoutHeader: []
  },
  book_delta: {
    fields: {
      ...{time: TIME, receivedAt: RECEIVED, price: PRICE, amount: AMOUNT},
      ...{first: /^first_u$/, sequence: /^last_u$/, previous: /^prev_u$/, side: /^side$/}
    },
    withoutHeader: []
  },
  book_ticker: {
    fields: {
      ...{time: TIME, receivedAt: RECEIVED},
      sequence: /^(u|update_id)$/,
      bid: /^(bid|bid_price|best_bid_price)$/,
      bidAmount: /^(bid_size|bid_amount|best_bid_qty)$/,
      ask: /^(ask|ask_price|best_ask_price)$/,
      askAmount: /^(ask_size|ask_amount|best_ask_qty)$/
    },
    withoutHeader: [["sequence", "bid", "bidAmount", "ask", "askAmount", "time", null]]
  }
};

/** LEAN's quote bars: time of day, bid open, high, low, close, size, ask open, high, low, close, size. */
export const LEAN_QUOTE_FIELDS: readonly (string | null)[] = [
  ...["time", null, null, null, "bid", "bidAmount"],
  ...[null, null, null, "ask", "askAmount"]
];
