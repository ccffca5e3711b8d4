/** Random markets and orders for the properties of virtual trading: small grids, so that prices meet often. */
import fc from "fast-check";
import {type InstrumentRules, instrumentRules} from "../../../src/lib/virtual-trading/instrument-rules.js";
import type {MatchedCandle} from "../../../src/lib/virtual-trading/matching/candle-matching.js";
import type {Level} from "../../../src/lib/virtual-trading/matching/venue.js";
import {type OrderRequest, orderRequest} from "../../../src/lib/virtual-trading/order.js";

export const MINUTE = 60_000;

export const COIN: InstrumentRules = instrumentRules({
  symbol: "COIN/USDT",
  priceIncrement: 0.01,
  amountIncrement: 0.001,
  fees: {maker: 0.0002, taker: 0.0007}
});

/** Grid prices around 100, in cents. */
const cents = fc.integer({min: 9_950, max: 10_050});
const price = cents.map((value) => value / 100);
const amount = fc.integer({min: 1, max: 3_000}).map((value) => value / 1_000);

export const candles = (count: {readonly min: number; readonly max: number}): fc.Arbitrary<MatchedCandle[]> =>
  fc
    .array(fc.tuple(cents, cents, cents, cents, fc.integer({min: 0, max: 5_000})), {
      minLength: count.min,
      maxLength: count.max
    })
    .map((rows) =>
      rows.map(([a, b, c, d, volume], i) => ({
        openTime: i * MINUTE,
        closeTime: (i + 1) * MINUTE,
        open: a / 100,
        high: Math.max(a, b, c, d) / 100,
        low: Math.min(a, b, c, d) / 100,
        close: b / 100,
        volume: volume / 1_000
      }))
    );

export interface SentOrder {
  readonly order: OrderRequest;
  /** Milliseconds after the start. */
  readonly time: number;
}

export interface OrderFlow {
  readonly spanMs: number;
  /** When orders are sent: anywhere, or only when a candle has closed. */
  readonly stepMs: number;
}

/** Independent orders of all types, each on its own; ids are their places. */
export const orderFlow = ({spanMs, stepMs}: OrderFlow): fc.Arbitrary<SentOrder[]> =>
  fc
    .array(
      fc.record({
        side: fc.constantFrom("buy", "sell"),
        type: fc.constantFrom("market", "limit", "limit", "stop", "stop-limit", "take-profit", "trailing-stop"),
        amount,
        limit: price,
        stop: price,
        trail: fc.integer({min: 1, max: 40}),
        tif: fc.constantFrom("GTC", "GTC", "IOC", "FOK", "GTD"),
        postOnly: fc.boolean(),
        reduceOnly: fc.integer({min: 0, max: 3}).map((value) => value === 0),
        group: fc.option(fc.constantFrom("one", "two"), {nil: null}),
        step: fc.integer({min: 0, max: Math.floor(spanMs / stepMs)})
      }),
      {minLength: 1, maxLength: 12}
    )
    .map((drafts) =>
      drafts
        .sort((a, b) => a.step - b.step)
        .map((draft, i) => {
          const time = draft.step * stepMs;
          const needsLimit = draft.type === "limit" || draft.type === "stop-limit";
          const needsStop = draft.type === "stop" || draft.type === "stop-limit" || draft.type === "take-profit";
          const order = orderRequest({
            id: `order-${i}`,
            side: draft.side,
            type: draft.type,
            amount: draft.amount,
            limit: needsLimit ? draft.limit : null,
            stop: needsStop ? draft.stop : null,
            trail: draft.type === "trailing-stop" ? {by: "ticks", value: draft.trail, activation: null} : null,
            tif: draft.tif,
            expire: draft.tif === "GTD" ? time + 3 * stepMs : null,
            postOnly: draft.postOnly && draft.type === "limit",
            reduceOnly: draft.reduceOnly,
            link: draft.group === null ? null : {group: draft.group, type: draft.group === "one" ? "oco" : "ouo"}
          });
          return {order, time};
        })
    );

export type MarketStep =
  | {readonly kind: "book"; readonly time: number; readonly bids: Level[]; readonly asks: Level[]}
  | {
      readonly kind: "trade";
      readonly time: number;
      readonly price: number;
      readonly amount: number;
      readonly taker: "buy" | "sell" | null;
    };

const side = (start: number, direction: 1 | -1, sizes: readonly number[]): Level[] =>
  sizes.map((size, i): Level => [(start + direction * i) / 100, size / 1_000]);

/** A book that is never crossed, and trades near it, one every 10 ms. */
export const marketSteps: fc.Arbitrary<MarketStep[]> = fc
  .array(
    fc.record({
      isBook: fc.boolean(),
      middle: fc.integer({min: 9_980, max: 10_020}),
      bids: fc.array(fc.integer({min: 1, max: 2_000}), {maxLength: 4}),
      asks: fc.array(fc.integer({min: 1, max: 2_000}), {maxLength: 4}),
      price,
      amount,
      taker: fc.constantFrom("buy" as const, "sell" as const, null)
    }),
    {minLength: 2, maxLength: 30}
  )
  .map((drafts) =>
    drafts.map((draft, i): MarketStep => {
      const time = i * 10;
      if (!draft.isBook) return {kind: "trade", time, price: draft.price, amount: draft.amount, taker: draft.taker};
      return {
        kind: "book",
        time,
        bids: side(draft.middle - 1, -1, draft.bids),
        asks: side(draft.middle + 1, 1, draft.asks)
      };
    })
  );
