/** Execution blocks that differ in kind, and random tapes for them: what holds for one has to hold for each. */
import fc from "fast-check";
import type {PapertapeEvent} from "../../../src/lib/events/event.js";
import type {ExecutionRules} from "../../../src/lib/virtual-trading/execution-rules.js";
import type {Instrument} from "../../../src/lib/vocabulary/instrument.js";
import {candle, eventOf, HOUR, type Prices, START, signal, slice} from "../../support/strategy-tape.js";

const exits = {stopLoss: 0.004, takeProfit: 0.006, trailingStop: 0.005};
const noRisk = {maxOrderNotional: null, priceBand: null, orderRate: null, staleAfterMs: null};

/** Every choice of the execution block at least once. */
export const CHOICES: Readonly<Record<string, Partial<ExecutionRules>>> = {
  "candles with exits on a pessimistic path": {exits, candlePath: "pessimistic", volumeLimit: 0.2},
  "finer candles": {exits, finerTimeframe: "15m"},
  trades: {fills: "trades", exits, latencyMs: 1000},
  books: {fills: "book", exits},
  "books and trades": {fills: "book-and-trades", limitOnTouch: true},
  "square-root impact and fee tiers": {
    impact: {model: "square-root", coefficient: 0.7},
    feeTiers: [
      {fromVolume: 0, maker: 0.001, taker: 0.002},
      {fromVolume: 200, maker: -0.0001, taker: 0.001}
    ]
  },
  "impact by volume share, latency": {impact: {model: "volume-share", coefficient: 0.1}, latencyMs: 500},
  "leverage near liquidation": {margin: {leverage: 100, maintenance: 0.008, liquidationFee: 0.005}},
  "limits before sending": {
    risk: {...noRisk, maxOrderNotional: 800, priceBand: 0.004, orderRate: {count: 2, windowMs: 4 * HOUR}}
  },
  "lean-immediate": {rules: "lean-immediate", exits},
  "lean-gap": {rules: "lean-gap", exits},
  "volume-share": {rules: "volume-share", impact: {model: "volume-share", coefficient: 0.1}, volumeLimit: 0.1},
  "freqtrade-like": {rules: "freqtrade-like", exits}
};

const cents = fc.integer({min: 9_900, max: 10_100});
const quarter = fc.tuple(cents, cents, fc.integer({min: 0, max: 8_000}));
const step = fc.record({
  quarters: fc.tuple(quarter, quarter, quarter, quarter),
  signal: fc.option(
    fc.record({
      side: fc.constantFrom("buy" as const, "sell" as const),
      units: fc.integer({min: 1, max: 9_000}),
      reason: fc.constantFrom("entry", "increase", "reduce", "exit", "reverse"),
      limit: fc.option(cents, {nil: null})
    }),
    {nil: null}
  ),
  funding: fc.option(fc.integer({min: -30, max: 30}), {nil: null})
});

export interface TapeShape {
  /** At least so many. */
  readonly hours: number;
  /** What amounts are multiplied with: at 1 an order is worth up to 900 at a capital of 1000. */
  readonly size: number;
}

/** Long enough for a whole day where the impact asks for one, large enough where margins are to be used up. */
export function shapeFor({impact, margin}: Partial<ExecutionRules>): TapeShape {
  return {hours: impact?.model === "square-root" ? 26 : 8, size: margin === undefined ? 1 : 100};
}

/** Hours of finer candles, trades and books, the hour's own candle, its watermark, and now and then a signal. */
export const randomTape = (instrument: Instrument, {hours, size}: TapeShape): fc.Arbitrary<PapertapeEvent[]> =>
  fc.array(step, {minLength: hours, maxLength: hours + 8}).map((steps) =>
    steps.flatMap((one, hour) => {
      const openTime = START + hour * HOUR;
      const events = one.quarters.flatMap((row, i) => quarterEvents(instrument, openTime + (i * HOUR) / 4, row));
      const closeTime = openTime + HOUR;
      const volume = one.quarters.reduce((sum, row) => sum + row[2] / 1_000, 0);
      events.push(candle(instrument, openTime, {prices: hourOf(one.quarters), volume}));
      if (one.funding !== null) {
        const payload = {instrument: instrument.id, time: closeTime, rate: one.funding / 10_000, intervalHours: 1};
        events.push(eventOf("FundingSettled", closeTime, payload));
      }
      events.push(slice(instrument, closeTime));
      if (one.signal !== null) {
        const {limit, units, ...rest} = one.signal;
        const terms = {...rest, amount: ((units * size) / 1_000).toFixed(3)};
        events.push(
          signal(instrument, closeTime, {...terms, ...(limit === null ? {} : {limitPrice: String(limit / 100)})})
        );
      }
      return events;
    })
  );

type Quarter = readonly [number, number, number];

function quarterEvents(instrument: Instrument, openTime: number, [open, close, volume]: Quarter): PapertapeEvent[] {
  const middle = openTime + HOUR / 8;
  const [low, high] = [Math.min(open, close), Math.max(open, close)];
  const prices: Prices = [open / 100, high / 100, low / 100, close / 100];
  const id = instrument.id;
  const bids = [
    [(open - 2) / 100, Math.floor(volume / 2) / 1_000],
    [(open - 3) / 100, 1]
  ];
  const asks = [
    [(open + 2) / 100, Math.floor(volume / 3) / 1_000],
    [(open + 4) / 100, 2]
  ];
  return [
    eventOf("BookUpdated", middle, {instrument: id, time: middle, bids, asks}),
    eventOf("TradePrinted", middle + 1, {
      instrument: id,
      time: middle + 1,
      price: close / 100,
      amount: volume / 1_000,
      takerSide: close > open ? "buy" : "sell"
    }),
    candle(instrument, openTime, {prices, volume: volume / 1_000, timeframe: "15m"})
  ];
}

function hourOf(quarters: readonly Quarter[]): Prices {
  const opens = quarters.map(([open]) => open);
  const closes = quarters.map(([, close]) => close);
  const all = [...opens, ...closes];
  return [(opens[0] ?? 0) / 100, Math.max(...all) / 100, Math.min(...all) / 100, (closes.at(-1) ?? 0) / 100];
}
