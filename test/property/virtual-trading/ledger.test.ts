/** The books reconcile to the last unit after every call, and on a spot account nothing is spent that is not there. */
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {add, multiply, parseDecimal, sign, subtract, toText, ZERO} from "../../../src/lib/core/decimal.js";
import type {Broker} from "../../../src/lib/virtual-trading/broker.js";
import type {BrokerOutcome} from "../../../src/lib/virtual-trading/broker-outcome.js";
import type {BrokerOptions} from "../../../src/lib/virtual-trading/broker-state.js";
import {balance, imbalance} from "../../../src/lib/virtual-trading/ledger.js";
import {cashOf, holdingOf} from "../../../src/lib/virtual-trading/portfolio.js";
import {runOnBooks, runOnCandles} from "./broker-run.js";
import {COIN, candles, MINUTE, marketSteps, orderFlow} from "./random-flow.js";

const bookFlow = fc.record({steps: marketSteps, orders: orderFlow({spanMs: 300, stepMs: 5})});
const candleFlow = fc.record({
  candles: candles({min: 3, max: 12}),
  orders: orderFlow({spanMs: 10 * MINUTE, stepMs: MINUTE})
});
const runs = {seed: 42, numRuns: 250};
const inBase = {...COIN, feeIn: "received" as const};

function isReconciled(broker: Broker): void {
  const {ledger} = broker.portfolio();
  expect([...imbalance(ledger)].map(([unit, sum]) => `${unit} ${toText(sum)}`)).toEqual([]);
}

function spendsOnlyWhatIsThere(broker: Broker): void {
  expect(sign(cashOf(broker.portfolio()))).toBeGreaterThanOrEqual(0);
  expect(sign(holdingOf(broker.portfolio(), COIN.symbol))).toBeGreaterThanOrEqual(0);
}

/** Cash worked out once more from the fills alone. */
function cashFromFills(start: string, outcomes: readonly BrokerOutcome[]): string {
  let cash = parseDecimal(start);
  for (const fill of outcomes) {
    if (fill.kind !== "filled") continue;
    const value = multiply(parseDecimal(fill.price), parseDecimal(fill.amount));
    cash = fill.side === "buy" ? subtract(cash, value) : add(cash, value);
    cash = subtract(cash, fill.feeIn === "quote" ? parseDecimal(fill.fee) : ZERO);
  }
  return toText(cash);
}

describe("the ledger of a broker", () => {
  for (const instrument of [COIN, inBase]) {
    const spot: BrokerOptions = {instruments: [instrument], cash: "150", account: "spot"};

    it(`reconciles and never overspends on books and trades, fees in ${instrument.feeIn} units`, () => {
      const look = (broker: Broker): void => {
        isReconciled(broker);
        spendsOnlyWhatIsThere(broker);
      };
      fc.assert(
        fc.property(bookFlow, (flow) => {
          const {broker, outcomes} = runOnBooks({...spot, feed: "books-and-trades"}, flow, {look});
          expect(toText(cashOf(broker.portfolio()))).toBe(cashFromFills("150", outcomes));
        }),
        runs
      );
    });

    it(`reconciles and never overspends on candles, fees in ${instrument.feeIn} units`, () => {
      const look = (broker: Broker): void => {
        isReconciled(broker);
        spendsOnlyWhatIsThere(broker);
      };
      fc.assert(
        fc.property(candleFlow, (flow) => {
          const {broker, outcomes} = runOnCandles(spot, flow, {look});
          expect(toText(cashOf(broker.portfolio()))).toBe(cashFromFills("150", outcomes));
        }),
        runs
      );
    });
  }

  it("reconciles on a margin account through shorts, turned positions and funding", () => {
    const options: BrokerOptions = {
      instruments: [COIN],
      cash: "100",
      account: "margin",
      feed: "books-and-trades"
    };
    const fund = (broker: Broker): void => {
      broker.onFunding(COIN.symbol, {time: 0, rate: 0.0001, price: 100.01});
      isReconciled(broker);
    };
    fc.assert(
      fc.property(bookFlow, (flow) => {
        const {broker} = runOnBooks(options, flow, {look: fund});
        const {ledger} = broker.portfolio();
        const isFlat = sign(holdingOf(broker.portfolio(), COIN.symbol)) === 0;
        if (isFlat) expect(sign(balance(ledger, `cost:${COIN.symbol}`))).toBe(0);
      }),
      runs
    );
  });
});
