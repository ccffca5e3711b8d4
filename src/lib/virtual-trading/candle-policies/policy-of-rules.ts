/** The policy of each rule set that a strategy can name. */
import type {ExecutionRules} from "../execution-rules.js";
import type {CandlePolicy} from "./candle-policy.js";
import {freqtradePolicy} from "./freqtrade-policy.js";
import {leanPolicy} from "./lean-policy.js";
import {volumeSharePolicy} from "./volume-share-policy.js";

/** Null: papertape-1, the core's own rules. */
export function candlePolicy(execution: ExecutionRules): CandlePolicy | null {
  switch (execution.rules) {
    case "lean-immediate":
    case "lean-gap":
      return leanPolicy(execution);
    case "volume-share":
      return volumeSharePolicy(execution);
    case "freqtrade-like":
      return freqtradePolicy(execution);
    case "papertape-1":
    case "freqtrade-dry-run":
    case "next-open-all-in":
      return null;
  }
}
