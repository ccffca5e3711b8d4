import {describe, expect, it} from "vitest";
import {parseDecimal, toText} from "../../../src/lib/core/decimal.js";
import {seededRandom} from "../../../src/lib/core/random.js";
import {HOUR_MS} from "../../../src/lib/core/time.js";
import {changeDecisionConfiguration} from "../../../src/lib/decision/configuration-change.js";
import {BIAS_SHARE, CALIBRATION_SHARE, poolPredictions} from "../../../src/lib/decision/consensus.js";
import {DEFAULT_DECISION_CONFIGURATION} from "../../../src/lib/decision/decision-configuration.js";
import {createExpertWeights} from "../../../src/lib/decision/expert-weights.js";
import {limitPrice, orderBetween, orderGrid, targetOnGrid} from "../../../src/lib/decision/order-amount.js";
import {returnCorrelation} from "../../../src/lib/decision/return-correlation.js";
import {createReturnHistory} from "../../../src/lib/decision/return-history.js";
import {createScoreRounds} from "../../../src/lib/decision/score-rounds.js";
import {createShareLayouts} from "../../../src/lib/decision/share-layout.js";
import {positionShare} from "../../../src/lib/decision/sizing/position-share.js";
import type {EventOf} from "../../../src/lib/events/event.js";
import {candleClosed, closeAt} from "../agents/agent-tape.js";
import {configuration, instrument, predictionMade} from "./decision-tape.js";

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
  });
});

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

describe("sizes", () => {
  const base = {edge: 0.01, horizonCandles: 4, candleVolatility: 0.02, candlesPerYear: 8760, confidence: 0.2};
  const share = (sizing: Partial<ReturnType<typeof configuration>["sizing"]>, changes = {}) =>
    positionShare({...base, ...changes, sizing: {...configuration().sizing, maximumFraction: 10, ...sizing}});

  it("are a fixed share, a share of Kelly's, or what adds the wanted volatility", () => {
    expect(share({method: "fixed-fraction", fraction: 0.3})).toBe(0.3);
    expect(share({method: "fractional-kelly", kellyFraction: 0.5})).toBeCloseTo((0.5 * 0.01) / (0.0004 * 4), 12);
    expect(share({method: "volatility-target", targetVolatility: 0.5})).toBeCloseTo(0.5 / (0.02 * Math.sqrt(8760)), 12);
  });

  it("are capped, scaled by confidence where asked for, and 0 for Kelly without an edge", () => {
    expect(share({method: "fractional-kelly", kellyFraction: 0.5, maximumFraction: 0.25})).toBe(0.25);
    expect(share({method: "fixed-fraction", fraction: 0.3, scaleByConfidence: true})).toBeCloseTo(0.06, 12);
    expect(share({method: "fractional-kelly"}, {edge: -0.01})).toBe(0);
  });

  it("are unknown while the volatility is", () => {
    expect(share({method: "fractional-kelly"}, {candleVolatility: null})).toBeNull();
    expect(share({method: "volatility-target"}, {candleVolatility: 0})).toBeNull();
  });

  it("become amounts on the grid, towards zero, and prices on the patient side", () => {
    const grid = orderGrid(instrument("BTC/USDT", {amountIncrement: "0.0005", priceIncrement: "0.5"}));
    expect(toText(targetOnGrid(1.23999, grid))).toBe("1.2395");
    expect(toText(targetOnGrid(-1.23999, grid))).toBe("-1.2395");
    const order = orderBetween(parseDecimal("-0.4"), parseDecimal("0.30071"), grid);
    expect(order && [order.side, toText(order.amount)]).toEqual(["buy", "0.7005"]);
    expect(orderBetween(parseDecimal("0.3"), parseDecimal("0.3004"), grid)).toBeNull();
    expect([toText(limitPrice(99.9, "buy", grid)), toText(limitPrice(99.9, "sell", grid))]).toEqual(["99.5", "100"]);
  });
});

describe("past returns", () => {
  it("give the volatility of one candle, unknown before eight of them", () => {
    const history = createReturnHistory(HOUR_MS);
    for (let i = 0; i <= 7; i++)
      history.add({closeTime: closeAt(i), close: 100 * 1.01 ** (i % 2), missingBefore: 0}, 48);
    expect(history.volatility()).toBeNull();
    history.add({closeTime: closeAt(8), close: 100, missingBefore: 0}, 48);
    expect(history.volatility()).toBeCloseTo(Math.log(1.01), 12);
  });

  it("leave the return over a gap out", () => {
    const history = createReturnHistory(HOUR_MS);
    history.add({closeTime: closeAt(0), close: 100, missingBefore: 0}, 48);
    history.add({closeTime: closeAt(5), close: 200, missingBefore: 4}, 48);
    expect(history.returnAt(closeAt(5))).toBeNaN();
    expect(history.lastClose()).toBe(200);
  });

  it("say how alike two instruments move over the candles that both have", () => {
    const random = seededRandom(4);
    const [a, b, c] = [createReturnHistory(HOUR_MS), createReturnHistory(HOUR_MS), createReturnHistory(HOUR_MS)];
    let [x, y, z] = [100, 100, 100];
    for (let i = 0; i < 300; i++) {
      const common = random.normal();
      [x, y, z] = [x * Math.exp(0.01 * common), y * Math.exp(0.02 * common), z * Math.exp(0.01 * random.normal())];
      a.add({closeTime: closeAt(i), close: x, missingBefore: 0}, 48);
      if (i % 7 !== 0) b.add({closeTime: closeAt(i), close: y, missingBefore: i % 7 === 1 ? 1 : 0}, 48);
      c.add({closeTime: closeAt(i), close: z, missingBefore: 0}, 48);
    }
    const window = {closeTime: closeAt(299), candles: 200, candleMs: HOUR_MS};
    expect(returnCorrelation(a, b, window)).toBeCloseTo(1, 9);
    expect(Math.abs(returnCorrelation(a, c, window) ?? 1)).toBeLessThan(0.2);
    expect(returnCorrelation(a, b, {...window, candles: 5})).toBeNull();
  });
});

describe("a runtime change of the configuration", () => {
  const change = (key: string, to: unknown) => changeDecisionConfiguration(DEFAULT_DECISION_CONFIGURATION, {key, to});

  it("replaces one key and leaves the rest", () => {
    const changed = change("decision.limits.drawdownHalt.maximum", 0.2);
    expect(changed.ok && changed.configuration.limits.drawdownHalt).toEqual({maximum: 0.2, resumeAfterCandles: 0});
    expect(changed.ok && changed.configuration.sizing).toEqual(DEFAULT_DECISION_CONFIGURATION.sizing);
    const off = change("decision.limits.perPosition", null);
    expect(off.ok && off.configuration.limits.perPosition).toBeNull();
  });

  it("is refused with a reason for an unknown key or a value its schema does not allow", () => {
    expect(change("decision.limits.nothing", 1)).toMatchObject({ok: false, reason: expect.stringContaining("no key")});
    expect(change("sizing.fraction", 1)).toMatchObject({
      ok: false,
      reason: expect.stringContaining("begin with decision.")
    });
    expect(change("decision.sizing.fraction", 2)).toMatchObject({
      ok: false,
      reason: expect.stringContaining("cannot be 2")
    });
    expect(change("decision.sizing", null)).toMatchObject({ok: false});
  });
});
