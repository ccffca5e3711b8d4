/** Names of factors that the standard agents read, as the factors' engine writes them. */
import {STANDARD_FACTORS} from "../../../src/lib/agents/standard-factors.js";

export const FACTOR_CATALOGUE_NAMES: readonly string[] = [
  ...STANDARD_FACTORS,
  "adx-14",
  "volatility-24",
  "atr-ratio-14",
  "taker-imbalance-12",
  "btc-return-4"
];
