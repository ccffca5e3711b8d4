/** Which field of a line is what, told by the header or, without one, by the number of fields. */
import {CANDLE_COLUMN_NAMES} from "../../lib/vocabulary/candle.js";

type CandleColumnName = (typeof CANDLE_COLUMN_NAMES)[number];

/** Names of fields in lower case; the first name that fits wins. */
const FIELD_NAMES: Readonly<Record<CandleColumnName, readonly RegExp[]>> = {
  openTime: [/^(ts_ms|open_?time|open time|timestamp|unix|time|ts|t|start|date|date_?time|unix_?time(stamp)?)$/],
  open: [/^(open|o|open_?price|price_?open)$/],
  high: [/^(high|h|high_?price|price_?high|max)$/],
  low: [/^(low|l|low_?price|price_?low|min)$/],
  close: [/^(close|c|close_?price|price_?close)$/],
  volume: [
    /^(volume|vol|v|base_?volume|volume_?from)$/,
    /^volume[ _]\(?(?!usdt?\)?$|usdc\)?$|busd\)?$|eur\)?$|currency)\w+\)?$/
  ],
  quoteVolume: [
    /^(quote_?(asset_?)?volume|quote asset volume|turnover|volume_?to)$/,
    /^volume[ _]\(?(usdt?|usdc|busd|eur|currency)\)?$/
  ],
  tradeCount: [/^(trades|count|trade_?count|tradecount|n|number[_ ]?of[_ ]?trades|num_?trades)$/],
  takerBuyVolume: [/^taker[_ ]?buy[_ ]?(base[_ ]?)?(asset[_ ]?)?volume$/]
};
const NEEDED: readonly CandleColumnName[] = ["openTime", "open", "high", "low", "close", "volume"];

/** Binance's public klines: open time, prices, volume, close time, quote volume, trades, takers' base and quote, ignore. */
const KLINE_TARGETS = [0, 1, 2, 3, 4, 5, -1, 6, 7, 8];

/** For each field, the index in CANDLE_COLUMN_NAMES that it fills, or -1; null for a header that is none of candles. */
export function targetsOfHeader(header: string): number[] | null {
  const fields = fieldNames(header);
  const targets = fields.map(() => -1);
  CANDLE_COLUMN_NAMES.forEach((name, column) => {
    for (const pattern of FIELD_NAMES[name]) {
      const field = fields.findIndex((text, index) => pattern.test(text) && targets[index] === -1);
      if (field >= 0) {
        targets[field] = column;
        return;
      }
    }
  });
  const isWhole = NEEDED.every((name) => targets.includes(CANDLE_COLUMN_NAMES.indexOf(name)));
  return isWhole ? targets : null;
}

/** Names in a header, in lower case, without quotes. */
export function fieldNames(header: string): string[] {
  return header
    .trim()
    .toLowerCase()
    .split(",")
    .map((field) => field.trim().replace(/^"|"$/g, ""));
}

/** Layout of a file without a header, told by its first line; null for a number of fields that fits none. */
export function targetsOfFields(fields: readonly string[]): number[] | null {
  const {length} = fields;
  if (length === 11 || length === 12) return KLINE_TARGETS;
  // Kraken's files end with the number of trades; another seventh field is not known to be anything.
  if (length === 7) return [0, 1, 2, 3, 4, 5, /^\d+$/.test(fields[6]?.trim() ?? "") ? 7 : -1];
  return length === 6 ? [0, 1, 2, 3, 4, 5] : null;
}

/** True for a header that means prices, whether or not its names are known. */
export function namesPrices(header: string): boolean {
  return /high/i.test(header) && /low/i.test(header);
}

/** True when a line holds words: a header, or a line of advertisement above it. */
export function hasWords(line: string): boolean {
  return /[a-z]{2}/i.test(line);
}

/** Seconds, milliseconds, microseconds or nanoseconds since 1970 as milliseconds; in place. */
export function toMilliseconds(times: Float64Array): Float64Array {
  for (let i = 0; i < times.length; i++) {
    const time = times[i] as number;
    // A double holds nanoseconds to the nearest 256: a whole millisecond must not fall into the one before.
    if (time >= 1e17) times[i] = Math.floor((time + 500) / 1e6);
    else if (time >= 1e14) times[i] = Math.floor(time / 1e3);
    else if (time < 1e11) times[i] = time * 1e3;
  }
  return times;
}

/** A day in digits, with or without dashes, and perhaps a time of day, in UTC. */
const WRITTEN_TIME =
  /^(\d{4})-?(\d{2})-?(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(\.\d{1,3})?\d*)?)?(?: ?(Z|UTC|([+-])(\d{2}):?(\d{2})))?$/;

/** `2024-01-31`, `2024-01-31 08:00:00+02:00`, `20240131 08` as epoch milliseconds; NaN for what is no time. */
export function timeOfText(text: string): number {
  const parts = WRITTEN_TIME.exec(text);
  if (parts === null) return Number.NaN;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0, fraction = 0] = parts
    .slice(1, 8)
    .map((part) => (part === undefined ? 0 : Number(part)));
  const [, , , , , , , , , sign, offsetHours = 0, offsetMinutes = 0] = parts;
  const offsetMs = (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60_000 * (sign === "-" ? -1 : 1);
  return Date.UTC(year, month - 1, day, hour, minute, second) + Math.round(fraction * 1000) - offsetMs;
}
