/** A paper session and a backtest over the same candles give the same fills: the broker equals the rule set. */
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {simulateCase} from "../../../src/lib/virtual-trading/simulate.js";
import {runOnCandles} from "./broker-run.js";
import {COIN, candles, MINUTE, orderFlow, type SentOrder} from "./random-flow.js";

const count = {min: 3, max: 15};
const caseOrder = ({order, time}: SentOrder) => ({
  ...Object.fromEntries(Object.entries(order).filter(([, value]) => value !== null)),
  ...(order.trail === null ? {} : {trail: {by: order.trail.by, value: order.trail.value}}),
  time
});

describe("the streaming broker", () => {
  for (const account of ["spot", "margin"] as const) {
    for (const stepMs of [MINUTE, 7_000]) {
      it(`fills as papertape simulate does, on a ${account} account, with orders every ${stepMs} ms`, () => {
        const flow = fc.record({candles: candles(count), orders: orderFlow({spanMs: count.max * MINUTE, stepMs})});
        const options = fc.record({
          model: fc.record({
            candlePath: fc.constantFrom("adaptive", "ohlc", "olhc"),
            limitOnTouch: fc.boolean(),
            stopInMarket: fc.constantFrom("reject", "trigger"),
            volumeLimit: fc.constantFrom(null, 0.5)
          }),
          submit: fc.constantFrom(0, 500)
        });
        fc.assert(
          fc.property(flow, options, (random, {model, submit}) => {
            const latency = {submit, cancel: 0, modify: 0};
            // The broker only knows candles up to its last one.
            const orders = random.orders.filter(({time}) => time + submit < random.candles.length * MINUTE);
            const input = {
              rules: "papertape-1",
              cash: 150,
              account,
              instrument: {
                symbol: COIN.symbol,
                priceIncrement: 0.01,
                amountIncrement: 0.001,
                fees: {maker: 0.0002, taker: 0.0007}
              },
              model: {...model, latency},
              market: {
                timeframe: "1m",
                candles: random.candles.map((c) => [c.openTime, c.open, c.high, c.low, c.close, c.volume])
              },
              orders: orders.map(caseOrder)
            };
            const simulated = simulateCase(input, {readCsv: () => ""});
            const {outcomes} = runOnCandles(
              {instruments: [COIN], cash: 150, account, model, latencyMs: latency},
              {candles: random.candles, orders}
            );
            const fills = outcomes
              .filter((outcome) => outcome.kind === "filled")
              .map(({orderId, time, price, amount, fee, liquidity}) => ({
                orderId,
                time,
                price: Number(price),
                amount: Number(amount),
                fee: Number(fee),
                liquidity
              }));
            expect(simulated).toMatchObject({ok: true});
            expect(fills.sort((a, b) => a.time - b.time)).toEqual("fills" in simulated ? simulated.fills : null);
          }),
          {seed: 42, numRuns: 150}
        );
      });
    }
  }
});
