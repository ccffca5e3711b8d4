/** The report of an invented sweep over two keys: for tests of its page. */
import {DAY_MS} from "../../src/lib/core/time.js";
import type {ReportedTrial, SweepReport} from "../../src/lib/integration/sweep/sweep-report.js";
import {SAMPLE_START} from "./sample-market.js";

const EDGES = [1, 3, 5];
const HORIZONS = [12, 24];

export function sampleSweep(snapshot: string): SweepReport {
  const trials = sampleTrials();
  const figures = {totalReturn: 0.04, annualReturn: 0.09, volatility: 0.11, sharpe: 0.8, sortino: 1.1, calmar: 0.9};
  return {
    ...{id: "sweep-default-5d3a", strategy: "default", rules: "papertape-1", snapshot, isSimulated: true},
    ...{codeCommit: "4f2d9ab", timeframe: "1h", by: "sharpe", search: {kind: "grid"}, assumptions: []},
    parameters: [
      {path: "decision.minimumEdgeBps", choices: {kind: "list", values: EDGES}},
      {path: "agents.horizonCandles", choices: {kind: "list", values: HORIZONS}}
    ],
    trials,
    best: trials[0] ?? null,
    walkForward: {
      ...{isDefined: true, kind: "anchored", gapCandles: 48, inSampleAnnualReturn: 0.18, efficiency: 0.5, changes: 1},
      folds: [0, 1, 2, 3].map((index) => ({
        ...{trainFrom: SAMPLE_START, trainTo: SAMPLE_START + (60 + 20 * index) * DAY_MS, chosen: index % 2},
        ...{testFrom: SAMPLE_START + (62 + 20 * index) * DAY_MS, testTo: SAMPLE_START + (82 + 20 * index) * DAY_MS},
        ...{inSample: 1.4, outOfSample: index === 2 ? null : 0.9 - index * 0.4}
      })),
      outOfSample: {...figures, maximumDrawdown: 0.05}
    },
    crossValidation: {
      ...{isDefined: true, groups: 6, testGroups: 2},
      splits: [{testGroups: [0, 1], chosen: 0, trainSteps: 500, purgedSteps: 93}],
      paths: [0.2, 0.7, 1.1].map((sharpe, path) => ({path, ...figures, sharpe, maximumDrawdown: 0.05})),
      sharpe: {mean: 0.67, deviation: 0.45, lowest: 0.2, highest: 1.1, notPositive: 0}
    },
    honesty: {
      ...{trials: 31, probabilisticSharpe: {value: 0.91}, deflatedSharpe: {value: 0.62}, luckyRatio: {value: 0.01}},
      ...{deflatedByCorrelation: {value: 0.74}, deflatedByEntropy: {value: null, reason: "two trials move alike"}},
      ...{probabilityOfOverfitting: {value: 0.31}, overfittingBlocks: 16, overfittingTrials: 6},
      minimumTrackRecord: {value: 9_100}
    },
    digest: "7".repeat(64)
  };
}

/** The last one failed: a page must bear that. */
function sampleTrials(): readonly ReportedTrial[] {
  return EDGES.flatMap((edge) => HORIZONS.map((horizon) => ({edge, horizon}))).map(({edge, horizon}, index) => ({
    ...{number: index, parameters: {"decision.minimumEdgeBps": edge, "agents.horizonCandles": horizon}},
    ...(index === 5
      ? {rank: null, status: "failed", path: null, digest: null, figures: null, error: "no candle in the range"}
      : {
          ...{rank: index + 1, status: "finished", path: "full", digest: `${index}`.repeat(64), error: null},
          figures: {
            ...{totalReturn: 0.06 - index * 0.02, annualReturn: 0.1, volatility: 0.12, sharpe: 1.4 - index * 0.5},
            ...{sortino: 1.2, calmar: 0.8, maximumDrawdown: 0.05, trades: 40 + index, winRate: 0.55, profitFactor: 1.2},
            ...{exposure: 0.3, fees: 12.5, fills: 80, rejected: 0, finalEquity: 10_600}
          }
        })
  }));
}
