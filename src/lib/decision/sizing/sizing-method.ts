/** What a sizing method knows and gives: one method a file, chosen in the configuration. */
import type {DecisionConfiguration} from "../decision-configuration.js";

export interface SizingInput {
  readonly sizing: DecisionConfiguration["sizing"];
  /** Expected return less costs over the horizon, a fraction, in the direction of the trade. */
  readonly edge: number;
  readonly horizonCandles: number;
  /** Standard deviation of one candle's return; null before it is known. */
  readonly candleVolatility: number | null;
  readonly candlesPerYear: number;
  /** 0..1 */
  readonly confidence: number;
}

/** Share of equity, at least 0; null when a figure that the method needs is not known yet. */
export type Sizing = (input: SizingInput) => number | null;
