/** The candles around a trade, with the run's orders and fills among them. */
import type {ReportedTrade} from "../lib/integration/run-report.js";
import type {ChartCandle, ChartMarker} from "./candle-chart.js";
import {lastCandles} from "./candle-query.js";
import type {Duck} from "./duck.js";
import {price, words} from "./format.js";
import type {Zone} from "./time-zone.js";

export interface TradeScene {
  readonly candles: readonly ChartCandle[];
  readonly markers: readonly ChartMarker[];
}

interface FillRow extends Readonly<Record<string, unknown>> {
  readonly time_ms: number;
  readonly side: "buy" | "sell";
  readonly price: number;
  readonly amount: number;
  readonly fee: number;
  readonly order_id: string;
}

interface OrderRow extends Readonly<Record<string, unknown>> {
  readonly id: string;
  readonly time_ms: number;
  readonly side: "buy" | "sell";
  readonly type: string;
  readonly amount: number;
  readonly limit_price: number | null;
  readonly accepted: boolean;
  readonly reason: string | null;
}

/** A chart of more candles than this is a smear; a longer trade shows its end. */
const MOST_CANDLES = 400;
const CANDLES_BEFORE = 36;
const CANDLES_AFTER = 16;

/**
 * Empty without the run's candles: the site carries those of one snapshot.
 * @param candleMs length of a candle
 */
export async function tradeScene(
  duck: Duck,
  trade: ReportedTrade,
  {timeframe, candleMs, end, zone}: {timeframe: string; candleMs: number; end: number; zone: Zone}
): Promise<TradeScene> {
  const {instrument, entryTime, exitTime} = trade;
  const until = Math.min(end, exitTime ?? end) + CANDLES_AFTER * candleMs;
  const count = Math.min(MOST_CANDLES, Math.ceil((until - entryTime) / candleMs) + CANDLES_BEFORE);
  const candles = await lastCandles(duck, {instrument, timeframe, until, count});
  const from = candles[0]?.openTime ?? until;
  const [fills, orders] = await Promise.all([
    duck.rows<FillRow>(
      `SELECT order_id, epoch_ms(time) AS time_ms, side, price, amount, fee FROM run.fills
       WHERE instrument = ? AND epoch_ms(time) BETWEEN ? AND ? ORDER BY time_ms`,
      instrument,
      from,
      until
    ),
    duck.rows<OrderRow>(
      `SELECT id, epoch_ms(time) AS time_ms, side, type, amount, limit_price, accepted, reason FROM run.orders
       WHERE instrument = ? AND epoch_ms(time) BETWEEN ? AND ? ORDER BY time_ms`,
      instrument,
      from,
      until
    )
  ]);
  const closes = new Map(candles.map((candle) => [candle.openTime + candleMs, candle.close]));
  return {
    candles,
    markers: [
      ...orders.flatMap((order) => orderMarker(order, closes, zone)),
      ...fills.map((fill) => fillMarker(fill, zone))
    ]
  };
}

function fillMarker({time_ms: at, side, price: paid, amount, fee}: FillRow, zone: Zone): ChartMarker {
  const label = [`${side} ${amount} at ${price(paid)}`, zone.dateTime(at), `fee ${price(fee)}`].join("\n");
  return {time: at, price: paid, side, label};
}

/** Stands at its limit, or at the close at which it was sent. */
function orderMarker(order: OrderRow, closes: ReadonlyMap<number, number>, zone: Zone): readonly ChartMarker[] {
  const {time_ms: at, side, type, amount, limit_price, accepted, reason} = order;
  const place = limit_price ?? closes.get(at);
  if (place === undefined) return [];
  const fate = accepted ? "accepted" : `rejected: ${reason ?? "no reason given"}`;
  const label = [`${words(type)} order to ${side} ${amount}`, zone.dateTime(at), fate].join("\n");
  return [{time: at, price: place, side, label, isOrder: true}];
}

/** The trade that says most at first sight: the one that won most. */
export function firstTrade(trades: readonly ReportedTrade[]): ReportedTrade | null {
  return trades.reduce<ReportedTrade | null>(
    (best, trade) => (best === null || Number(trade.profit) > Number(best.profit) ? trade : best),
    null
  );
}
