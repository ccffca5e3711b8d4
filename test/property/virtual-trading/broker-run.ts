/** Runs a broker over random data and orders, in order of time; before each call `interrupt` may replace the broker. */
import {type Broker, createBroker} from "../../../src/lib/virtual-trading/broker.js";
import type {BrokerOutcome} from "../../../src/lib/virtual-trading/broker-outcome.js";
import type {BrokerOptions} from "../../../src/lib/virtual-trading/broker-state.js";
import type {MatchedCandle} from "../../../src/lib/virtual-trading/matching/candle-matching.js";
import {COIN, type MarketStep, type SentOrder} from "./random-flow.js";

export interface Run {
  readonly broker: Broker;
  readonly outcomes: readonly BrokerOutcome[];
}

export interface RunHooks {
  /** Gives the broker to go on with. */
  readonly interrupt?: (broker: Broker, call: number) => Broker;
  /** Looks at the broker after each call. */
  readonly look?: (broker: Broker, outcomes: readonly BrokerOutcome[]) => void;
}

interface Call {
  readonly time: number;
  readonly rank: number;
  readonly run: (broker: Broker) => readonly BrokerOutcome[];
}

export function runOnCandles(
  options: BrokerOptions,
  flow: {readonly candles: readonly MatchedCandle[]; readonly orders: readonly SentOrder[]},
  hooks: RunHooks = {}
): Run {
  const calls: Call[] = flow.candles.map((candle) => ({
    time: candle.closeTime,
    rank: 0,
    run: (broker) => broker.onCandle(COIN.symbol, candle)
  }));
  return play(options, [...calls, ...orderCalls(flow.orders)], hooks);
}

export function runOnBooks(
  options: BrokerOptions,
  flow: {readonly steps: readonly MarketStep[]; readonly orders: readonly SentOrder[]},
  hooks: RunHooks = {}
): Run {
  const calls: Call[] = flow.steps.map((step) => ({
    time: step.time,
    rank: 0,
    run: (broker) =>
      step.kind === "book"
        ? broker.onBook(COIN.symbol, step, step.time)
        : broker.onTrade(COIN.symbol, {...step, received: step.time})
  }));
  return play(options, [...calls, ...orderCalls(flow.orders)], hooks);
}

function orderCalls(orders: readonly SentOrder[]): Call[] {
  return orders.map(({order, time}) => ({time, rank: 1, run: (broker) => broker.submit(COIN.symbol, [order], time)}));
}

function play(options: BrokerOptions, calls: Call[], {interrupt, look}: RunHooks): Run {
  calls.sort((a, b) => a.time - b.time || a.rank - b.rank);
  let broker = createBroker(options);
  const outcomes: BrokerOutcome[] = [];
  for (const [i, call] of calls.entries()) {
    if (interrupt !== undefined) broker = interrupt(broker, i);
    const now = call.run(broker);
    outcomes.push(...now);
    look?.(broker, now);
  }
  return {broker, outcomes};
}
