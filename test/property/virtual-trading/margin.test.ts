/**
 * A margin account through random orders, shorts, funding, fee tiers and liquidations: the books reconcile to the last
 * unit, no fill opens more than the margin carries, and no position outlives the price that uses it up.
 */
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  add,
  decimal,
  multiply,
  negate,
  parseDecimal,
  subtract,
  toNumber,
  toText
} from "../../../src/lib/core/decimal.js";
import type {Broker} from "../../../src/lib/virtual-trading/broker.js";
import type {BrokerOutcome} from "../../../src/lib/virtual-trading/broker-outcome.js";
import type {BrokerOptions} from "../../../src/lib/virtual-trading/broker-state.js";
import {balance, imbalance} from "../../../src/lib/virtual-trading/ledger.js";
import {LIQUIDATION_PREFIX} from "../../../src/lib/virtual-trading/matching/liquidation.js";
import {cashOf, holdingOf} from "../../../src/lib/virtual-trading/portfolio.js";
import {runOnBooks, runOnCandles} from "./broker-run.js";
import {COIN, candles, MINUTE, marketSteps, orderFlow} from "./random-flow.js";

const margin = {leverage: 60, maintenance: 0.012, liquidationFee: 0.004};
const options: BrokerOptions = {
  instruments: [COIN],
  cash: "6",
  account: "margin",
  margin,
  feeTiers: [
    {fromVolume: 0, maker: 0.0002, taker: 0.0007},
    {fromVolume: 300, maker: -0.0001, taker: 0.0005}
  ]
};
const candleFlow = fc.record({
  candles: candles({min: 4, max: 12}),
  orders: orderFlow({spanMs: 10 * MINUTE, stepMs: MINUTE})
});
const bookFlow = fc.record({steps: marketSteps, orders: orderFlow({spanMs: 300, stepMs: 5})});
const runs = {seed: 42, numRuns: 250};

/** Start capital, fills, fees and funding, summed once more outside of the ledger. */
function audit() {
  let cash = parseDecimal("6");
  let held = decimal(0);
  const check = (broker: Broker, outcomes: readonly BrokerOutcome[]): void => {
    for (const outcome of outcomes) {
      if (outcome.kind !== "filled") continue;
      const amount = parseDecimal(outcome.amount);
      const value = multiply(parseDecimal(outcome.price), amount);
      const sign = outcome.side === "buy" ? 1 : -1;
      const wasLarger = Math.abs(toNumber(held));
      held = sign > 0 ? add(held, amount) : subtract(held, amount);
      cash = subtract(add(cash, sign > 0 ? negate(value) : value), parseDecimal(outcome.fee));
      if (Math.abs(toNumber(held)) > wasLarger && !outcome.orderId.startsWith(LIQUIDATION_PREFIX)) {
        const price = Number(outcome.price);
        const equity = toNumber(cash) + toNumber(held) * price;
        expect(Math.abs(toNumber(held)) * price).toBeLessThanOrEqual(margin.leverage * equity * (1 + 1e-9));
      }
    }
    const {ledger} = broker.portfolio();
    expect([...imbalance(ledger).keys()]).toEqual([]);
    expect(toText(cashOf(broker.portfolio()))).toBe(toText(cash));
    expect(toText(holdingOf(broker.portfolio(), COIN.symbol))).toBe(toText(held));
    const before = balance(ledger, "funding");
    broker.onFunding(COIN.symbol, {time: 0, rate: 0.0001, price: 100.01});
    cash = subtract(cash, subtract(balance(ledger, "funding"), before));
  };
  return check;
}

describe("a margin account", () => {
  it("reconciles to the last unit and opens no more than the margin carries, on candles", () => {
    fc.assert(
      fc.property(candleFlow, (flow) => {
        runOnCandles(options, flow, {look: audit()});
      }),
      runs
    );
  });

  it("reconciles to the last unit and opens no more than the margin carries, on books and trades", () => {
    fc.assert(
      fc.property(bookFlow, (flow) => {
        runOnBooks({...options, feed: "books-and-trades"}, flow, {look: audit()});
      }),
      runs
    );
  });

  it("closes a position whose equity falls below the maintenance inside a candle", () => {
    let liquidations = 0;
    fc.assert(
      fc.property(candleFlow, (flow) => {
        const {broker, outcomes} = runOnCandles(options, flow);
        liquidations += outcomes.filter(
          (one) => one.kind === "filled" && one.orderId.startsWith(LIQUIDATION_PREFIX)
        ).length;
        const last = flow.candles.at(-1);
        const filledLast = outcomes.some((one) => one.kind === "filled" && one.time >= (last?.openTime ?? 0));
        if (last === undefined || filledLast) return;
        const cash = toNumber(cashOf(broker.portfolio()));
        const held = toNumber(holdingOf(broker.portfolio(), COIN.symbol));
        for (const price of [last.open, last.high, last.low, last.close]) {
          if (held !== 0) expect(cash + held * price).toBeGreaterThan(margin.maintenance * Math.abs(held) * price);
        }
      }),
      {...runs, numRuns: 500}
    );
    expect(liquidations).toBeGreaterThan(0);
  });
});
