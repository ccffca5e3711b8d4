/** The tape that the crash suite's processes trade: the same in every one of them. */
import {candleTape} from "../../src/lib/market-data/candle-tape.js";
import type {ChosenTape} from "../../src/live/tape-choice.js";
import {type SimulatedTape, simulatedTape} from "./simulated-strategy.js";

export function crashTape(): SimulatedTape {
  return simulatedTape({seed: 1, warmUpCandles: 60, candles: 600, holes: 97});
}

/** Shorter: components in processes of their own have a longer way to go for each candle. */
export function componentsTape(candles = 200): ChosenTape {
  const tape = simulatedTape({seed: 2, warmUpCandles: 60, candles, holes: 37});
  const {plan, warmUp, traded, firstOpenTime: from, lastOpenTime: to} = tape;
  return {plan, warmUp, scope: {from, to}, from, to, events: () => candleTape(plan.strategy.timeframe, traded)};
}
