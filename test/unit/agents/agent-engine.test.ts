import {describe, expect, it} from "vitest";
import {type AgentDefinition, type AgentOutcome, defineAgent, forecastOf} from "../../../src/lib/agents/agent.js";
import {createAgentEngine} from "../../../src/lib/agents/agent-engine.js";
import {HOUR_MS} from "../../../src/lib/core/time.js";
import {validateEvent} from "../../../src/lib/events/validate-event.js";
import {candleClosed, closeAt, type FactorValues, factorsCalculated, heard, only} from "./agent-tape.js";

/** Says what its one factor says; writes down what it is taught. */
function plainAgent(
  taught: AgentOutcome[] = [],
  changes: Partial<Parameters<typeof defineAgent>[0]> = {}
): AgentDefinition {
  return defineAgent({
    name: "plain",
    version: "1.0.0",
    title: "Plain",
    description: "Repeats its factor.",
    factors: ["push", "extra"],
    optionalFactors: ["extra"],
    parameters: {},
    create: () => ({
      predict: ({values, quality}) =>
        (values[0] as number) > 100
          ? null
          : forecastOf({
              bias: 0.125,
              contributions: [values[0] as number, values[1] || 0],
              quality,
              returnPerScore: 0.01
            }),
      learn: (outcome) => {
        taught.push(outcome);
      },
      snapshot: () => null,
      restore: () => {}
    }),
    ...changes
  });
}

function close(index: number, price: number, values: FactorValues = {push: 1, extra: null}) {
  const candle = candleClosed(index, price);
  return [candle, factorsCalculated(candle, values)];
}

const engineOf = (agents: AgentDefinition[], horizonCandles = 2) =>
  createAgentEngine({agents, timeframe: "1h", horizonCandles});

describe("the agent engine", () => {
  it("predicts at a close with ids, times and causes that derive from the factors", () => {
    const [candle, factors] = close(0, 100);
    const [prediction] = only(
      heard(
        engineOf([plainAgent()]),
        [candle, factors].filter((event) => event !== undefined)
      ),
      "PredictionMade"
    );
    expect(prediction?.id).toBe(`prediction:plain:BTC/USDT@test:1h:${closeAt(0)}:r0`);
    expect(prediction).toMatchObject({
      occurredAt: closeAt(0),
      recordedAt: closeAt(0) + 5,
      causationId: factors?.id,
      correlationId: candle?.id,
      source: "agents",
      payload: {madeAt: closeAt(0), resolvesAt: closeAt(2), horizonCandles: 2, score: 1.125, bias: 0.125}
    });
    expect(prediction?.payload.probabilityUp).toBeCloseTo(1 / (1 + Math.exp(-1.125)), 12);
    expect(validateEvent(prediction)).toMatchObject({ok: true});
  });

  it("scores a prediction at the close that ends its horizon, before it predicts at that close", () => {
    const said = heard(engineOf([plainAgent()]), [...close(0, 100), ...close(1, 150), ...close(2, 110)]);
    const facts = said.map((event) => `${event.fact} ${event.occurredAt - closeAt(0)}`);
    expect(facts).toEqual([
      "PredictionMade 0",
      `PredictionMade ${HOUR_MS}`,
      `PredictionScored ${2 * HOUR_MS}`,
      `PredictionMade ${2 * HOUR_MS}`
    ]);
    const [score] = only(said, "PredictionScored");
    expect(score?.id).toBe(`score:prediction:plain:BTC/USDT@test:1h:${closeAt(0)}:r0`);
    expect(score?.payload.outcomeReturn).toBeCloseTo(0.1, 12);
    const p = score?.payload.calibratedProbabilityUp ?? 0;
    expect(score?.payload.brier).toBeCloseTo((1 - p) ** 2, 12);
    expect(score?.payload.logLoss).toBeCloseTo(-Math.log(p), 12);
    expect(validateEvent(score)).toMatchObject({ok: true});
  });

  it("hands an agent the outcome with the values it saw, and no outcome before its horizon has passed", () => {
    const taught: AgentOutcome[] = [];
    const engine = engineOf([plainAgent(taught)]);
    heard(engine, [...close(0, 100, {push: 0.5, extra: 2}), ...close(1, 100)]);
    expect(taught).toEqual([]);
    heard(engine, close(2, 90));
    expect(taught).toMatchObject([
      {madeAt: closeAt(0), resolvedAt: closeAt(2), values: [0.5, 2], score: 2.625, instrument: "BTC/USDT@test"}
    ]);
    expect(taught[0]?.outcomeReturn).toBeCloseTo(-0.1, 12);
  });

  it("takes the next close when the exit candle is missing, but none that comes later than that", () => {
    const late = heard(engineOf([plainAgent()]), [...close(0, 100), ...close(3, 105)]);
    expect(only(late, "PredictionScored")[0]?.payload.outcomeReturn).toBeCloseTo(0.05, 12);
    const taught: AgentOutcome[] = [];
    const tooLate = heard(engineOf([plainAgent(taught)]), [...close(0, 100), ...close(4, 105)]);
    expect(only(tooLate, "PredictionScored")[0]?.payload).toMatchObject({
      outcomeReturn: null,
      brier: null,
      logLoss: null
    });
    expect(taught).toEqual([]);
  });

  it("does not count a return of exactly 0 as a rise", () => {
    const [score] = only(heard(engineOf([plainAgent()]), [...close(0, 100), ...close(2, 100)]), "PredictionScored");
    expect(score?.payload.brier).toBeCloseTo((score?.payload.calibratedProbabilityUp ?? 0) ** 2, 12);
  });

  it("keeps silent without a factor that the agent needs, and speaks without one it can do without", () => {
    const engine = engineOf([plainAgent()]);
    expect(heard(engine, close(0, 100, {push: null, extra: 1}))).toEqual([]);
    expect(heard(engine, close(1, 100, {other: 3}))).toEqual([]);
    const [prediction] = only(heard(engine, close(2, 100, {push: 1})), "PredictionMade");
    expect(prediction?.payload).toMatchObject({
      factors: ["push", "extra"],
      factorValues: [1, null],
      contributions: [1, 0]
    });
  });

  it("finds the factors again when their order changes", () => {
    const engine = engineOf([plainAgent()]);
    const said = heard(engine, [...close(0, 100, {push: 1, extra: 2}), ...close(1, 100, {extra: 2, push: 1})]);
    expect(only(said, "PredictionMade").map(({payload}) => payload.factorValues)).toEqual([
      [1, 2],
      [1, 2]
    ]);
  });

  it("says less confidently what rests on windows that touch a gap", () => {
    const candle = candleClosed(0, 100);
    const values = {push: 1, extra: 1};
    const whole = heard(engineOf([plainAgent()]), [candle, factorsCalculated(candle, values)]);
    const touched = heard(engineOf([plainAgent()]), [candle, factorsCalculated(candle, values, ["push"])]);
    const confidence = (said: typeof whole) => only(said, "PredictionMade")[0]?.payload.confidence ?? Number.NaN;
    expect(confidence(touched)).toBeCloseTo(confidence(whole) / 2, 12);
  });

  it("does not predict or resolve again for a corrected candle", () => {
    const engine = engineOf([plainAgent()], 1);
    heard(engine, [...close(0, 100), ...close(1, 110)]);
    const corrected = candleClosed(1, 90, {revision: 1});
    expect(heard(engine, [corrected, factorsCalculated(corrected, {push: 1})])).toEqual([]);
  });

  it("leaves other timeframes alone", () => {
    const candle = candleClosed(0, 100, {timeframe: "4h"});
    expect(heard(engineOf([plainAgent()]), [candle, factorsCalculated(candle, {push: 1})])).toEqual([]);
  });

  it("teaches an agent that learns while silent the outcomes of closes at which it abstained", () => {
    const taught: AgentOutcome[] = [];
    const engine = engineOf([plainAgent(taught, {learnsWhileSilent: true})]);
    expect(heard(engine, [...close(0, 100, {push: 101, extra: 0}), ...close(2, 120, {push: null})])).toEqual([]);
    expect(taught).toMatchObject([{values: [101, 0], score: null}]);
    expect(taught[0]?.outcomeReturn).toBeCloseTo(0.2, 12);
  });

  it("keeps one mind for all instruments, or one for each, as configured", () => {
    const taught: AgentOutcome[][] = [];
    const counting = plainAgent([], {
      create: () => {
        const mine: AgentOutcome[] = [];
        taught.push(mine);
        return {
          predict: () => forecastOf({bias: 0, contributions: [0, 0], quality: 1, returnPerScore: 0}),
          learn: (outcome) => {
            mine.push(outcome);
          },
          snapshot: () => null,
          restore: () => {}
        };
      }
    });
    for (const learning of ["all-instruments", "each-instrument"] as const) {
      const engine = createAgentEngine({agents: [counting], timeframe: "1h", horizonCandles: 1, learning});
      for (const index of [0, 1])
        for (const instrument of ["A/X@test", "B/X@test"]) {
          const candle = candleClosed(index, 100, {instrument});
          heard(engine, [candle, factorsCalculated(candle, {push: 1})]);
        }
    }
    expect(taught.map((mine) => mine.length)).toEqual([2, 1, 1]);
  });

  it("refuses two agents of one name and a horizon of no candles", () => {
    expect(() => engineOf([plainAgent(), plainAgent()])).toThrow("share a name");
    expect(() => engineOf([plainAgent()], 0)).toThrow("a horizon is at least 1");
  });
});
