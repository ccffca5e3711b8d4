import {describe, expect, it} from "vitest";
import {BIAS_SHARE, CALIBRATION_SHARE, poolPredictions} from "../../../src/lib/decision/consensus.js";
import {createShareLayouts} from "../../../src/lib/decision/share-layout.js";
import type {EventOf} from "../../../src/lib/events/event.js";
import {candleClosed} from "../agents/agent-tape.js";
import {predictionMade} from "./decision-tape.js";

const candle = candleClosed(0, 100);
const pool = (predictions: readonly EventOf<"PredictionMade">[], weightOf: (agent: string) => number = () => 1) =>
  poolPredictions(predictions, {weightOf, layoutOf: createShareLayouts()});

describe("the consensus", () => {
  it("is the weighted mean of the calibrated log-odds", () => {
    const predictions = [
      predictionMade(candle, {agent: "a", probabilityUp: 0.8, expectedReturn: 0.02}),
      predictionMade(candle, {agent: "b", probabilityUp: 0.4, expectedReturn: -0.01})
    ];
    const pooled = pool(predictions, (agent) => (agent === "a" ? 3 : 1));
    const expected = 0.75 * Math.log(0.8 / 0.2) + 0.25 * Math.log(0.4 / 0.6);
    expect(pooled?.score).toBeCloseTo(expected, 11);
    expect(pooled?.probabilityUp).toBeCloseTo(1 / (1 + Math.exp(-expected)), 11);
    expect(pooled?.expectedReturn).toBeCloseTo(0.0125, 12);
    expect(pooled?.agents.map(({agent, weight}) => [agent, weight])).toEqual([
      ["a", 0.75],
      ["b", 0.25]
    ]);
  });

  it("gives each factor its part over all agents, and names what belongs to none", () => {
    const plain = predictionMade(candle, {agent: "a", probabilityUp: 0.6});
    const other = predictionMade(candle, {agent: "b", probabilityUp: 0.6});
    const payload = {
      ...other.payload,
      bias: 0.25,
      factors: ["volume", "momentum"],
      contributions: [0.5, -0.125],
      score: 0.625
    };
    const pooled = pool([plain, {...other, payload}]);
    const share = (name: string) => pooled?.factors.find(({factor}) => factor === name)?.contribution;
    expect(pooled?.factors.map(({factor}) => factor)).toEqual(["momentum", "volume", BIAS_SHARE, CALIBRATION_SHARE]);
    expect(share("momentum")).toBeCloseTo((Math.log(1.5) - 0.125) / 2, 11);
    expect(share("volume")).toBe(0.25);
    expect(share(BIAS_SHARE)).toBe(0.125);
    expect(share(CALIBRATION_SHARE)).toBeCloseTo((Math.log(1.5) - 0.625) / 2, 11);
  });

  it("is not silenced by an agent that claims certainty, and is null without agents", () => {
    const sure = predictionMade(candle, {agent: "a", probabilityUp: 0.6});
    const payload = {...sure.payload, calibratedProbabilityUp: 1};
    expect(Number.isFinite(pool([{...sure, payload}])?.score)).toBe(true);
    expect(pool([])).toBeNull();
    expect(pool([sure], () => 0)?.probabilityUp).toBeCloseTo(0.6, 9);
  });
});
