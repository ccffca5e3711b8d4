import {describe, expect, it} from "vitest";
import {createExpertWeights} from "../../../src/lib/decision/expert-weights.js";
import {createScoreRounds} from "../../../src/lib/decision/score-rounds.js";

describe("the weights of the agents", () => {
  const rates = {learningRate: 1, fixedShare: 0};

  it("follow Bayes at a rate of 1: the mixture's loss is that of the mean likelihood", () => {
    const weights = createExpertWeights();
    const rounds = [
      [0.2, 0.9],
      [0.5, 0.4],
      [0.3, 1.2]
    ];
    let mixture = 0;
    for (const losses of rounds) {
      const [a, b] = [weights.weightOf("a"), weights.weightOf("b")];
      mixture -= Math.log((a * Math.exp(-(losses[0] ?? 0)) + b * Math.exp(-(losses[1] ?? 0))) / (a + b));
      weights.update(["a", "b"], losses, rates);
    }
    expect(mixture).toBeCloseTo(-Math.log((Math.exp(-1) + Math.exp(-2.5)) / 2), 12);
  });

  it("share out only the mass of those awake", () => {
    const weights = createExpertWeights();
    weights.update(["a", "b"], [0.1, 1], rates);
    expect(weights.weightOf("a") + weights.weightOf("b")).toBeCloseTo(2, 12);
    expect(weights.weightOf("sleeper")).toBe(1);
  });

  it("never lose an agent for ever: the fixed share brings it back", () => {
    const weights = createExpertWeights();
    for (let i = 0; i < 1000; i++) weights.update(["good", "bad"], [0.1, 2], {learningRate: 1, fixedShare: 0.01});
    expect(weights.weightOf("bad")).toBeGreaterThan(0.009);
    for (let i = 0; i < 10; i++) weights.update(["good", "bad"], [2, 0.1], {learningRate: 1, fixedShare: 0.01});
    expect(weights.weightOf("bad")).toBeGreaterThan(weights.weightOf("good"));
  });

  it("stay numbers when an agent has lost all its weight and then speaks alone", () => {
    const weights = createExpertWeights();
    for (let i = 0; i < 100; i++) weights.update(["good", "bad"], [0.1, 30], rates);
    weights.update(["bad"], [0.5], rates);
    expect(weights.weightOf("bad")).toBe(0);
    expect(weights.weightOf("good")).toBeCloseTo(2, 9);
  });

  it("take the scores of one instrument and close as one round, and leave unresolved ones out", () => {
    const rounds = createScoreRounds();
    const score = (agent: string, madeAt: number, logLoss: number | null) =>
      rounds.take({
        prediction: `${agent}:${madeAt}`,
        agent,
        instrument: "A",
        timeframe: "1h",
        madeAt,
        resolvesAt: madeAt + 1,
        resolvedAt: madeAt + 1,
        outcomeReturn: logLoss === null ? null : 0.1,
        probabilityUp: 0.5,
        calibratedProbabilityUp: 0.5,
        brier: logLoss === null ? null : 0.25,
        logLoss
      });
    score("a", 1, 0.1);
    score("b", 1, 1.1);
    score("a", 2, null);
    score("b", 3, 0.7);
    rounds.settle(rates);
    // In a round of its own "b" keeps what it has.
    expect(rounds.weightOf("a") / rounds.weightOf("b")).toBeCloseTo(Math.E, 12);
    rounds.settle(rates);
    expect(rounds.weightOf("a") / rounds.weightOf("b")).toBeCloseTo(Math.E, 12);
  });
});
