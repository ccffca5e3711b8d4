/** A sweep as the sweep command runs it: one plan a parameter set, the factors calculated once for all of them. */
import type {StrategyConfiguration} from "../../../src/lib/configuration/strategy-configuration.js";
import type {ColumnarMarket} from "../../../src/lib/integration/columnar/columnar-market.js";
import {createFactorColumnCache} from "../../../src/lib/integration/columnar/factor-column-cache.js";
import {runColumnar} from "../../../src/lib/integration/columnar/run-columnar.js";
import {createRunScratch} from "../../../src/lib/integration/columnar/run-scratch.js";
import {planStrategy} from "../../../src/lib/integration/strategy-plan.js";
import type {Instrument} from "../../../src/lib/vocabulary/instrument.js";
import {withAverages} from "./cross-market.js";

export interface SweepWork {
  readonly instruments: readonly Instrument[];
  readonly strategy: StrategyConfiguration;
  readonly pairs: readonly {fast: number; slow: number}[];
}

/** @returns fills and the sum of final equities, so that sweeps can be compared */
export function sweepPairs(market: ColumnarMarket, {instruments, strategy, pairs}: SweepWork) {
  const cache = createFactorColumnCache(market, {instruments: instruments.map(({id}) => id)});
  const scratch = createRunScratch();
  let equity = 0;
  let fills = 0;
  for (const pair of pairs) {
    const run = runColumnar(planStrategy(withAverages(strategy, pair), instruments), market, {cache, scratch});
    equity += run.finalEquity ?? 0;
    fills += run.fillCount;
  }
  return {equity, fills};
}
