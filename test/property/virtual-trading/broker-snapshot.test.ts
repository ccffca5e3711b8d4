/** A broker restored from a snapshot at any point goes on exactly as one that was never interrupted. */
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {type Broker, createBroker} from "../../../src/lib/virtual-trading/broker.js";
import type {BrokerSnapshot} from "../../../src/lib/virtual-trading/broker-snapshot.js";
import type {BrokerOptions} from "../../../src/lib/virtual-trading/broker-state.js";
import {runOnBooks, runOnCandles} from "./broker-run.js";
import {COIN, candles, MINUTE, marketSteps, orderFlow} from "./random-flow.js";

const restart =
  (options: BrokerOptions, at: number) =>
  (broker: Broker, call: number): Broker => {
    if (call !== at) return broker;
    const next = createBroker(options);
    next.restore(JSON.parse(JSON.stringify(broker.snapshot())) as BrokerSnapshot);
    return next;
  };

describe("a broker's snapshot", () => {
  it("continues identically on candles, wherever it is taken", () => {
    const options: BrokerOptions = {
      instruments: [COIN],
      cash: "1000",
      account: "margin",
      latencyMs: {submit: 300, cancel: 0, modify: 0}
    };
    const flow = fc.record({
      candles: candles({min: 3, max: 12}),
      orders: orderFlow({spanMs: 10 * MINUTE, stepMs: 10_000})
    });
    fc.assert(
      fc.property(flow, fc.nat(20), (random, at) => {
        const whole = runOnCandles(options, random);
        const broken = runOnCandles(options, random, {interrupt: restart(options, at)});
        expect(broken.outcomes).toEqual(whole.outcomes);
        expect(broken.broker.snapshot()).toEqual(whole.broker.snapshot());
        expect(broken.broker.mark(99 * MINUTE)).toEqual(whole.broker.mark(99 * MINUTE));
      }),
      {seed: 42, numRuns: 200}
    );
  });

  it("continues identically on books and trades, wherever it is taken", () => {
    const options: BrokerOptions = {instruments: [COIN], cash: "1000", account: "spot", feed: "books-and-trades"};
    const flow = fc.record({steps: marketSteps, orders: orderFlow({spanMs: 300, stepMs: 5})});
    fc.assert(
      fc.property(flow, fc.nat(40), (random, at) => {
        const whole = runOnBooks(options, random);
        const broken = runOnBooks(options, random, {interrupt: restart(options, at)});
        expect(broken.outcomes).toEqual(whole.outcomes);
        expect(broken.broker.snapshot()).toEqual(whole.broker.snapshot());
      }),
      {seed: 42, numRuns: 200}
    );
  });
});
