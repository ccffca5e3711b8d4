// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Trades, funding rates and book snapshots out of CSV files, in the normal form and in Binance's public forms. */
import {OperatingError} from "../../lib/core/operating-error.js";
import type {ArchiveEntry} from "./archive-entries.js";
import type {RecordKind} from "./archive-name.js";
import {hasWords, toMilliseconds} from "./candle-layout.js";
import {CsvColumns} from "./csv-columns.js";

/** Columns by field, all of one length. A field that the file does not have is NaN throughout. */
export interface RecordColumns {
  readonly kind: RecordKind;
  readonly length: number;
  readonly fields: Readonly<Record<string, Float64Array>>;
}

interface RecordLayout {
  /** Our name of a field, and the names that files give it. */
  readonly fields: Readonly<Record<string, RegExp>>;
  /** Our names in order of the fields of a file without a header. */
  readonly withoutHeader: readonly (string | null)[];
}

const TIME = /^(ts_ms|time|timestamp|transact_time|event_time|calc_time|ts)$/;

const LAYOUTS: Readonly<Record<RecordKind, RecordLayout>> = {
  trades: {
    fields: {
      time: TIME,
      receivedAt: /^recv_ns$/,
      tradeId: /^(trade_id|id)$/,
      price: /^price$/,
      amount: /^(size|qty|amount|quantity)$/,
      isBuyerMaker: /^(buyer_is_maker|is_buyer_maker)$/
    },
    withoutHeader: ["tradeId", "price", "amount", null, "time", "isBuyerMaker"]
  },
  aggTrades: {
    fields: {
      time: TIME,
      tradeId: /^(agg_trade_id|a)$/,
      price: /^(price|p)$/,
      amount: /^(quantity|qty|q)$/,
      isBuyerMaker: /^(is_buyer_maker|m)$/
    },
    withoutHeader: ["tradeId", "price", "amount", null, null, "time", "isBuyerMaker"]
  },
  funding: {
    fields: {time: TIME, rate: /^(funding_rate|last_funding_rate|rate)$/, intervalHours: /^funding_interval_hours$/},
    withoutHeader: ["time", "intervalHours", "rate"]
  },
  book_snapshot: {
    fields: {
      sequence: /^last_update_id$/,
      receivedAt: /^recv_ns$/,
      side: /^side$/,
      price: /^price$/,
      amount: /^(size|amount|qty)$/
    },
    withoutHeader: []
  },
  book_delta: {
    fields: {
      time: TIME,
      receivedAt: /^recv_ns$/,
      first: /^first_u$/,
      sequence: /^last_u$/,
      side: /^side$/,
      price: /^price$/,
      amount: /^size$/
    },
    withoutHeader: []
  },
  book_ticker: {
    fields: {
      time: TIME,
      receivedAt: /^recv_ns$/,
      sequence: /^(u|update_id)$/,
      bid: /^(bid|best_bid_price)$/,
      bidAmount: /^(bid_size|best_bid_qty)$/,
      ask: /^(ask|best_ask_price)$/,
      askAmount: /^(ask_size|best_ask_qty)$/
    },
    withoutHeader: ["sequence", "bid", "bidAmount", "ask", "askAmount", "time", null]
  }
};

const BLOCK_ROWS = 50_000;
/** Words that stand for numbers: sides, and Binance's True and False. */
const WORDS: Readonly<Record<string, number>> = {b: 1, bid: 1, buy: 1, a: -1, ask: -1, sell: -1, true: 1, false: 0};

/** @throws OperatingError ARCHIVE_UNKNOWN_FORMAT when the fields are not those of the kind. */
export async function* recordBlocks(
  entry: ArchiveEntry,
  kind: RecordKind,
  path: string
): AsyncGenerator<RecordColumns> {
  let parser: {csv: CsvColumns; names: readonly string[]} | null = null;
  let head: Uint8Array = new Uint8Array(0);
  for await (const chunk of entry.chunks) {
    if (parser !== null) parser.csv.push(chunk);
    else {
      head = Buffer.concat([head, chunk]);
      if (head.includes(10)) parser = begin(head, kind, path);
    }
    if (parser !== null && parser.csv.rows >= BLOCK_ROWS) yield block(kind, parser);
  }
  parser ??= begin(head, kind, path);
  parser.csv.finish();
  if (parser.csv.rows > 0) yield block(kind, parser);
}

function begin(head: Uint8Array, kind: RecordKind, path: string): {csv: CsvColumns; names: readonly string[]} {
  const {fields, withoutHeader} = LAYOUTS[kind];
  const names = Object.keys(fields);
  const firstLine = new TextDecoder().decode(head).split("\n")[0] ?? "";
  const isHeader = hasWords(firstLine) && !/\b(true|false)\b/i.test(firstLine);
  const written = firstLine.trim().toLowerCase().split(",");
  const targets = isHeader
    ? written.map((text) => names.findIndex((name) => fields[name]?.test(text)))
    : withoutHeader.map((name) => (name === null ? -1 : names.indexOf(name)));
  if (!targets.some((target) => target >= 0))
    throw new OperatingError(`${path}: a ${kind} file does not begin with "${firstLine.slice(0, 80).trim()}".`, {
      code: "ARCHIVE_UNKNOWN_FORMAT",
      details: {path, kind}
    });
  const csv = new CsvColumns({targets, textValue: (text) => WORDS[text.toLowerCase()] ?? Number.NaN});
  csv.push(isHeader ? head.subarray(Buffer.byteLength(firstLine) + 1) : head);
  return {csv, names};
}

function block(kind: RecordKind, {csv, names}: {csv: CsvColumns; names: readonly string[]}): RecordColumns {
  const length = csv.rows;
  const columns = csv.take();
  const missing = () => new Float64Array(length).fill(Number.NaN);
  const fields = Object.fromEntries(names.map((name, index) => [name, columns[index] ?? missing()]));
  for (const name of ["time", "receivedAt"]) if (fields[name] !== undefined) toMilliseconds(fields[name]);
  // Where the market's own time is missing, the time of receipt is the nearest that is known.
  if (fields.time !== undefined && fields.receivedAt !== undefined)
    for (let i = 0; i < length; i++) if (Number.isNaN(fields.time[i]!)) fields.time[i] = fields.receivedAt[i]!;
  return {kind, length, fields};
}
