/**
 * The columnar path: a strategy's trades and equity over columns of candles, with no event and no object a candle. Its
 * trades and its equity equal the full pipeline's to the last digit; what it cannot run it says (columnar-support.ts).
 */
import {assert} from "../../core/assert.js";
import type {StrategyPlan} from "../strategy-plan.js";
import {columnarTape} from "./columnar-lane.js";
import type {ColumnarMarket} from "./columnar-market.js";
import type {ColumnarRun} from "./columnar-run.js";
import {supportsColumnar} from "./columnar-support.js";
import {runOnDecimals} from "./exact-run.js";
import {createFactorColumnCache, type FactorColumnCache, RUN_BLOCK_LENGTH} from "./factor-column-cache.js";
import {runOnNumbers} from "./number-run.js";
import type {RunScratch} from "./run-scratch.js";

export interface ColumnarOptions {
  /** Factor columns shared with other runs over the same market and instruments. */
  readonly cache?: FactorColumnCache;
  /** Shared by runs of which each is read before the next begins. */
  readonly scratch?: RunScratch;
}

/** @throws InvariantError for a plan that `supportsColumnar` gives a reason against. */
export function runColumnar(
  plan: StrategyPlan,
  market: ColumnarMarket,
  {cache, scratch}: ColumnarOptions = {}
): ColumnarRun {
  const reason = supportsColumnar(plan);
  assert(reason === null, `the columnar path does not run ${plan.strategy.name}: ${reason}`);
  const columns =
    cache ??
    createFactorColumnCache(market, {instruments: plan.instruments.map(({id}) => id), blockLength: RUN_BLOCK_LENGTH});
  assert(columns.market === market, "the factor columns belong to another market");
  const tape = columnarTape(plan, columns);
  return runOnNumbers(plan, tape, scratch) ?? runOnDecimals(plan, tape);
}
