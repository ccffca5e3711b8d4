/** Made-up trials for tests of the registry. */
import {seededRandom} from "../../../src/lib/core/random.js";
import {HOUR_MS} from "../../../src/lib/core/time.js";
import {textFills} from "../../../src/lib/integration/course/course-fills.js";
import {columnLine} from "../../../src/lib/integration/course/equity-line.js";
import {type TrialResult, trialResult} from "../../../src/lib/integration/sweep/trial-result.js";
import type {TrialIdentity} from "../../../src/loaders/run/trial-registry.js";

const START = Date.UTC(2023, 0, 1);

export function sampleIdentity(change: Partial<TrialIdentity> = {}): TrialIdentity {
  return {
    family: "sample",
    strategy: "sample",
    parameters: {},
    configurationHash: "c0",
    codeCommit: "k0",
    snapshot: "s0",
    timeframe: "1h",
    from: START,
    to: START + 300 * HOUR_MS,
    sweep: null,
    ...change
  };
}

/** A trial whose equity is a seeded walk over `candles` hours. */
export function sampleResult(seed: number, candles = 300): TrialResult {
  const random = seededRandom(seed);
  let value = 10_000;
  const equity = Float64Array.from({length: candles}, () => {
    value *= 1 + 0.01 * random.normal();
    return value;
  });
  return trialResult(
    {
      path: "full",
      times: Float64Array.from(equity, (_, index) => START + (index + 1) * HOUR_MS),
      line: columnLine(equity, 10_000),
      fills: textFills([]),
      rejected: 0,
      exposedMarks: 0
    },
    {from: START, to: START + candles * HOUR_MS, candleMs: HOUR_MS, periodsPerYear: 8760}
  );
}
