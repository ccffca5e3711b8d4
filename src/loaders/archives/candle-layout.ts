/** Which field of a line is what, told by the header or, without one, by the number of fields. */
import {CANDLE_COLUMN_NAMES} from "../../lib/vocabulary/candle.js";

type CandleColumnName = (typeof CANDLE_COLUMN_NAMES)[number];

/** Names of fields in lower case; the first name that fits wins. */
const FIELD_NAMES: Readonly<Record<CandleColumnName, readonly RegExp[]>> = {
  openTime: [/^(ts_ms|open_?time|timestamp|unix|time|ts|start|date)$/],
  open: [/^open$/],
  high: [/^high$/],
  low: [/^low$/],
  close: [/^close$/],
  volume: [/^(volume|vol|base_?volume)$/, /^volume (?!usdt?$|busd$|eur$)\w+$/],
  quoteVolume: [/^(quote_?(asset_?)?volume|turnover)$/, /^volume (usdt?|busd|eur)$/],
  tradeCount: [/^(trades|count|trade_?count|number_?of_?trades)$/],
  takerBuyVolume: [/^taker_?buy_?(base_?)?(asset_?)?volume$/]
};
const NEEDED: readonly CandleColumnName[] = ["openTime", "open", "high", "low", "close", "volume"];

/** Binance's public klines: open time, prices, volume, close time, quote volume, trades, takers' base and quote, ignore. */
const KLINE_TARGETS = [0, 1, 2, 3, 4, 5, -1, 6, 7, 8];

/** For each field, the index in CANDLE_COLUMN_NAMES that it fills, or -1; null for a header that is none of candles. */
export function targetsOfHeader(header: string): number[] | null {
  const fields = header
    .trim()
    .toLowerCase()
    .split(",")
    .map((field) => field.trim().replace(/^"|"$/g, ""));
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

/** Layout of a file without a header; null for a number of fields that fits none. */
export function targetsOfFields(count: number): number[] | null {
  if (count === 11 || count === 12) return KLINE_TARGETS;
  return count === 6 ? [0, 1, 2, 3, 4, 5] : null;
}

/** True when a line holds words: a header, or a line of advertisement above it. */
export function hasWords(line: string): boolean {
  return /[a-z]{2}/i.test(line);
}

/** Seconds, milliseconds, microseconds or nanoseconds since 1970 as milliseconds; in place. */
export function toMilliseconds(times: Float64Array): Float64Array {
  for (let i = 0; i < times.length; i++) {
    const time = times[i] as number;
    if (time >= 1e17) times[i] = Math.floor(time / 1e6);
    else if (time >= 1e14) times[i] = Math.floor(time / 1e3);
    else if (time < 1e11) times[i] = time * 1e3;
  }
  return times;
}
