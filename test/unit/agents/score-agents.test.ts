import {describe, expect, it} from "vitest";
import {scoreAgents} from "../../../src/lib/agents/score-agents.js";
import {type ScoredPrediction, scoredPredictions} from "../../../src/lib/agents/scored-prediction.js";
import {seededRandom} from "../../../src/lib/core/random.js";
import {DAY_MS} from "../../../src/lib/core/time.js";
import {wilsonInterval} from "../../../src/lib/statistics/hit-rate.js";
import {predictionMade} from "../decision/decision-tape.js";
import {candleClosed, closeAt} from "./agent-tape.js";

function row(changes: Partial<ScoredPrediction> & {day?: number} = {}): ScoredPrediction {
  const {day = 0, ...rest} = changes;
  const madeAt = closeAt(0) + day * DAY_MS;
  const probabilityUp = rest.probabilityUp ?? 0.6;
  return {
    agent: "plain",
    instrument: "BTC/USDT@test",
    timeframe: "1d",
    horizonCandles: 1,
    madeAt,
    resolvesAt: madeAt + DAY_MS,
    probabilityUp,
    calibratedProbabilityUp: probabilityUp,
    expectedReturn: 0.001,
    outcomeReturn: 0.01,
    regime: null,
    ...rest
  };
}

/** Rows of an agent that is right with the probability it names. */
function honest(agent: string, days: number, skill = 1): ScoredPrediction[] {
  const random = seededRandom(21);
  return Array.from({length: days}, (_, day) => {
    const truth = 0.5 + 0.35 * (2 * random.next() - 1);
    const isUp = random.next() < truth;
    const probabilityUp = 0.5 + skill * (truth - 0.5);
    const expectedReturn = 0.02 * (probabilityUp - 0.5);
    return row({agent, day, probabilityUp, expectedReturn, outcomeReturn: isUp ? 0.01 : -0.01});
  });
}

describe("the board of agents", () => {
  it("counts unresolved predictions and leaves them out of every figure", () => {
    const [score] = scoreAgents([
      row(),
      row({day: 1, outcomeReturn: null}),
      row({day: 2, outcomeReturn: -0.01})
    ]).agents;
    expect(score).toMatchObject({n: 2, unresolved: 1});
    expect(score?.calibrated.scores.brier).toBeCloseTo((0.4 ** 2 + 0.6 ** 2) / 2, 12);
  });

  it("does not take a return of exactly 0 for a rise", () => {
    const [score] = scoreAgents([row({outcomeReturn: 0})]).agents;
    expect(score?.calibrated.scores.baseRate).toBe(0);
  });

  it("has the hit rate with its Wilson interval, and the terms of the Brier score that sum to it", () => {
    const [score] = scoreAgents(honest("a", 400)).agents;
    const {calls, murphy, scores} = score?.calibrated ?? {};
    const hits = (calls?.truePositive ?? 0) + (calls?.trueNegative ?? 0);
    expect(calls?.hitRateInterval).toEqual(wilsonInterval({hits, n: 400}));
    const sum =
      (murphy?.reliability ?? 0) -
      (murphy?.resolution ?? 0) +
      (murphy?.uncertainty ?? 0) +
      (murphy?.withinBinVariance ?? 0) -
      (murphy?.withinBinCovariance ?? 0);
    expect(sum).toBeCloseTo(scores?.brier ?? Number.NaN, 12);
  });

  it("finds an honest agent better than the coin and than the base rate known at the time", () => {
    const [score] = scoreAgents(honest("a", 1000)).agents;
    expect(score?.calibrated.againstCoin.t).toBeLessThan(-3);
    expect(score?.calibrated.againstBaseRate.statistic).toBeLessThan(-3);
    expect(score?.calibrated.pesaranTimmermann.statistic).toBeGreaterThan(3);
    expect(score?.calibrated.rocArea).toBeGreaterThan(0.6);
  });

  it("compares two agents where both spoke, and only those of one horizon", () => {
    const better = honest("better", 800);
    const worse = honest("worse", 700, -0.5);
    const board = scoreAgents([...better, ...worse, row({agent: "other", horizonCandles: 7})]);
    expect(board.comparisons.map(({first, second, common}) => [first, second, common])).toEqual([
      ["better", "worse", 700]
    ]);
    expect(board.comparisons[0]?.dieboldMariano.statistic).toBeLessThan(-3);
  });

  it("breaks down by instrument, regime and month", () => {
    const rows = [
      row({regime: "calm"}),
      row({day: 1, regime: "wild", outcomeReturn: -0.01}),
      row({day: 60, instrument: "ETH/USDT@test", outcomeReturn: null})
    ];
    const [score] = scoreAgents(rows).agents;
    const names = (groups: readonly {group: string; n: number; unresolved: number}[] = []) =>
      groups.map(({group, n, unresolved}) => `${group} ${n}+${unresolved}`);
    expect(names(score?.byInstrument)).toEqual(["BTC/USDT@test 2+0", "ETH/USDT@test 0+1"]);
    expect(names(score?.byRegime)).toEqual(["calm 1+0", "unknown 0+1", "wild 1+0"]);
    expect(names(score?.byMonth)).toEqual(["2023-11 2+0", "2024-01 0+1"]);
    expect(score?.byMonth[1]).toMatchObject({brier: null, logLoss: null, hitRate: null});
  });

  it("widens its tests by the overlap of horizons", () => {
    const weekly = honest("a", 60).map((one) => ({...one, horizonCandles: 7, resolvesAt: one.madeAt + 7 * DAY_MS}));
    expect(scoreAgents(weekly).agents[0]?.lag).toBe(6);
    expect(scoreAgents(honest("a", 60)).agents[0]?.lag).toBe(0);
  });

  it("gives the same board whatever the order of the rows, and nulls where there is nothing", () => {
    const rows = [...honest("a", 50), ...honest("b", 50, 0.5)];
    expect(scoreAgents(rows.toReversed())).toEqual(scoreAgents(rows));
    expect(scoreAgents([])).toEqual({agents: [], comparisons: []});
    const [empty] = scoreAgents([row({outcomeReturn: null})]).agents;
    expect(empty).toMatchObject({n: 0, unresolved: 1, meanRealisedWhenLong: null});
    expect(empty?.calibrated).toMatchObject({rocArea: null, scores: {brier: null, logLoss: null}});
  });
});

describe("scored predictions", () => {
  it("join predictions with their outcomes and the regime of their close", () => {
    const made = predictionMade(candleClosed(0, 100), {agent: "trend"});
    const regimeOf = (instrument: string, madeAt: number) => `${instrument} ${madeAt - closeAt(0)}`;
    expect(scoredPredictions([made], [], regimeOf)).toMatchObject([
      {agent: "trend", outcomeReturn: null, regime: "BTC/USDT@test 0", horizonCandles: 4}
    ]);
  });
});
