/** A thread of the measured sweep: its share of the parameter sets, over columns that all threads share. */
import {parentPort, workerData} from "node:worker_threads";
import type {StrategyConfiguration} from "../../../src/lib/configuration/strategy-configuration.js";
import type {ColumnarMarket} from "../../../src/lib/integration/columnar/columnar-market.js";
import type {Instrument} from "../../../src/lib/vocabulary/instrument.js";
import {sweepPairs} from "./sweep-pairs.js";

interface Share {
  readonly market: ColumnarMarket;
  readonly instruments: readonly Instrument[];
  readonly strategy: StrategyConfiguration;
  readonly pairs: readonly {fast: number; slow: number}[];
}

const {market, instruments, strategy, pairs} = workerData as Share;
parentPort?.on("message", () => parentPort?.postMessage(sweepPairs(market, {instruments, strategy, pairs})));
parentPort?.postMessage("ready");
