import {describe, expect, it} from "vitest";
import {seededRandom} from "../../../../src/lib/core/random.js";
import type {CompactReturns} from "../../../../src/lib/integration/sweep/compact-returns.js";
import {sweepHonesty} from "../../../../src/lib/integration/sweep/sweep-honesty.js";
import {backtestOverfitting} from "../../../../src/lib/statistics/backtest-overfitting.js";
import {deflatedSharpe} from "../../../../src/lib/statistics/deflated-sharpe.js";
import {
  minimumTrackRecord,
  probabilisticSharpe,
  sharpeEstimate
} from "../../../../src/lib/statistics/probabilistic-sharpe.js";

function columns(trials: number, steps: number, seed = 1): CompactReturns[] {
  const random = seededRandom(seed);
  return Array.from({length: trials}, () => ({
    from: 0,
    stepMs: 3_600_000,
    values: Float64Array.from({length: steps}, () => 0.001 + 0.01 * random.normal())
  }));
}

describe("the honesty of a sweep", () => {
  const returns = columns(6, 400);
  const best = sharpeEstimate((returns[0] as CompactReturns).values);

  it("is the statistics of the registry's count and spread, and of the sweep's own returns", () => {
    const tried = {count: 57, sharpeVariance: 0.0004, columns: returns.map(({values}) => values)};
    const honesty = sweepHonesty({best, returns, tried});
    if (best === null) throw new Error("the returns vary");
    expect(honesty.trials).toBe(57);
    expect(honesty.probabilisticSharpe.value).toBe(probabilisticSharpe(best));
    expect(honesty.deflatedSharpe.value).toBe(deflatedSharpe(best, {trials: 57, spread: 0.02}).probability);
    expect(honesty.minimumTrackRecord.value).toBe(minimumTrackRecord(best));
    expect(honesty.overfittingBlocks).toBe(16);
    expect(honesty.probabilityOfOverfitting.value).toBe(
      backtestOverfitting(
        returns.map(({values}) => values),
        16
      ).probability
    );
    // Trials that know nothing of each other are worth nearly as many as they are.
    expect(honesty.deflatedByEntropy.value).toBeGreaterThan(honesty.deflatedSharpe.value ?? 1);
  });

  it("says why where it cannot be told", () => {
    const nothing = sweepHonesty({best: null, returns: [], tried: {count: 1, sharpeVariance: null, columns: null}});
    expect(nothing.deflatedSharpe).toEqual({value: null, reason: "the best trial's returns do not vary"});
    expect(nothing.probabilityOfOverfitting.reason).toContain("fewer than two trials");
    const alone = sweepHonesty({
      best,
      returns: returns.slice(0, 1),
      tried: {count: 1, sharpeVariance: null, columns: null}
    });
    expect(alone.deflatedSharpe.reason).toContain("spread is not known");
    expect(alone.deflatedByCorrelation.value).toBeNull();
    const short = sweepHonesty({best, returns: columns(3, 20), tried: {count: 3, sharpeVariance: 1, columns: null}});
    expect(short.probabilityOfOverfitting.reason).toBe("20 steps are too few to be cut into blocks");
    const mixed = [...columns(2, 100), {from: 7, stepMs: 1, values: new Float64Array(100)}];
    const apart = sweepHonesty({best, returns: mixed, tried: {count: 3, sharpeVariance: 1, columns: null}});
    expect(apart.probabilityOfOverfitting.reason).toBe("the trials are not on common bars");
  });

  it("takes fewer blocks where there are few steps or many trials", () => {
    const of = (trials: number, steps: number) =>
      sweepHonesty({best, returns: columns(trials, steps), tried: {count: 2, sharpeVariance: 1, columns: null}})
        .overfittingBlocks;
    expect(of(2, 60)).toBe(6);
    expect(of(200, 160)).toBe(14);
  });
});
