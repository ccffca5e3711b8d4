import {describe, expect, it} from "vitest";
import {
  DEFAULT_STRATEGY,
  type StrategyConfiguration
} from "../../../../src/lib/configuration/strategy-configuration.js";
import {enumerateTrials} from "../../../../src/lib/integration/sweep/enumerate-trials.js";
import {readSweptParameter, type SweptParameter} from "../../../../src/lib/integration/sweep/swept-parameter.js";

const strategy: StrategyConfiguration = {...DEFAULT_STRATEGY, name: "swept"};
const read = (text: string) =>
  readSweptParameter(text, strategy, (list) => JSON.parse(`[${list}]`) as readonly unknown[]);
const values = ({choices}: SweptParameter) => (choices.kind === "list" ? choices.values : choices);

describe("a swept parameter", () => {
  it("is a path with its values, or a range with a step that reaches its end", () => {
    expect(read("decision.minimumEdgeBps=1,3,5")).toEqual({
      path: "decision.minimumEdgeBps",
      choices: {kind: "list", values: [1, 3, 5]}
    });
    expect(values(read("execution.slippageBps=1..5:1"))).toEqual([1, 2, 3, 4, 5]);
    expect(values(read("decision.rebalanceThreshold=0..1:0.1"))).toEqual([
      0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1
    ]);
    expect(values(read("decision.exitEdgeBps=-2..3:2"))).toEqual([-2, 0, 2]);
    expect(values(read("decision.sizing.fraction=0.05..0.3"))).toEqual({kind: "between", low: 0.05, high: 0.3});
  });

  it("may be a list, null, or a number where the strategy has text", () => {
    expect(values(read('agents.names=["trend"],["trend","mean-reversion"]'))).toEqual([
      ["trend"],
      ["trend", "mean-reversion"]
    ]);
    expect(values(read("decision.stopLoss=null,0.1"))).toEqual([null, 0.1]);
    expect(values(read("startCapital=1000,20000"))).toEqual(["1000", "20000"]);
  });

  it("may be a parameter of one agent, whatever its name", () => {
    expect(read("agents.parameters.trend.speed=1,2").path).toBe("agents.parameters.trend.speed");
  });

  it.each([
    ["decision.minimumEdgBps=1", "did you mean decision.minimumEdgeBps?"],
    ["minimumEdgeBps=1", "did you mean decision.minimumEdgeBps?"],
    ["decision.sizing=1", "it has decision.sizing.method"],
    ["nonsense=1", "a strategy has no parameter nonsense"]
  ])("is refused where the strategy has none of that name: %s", (text, hint) => {
    expect(() => read(text)).toThrow(hint);
    expect(() => read(text)).toThrow(expect.objectContaining({code: "SWEEP_PARAMETER_UNKNOWN"}));
  });

  it.each([
    "decision.minimumEdgeBps",
    "decision.minimumEdgeBps=",
    "decision.minimumEdgeBps=1,1",
    "decision.minimumEdgeBps=5..1:1",
    "decision.minimumEdgeBps=1..5:0",
    "decision.minimumEdgeBps=1,]"
  ])("is refused where its values cannot be read: %s", (text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({code: "SWEEP_PARAMETER_INVALID"}));
  });
});

describe("the trials of a sweep", () => {
  it("are refused where the strategy's schema refuses a value, with the key", () => {
    const parameters = [read("decision.rebalanceThreshold=0.5,2")];
    expect(() => enumerateTrials(strategy, parameters, {kind: "grid"})).toThrow("decision.rebalanceThreshold");
    expect(() => enumerateTrials(strategy, parameters, {kind: "grid"})).toThrow(
      expect.objectContaining({code: "SWEEP_VALUE_INVALID"})
    );
  });

  it("need a step in a grid, a parameter once, and an end", () => {
    const between = [read("decision.sizing.fraction=0.05..0.3")];
    expect(() => enumerateTrials(strategy, between, {kind: "grid"})).toThrow("give a step");
    const twice = [read("seed=1,2"), read("seed=3")];
    expect(() => enumerateTrials(strategy, twice, {kind: "grid"})).toThrow("seed is there twice");
    const huge = [read("seed=1..90000:1"), read("decision.minimumEdgeBps=1,2")];
    expect(() => enumerateTrials(strategy, huge, {kind: "grid"})).toThrow(
      expect.objectContaining({code: "SWEEP_TOO_LARGE"})
    );
  });

  it("are no more than a narrow range holds", () => {
    const narrow = [read("decision.sizing.fraction=0.1..0.100001")];
    expect(() => enumerateTrials(strategy, narrow, {kind: "random", count: 50, seed: 1})).toThrow("hardly more than");
  });
});
