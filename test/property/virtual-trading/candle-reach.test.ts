/**
 * Orders on a candle do not stand in each other's way: whichever wait there, an order acts exactly if the candle reaches
 * its price, and every time at a price that the candle has.
 */
import fc from "fast-check";
import {expect, it} from "vitest";
import {done} from "../../unit/virtual-trading/small-case.js";

const TYPES = ["limit", "stop", "take-profit", "take-profit-limit"] as const;
const COARSE = {symbol: "COIN/USDT", priceIncrement: 1, amountIncrement: 1};

interface Terms {
  readonly side: "buy" | "sell";
  readonly type: (typeof TYPES)[number];
  /** The limit of a limit order, the trigger of the others. */
  readonly price: number;
  /** How far beyond its trigger the limit of a take-profit-limit lies. */
  readonly beyond: number;
}

const terms: fc.Arbitrary<Terms> = fc.record({
  side: fc.constantFrom("buy", "sell"),
  type: fc.constantFrom(...TYPES),
  price: fc.integer({min: 93, max: 107}),
  beyond: fc.integer({min: 0, max: 3})
});
const candle = fc
  .tuple(...Array.from({length: 4}, () => fc.integer({min: 95, max: 105})))
  .map(([open = 0, close = 0, a = 0, b = 0]): [number, number, number, number] => [
    open,
    Math.max(open, close, a, b),
    Math.min(open, close, a, b),
    close
  ]);

/** The price that must be reached last, and on which side of it the order waits. */
function goal({side, type, price, beyond}: Terms): {price: number; isBelow: boolean} {
  const isBelow = (side === "buy") !== (type === "stop");
  return {price: type === "take-profit-limit" ? price + (isBelow ? -beyond : beyond) : price, isBelow};
}

it("every order acts whose price the candle reaches, and no other", () => {
  const scene = {
    orders: fc.array(terms, {minLength: 1, maxLength: 6}),
    prices: candle,
    candlePath: fc.constantFrom("adaptive", "ohlc", "olhc")
  };
  fc.assert(
    fc.property(fc.record(scene), ({orders, prices, candlePath}) => {
      const [open, high, low, close] = prices;
      const result = done({
        instrument: COARSE,
        market: {timeframe: "1m", candles: [[0, open, high, low, close, 10]]},
        model: {candlePath, limitOnTouch: true},
        orders: orders.map((order, i) => ({
          id: `o${i}`,
          candle: -1,
          amount: 1,
          side: order.side,
          type: order.type,
          ...(order.type === "limit" ? {} : {stop: order.price}),
          ...(order.type === "limit" || order.type === "take-profit-limit" ? {limit: goal(order).price} : {})
        }))
      });
      const isReached = (order: Terms): boolean =>
        goal(order).isBelow ? low <= goal(order).price : high >= goal(order).price;
      expect(result.orders.map(({state}) => state === "filled")).toEqual(orders.map(isReached));
      for (const {price} of result.fills) expect(low <= price && price <= high).toBe(true);
    }),
    {seed: 7, numRuns: 400}
  );
});
