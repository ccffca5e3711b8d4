/**
 * What a file's path says about its content: venue, symbol, timeframe, kind of data. Known: the folders
 * `<venue>/<timeframe or kind>/<SYMBOL>.csv.gz`, Binance's public files, freqtrade, CryptoDataDownload, LEAN.
 */
import {isTimeframe, type Timeframe} from "../../lib/vocabulary/timeframe.js";

export const RECORD_KINDS = [
  "trades",
  "aggTrades",
  "funding",
  "open_interest",
  "book_snapshot",
  "book_delta",
  "book_ticker"
] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

export interface ArchiveName {
  /** Lower case, e.g. `binance-spot`; null where the path does not say. */
  readonly exchange: string | null;
  /** As ccxt writes it, e.g. `BTC/USDT`. */
  readonly symbol: string | null;
  readonly timeframe: Timeframe | null;
  /** Null for candles and for what the path does not say. */
  readonly kind: RecordKind | null;
  readonly isPerpetual: boolean;
}

const QUOTES = ["USDT", "USDC", "BUSD", "FDUSD", "TUSD", "DAI", "USD", "EUR", "GBP", "TRY", "JPY", "BTC", "ETH", "BNB"];
const BINANCE_QUOTES: ReadonlySet<string> = new Set(["BUSD", "FDUSD", "TUSD"]);
const VENUES =
  /^(binance|bybit|bitfinex|bitstamp|coinbase|kraken|okx|kucoin|gate|htx|huobi|mexc|dydx|gemini|bitget|bitmex|deribit|poloniex|hyperliquid|coinmarketcap|coingecko)/;
const BINANCE_PUBLIC =
  /^[A-Z0-9]+-(\d{1,2}[smhdw]|aggTrades|trades|bookTicker|fundingRate|metrics)-\d{4}-\d{2}(-\d{2})?$/;
/** As words of their own where a coin may be named so: PERP and SWAP are. */
const PERPETUAL = /usdm|futures|(^|[^a-z0-9])(swaps?|perp|perpetuals?)([^a-z0-9]|$)/;
/** Spellings of lengths in file names. */
const LENGTHS: Readonly<Record<string, Timeframe>> = {
  minute: "1m",
  hour: "1h",
  daily: "1d",
  second: "1s",
  d: "1d",
  pt1d: "1d",
  pt1h: "1h",
  pt5m: "5m",
  pt1m: "1m"
};
const KINDS: Readonly<Record<string, RecordKind>> = {
  ...Object.fromEntries(RECORD_KINDS.map((kind) => [kind.toLowerCase(), kind])),
  bookticker: "book_ticker",
  fundingrate: "funding",
  // LEAN's name for the funding of perpetual contracts.
  margin_interest: "funding",
  // Binance's daily files of open interest.
  metrics: "open_interest"
};
/** Folders and words like `open_interest_4h`: the length says how often, not what. */
const SAMPLED = /^(\w+?)_\d+(s|m|h|d)$/;

/** @param path of the file; @param entry its name inside a zip, or again the file's. */
export function archiveName(path: string, entry: string): ArchiveName {
  const folders = path.split(/[\\/]/).slice(0, -1);
  const words = [...wordsOf(entry), ...wordsOf(path.split(/[\\/]/).at(-1) ?? "")];
  const near = folders.slice(-6).reverse();
  const exchange = exchangeOf(near, words);
  const kind = kindOf(words) ?? kindOf(near);
  // Only contracts have funding and open interest.
  const isPerpetual =
    kind === "funding" || kind === "open_interest" || PERPETUAL.test([...near, entry].join(" ").toLowerCase());
  return {
    exchange: exchange === "binance" && isPerpetual ? "binance-usdm" : exchange,
    symbol: symbolOf(words, near, exchange),
    timeframe: timeframeOf(words) ?? timeframeOf(near),
    kind,
    isPerpetual
  };
}

/** `BTCUSDT`, `BTC-USD`, `BTC_USDT`, `BTC/USDT` and `BTC` (in dollars) as ccxt writes them; null for what is none. */
export function ccxtSymbol(text: string, exchange: string | null = null): string | null {
  const upper = text.toUpperCase();
  // Written apart, a pair is in capitals; "candles_BTC" is none.
  const parted = /^([A-Z0-9]{1,15})[-_/]([A-Z]{3,5})$/.exec(text);
  if (parted !== null) return QUOTES.includes(parted[2] ?? "") ? `${parted[1]}/${parted[2]}` : null;
  if (!/^[A-Z0-9]{2,20}$/.test(upper)) return null;
  const quote = QUOTES.find(
    (name) => upper.endsWith(name) && upper.length - name.length >= shortestBase(name, exchange)
  );
  if (quote !== undefined) return `${upper.slice(0, -quote.length)}/${quote}`;
  return null;
}

/** DOTUSD is DOT in dollars, not DO in TUSD: quotes of Binance's are looked for there, and elsewhere behind a whole base. */
function shortestBase(quote: string, exchange: string | null): number {
  if (!BINANCE_QUOTES.has(quote) || exchange?.startsWith("binance") === true) return 2;
  return exchange === null ? 3 : Number.POSITIVE_INFINITY;
}

function wordsOf(name: string): string[] {
  const stem = name.replace(/\.(gz|zip|csv|tsv|json|data|parquet)\b/gi, "");
  // Words, and neighbouring words together: a symbol may itself hold the separator.
  const words = stem.split(/[-_.]/).filter((word) => word !== "");
  const pairs = words.slice(1).map((word, index) => `${words[index]}_${word}`);
  return [stem, ...words, ...pairs];
}

function exchangeOf(folders: readonly string[], words: readonly string[]): string | null {
  const folder = folders.find((name) => VENUES.test(name.toLowerCase()));
  if (folder !== undefined) return folder.toLowerCase();
  const word = words.find((name) => VENUES.test(name.toLowerCase()) && !/[-_]/.test(name));
  if (word !== undefined) return word.toLowerCase();
  // Binance's public files are named `<SYMBOL>-<interval or kind>-<date>`, and nobody else's are.
  return words.some((name) => BINANCE_PUBLIC.test(name)) ? "binance" : null;
}

function symbolOf(words: readonly string[], folders: readonly string[], exchange: string | null): string | null {
  for (const word of words) {
    const symbol = ccxtSymbol(word, exchange);
    if (symbol !== null) return symbol;
  }
  // Aggregators name a coin alone and quote it in dollars.
  const stem = words[0] ?? "";
  const isAggregator = folders.some((folder) => /^coin(marketcap|gecko)$/.test(folder));
  if (isAggregator && /^[A-Z0-9]{2,10}$/.test(stem)) return `${stem}/USD`;
  return null;
}

function timeframeOf(words: readonly string[]): Timeframe | null {
  for (const word of words) {
    if (isTimeframe(word)) return word;
    const length = LENGTHS[word.toLowerCase()];
    if (length !== undefined) return length;
  }
  return null;
}

function kindOf(words: readonly string[]): RecordKind | null {
  for (const word of words) {
    const name = word.toLowerCase();
    const kind = KINDS[name] ?? KINDS[SAMPLED.exec(name)?.[1] ?? ""];
    if (kind !== undefined) return kind;
  }
  return null;
}
