/** What a round trip costs, and what is left of an expected return after it. */
import type {Instrument} from "../vocabulary/instrument.js";

/** Assumptions beyond the instrument's own fees, in basis points. */
export interface TradingCosts {
  /** Best ask less best bid. */
  readonly spreadBps: number;
  /** Beyond the spread, each way. */
  readonly slippageBps: number;
}

/** In and out again as taker: two fees, two halves of the spread, slippage twice. In basis points. */
export function roundTripBps(instrument: Instrument, costs: TradingCosts): number {
  return 2 * instrument.takerFee * 1e4 + costs.spreadBps + 2 * costs.slippageBps;
}
