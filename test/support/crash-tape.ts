/** The tape that the crash suite's processes trade: the same in every one of them. */
import {type SimulatedTape, simulatedTape} from "./simulated-strategy.js";

export function crashTape(): SimulatedTape {
  return simulatedTape({seed: 1, warmUpCandles: 60, candles: 600, holes: 97});
}
