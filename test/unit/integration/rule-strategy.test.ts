/** A strategy by rules in the ordinary pipeline: a decision for every close, with its reason and its shares. */
import {describe, expect, it} from "vitest";
import {DEFAULT_STRATEGY} from "../../../src/lib/configuration/strategy-configuration.js";
import type {PapertapeEvent} from "../../../src/lib/events/event.js";
import type {TradeSignalEvent} from "../../../src/lib/events/trade-signal-event.js";
import {validateEvent} from "../../../src/lib/events/validate-event.js";
import {auditStrategy} from "../../../src/lib/integration/audit-strategy.js";
import {createStrategyPipeline} from "../../../src/lib/integration/create-strategy-pipeline.js";
import {planStrategy} from "../../../src/lib/integration/strategy-plan.js";
import {candleTape, type TapeSeries} from "../../../src/lib/market-data/candle-tape.js";
import {testInstrument, walkCandles} from "../../support/candles.js";

const instruments = [testInstrument("AAA/USDT"), testInstrument("BBB/USDT")];
const series: TapeSeries[] = instruments.map(({id}, index) => ({
  instrument: id,
  origin: "simulated",
  columns: walkCandles({length: 200, seed: 7 + index})
}));
const RULES = {
  parameters: {slow: 12},
  enterLong: "sma-4 > sma(slow) and (rsi-6 > 50 or close crosses above ema-5)",
  exitLong: "sma-4 < sma(slow)",
  enterShort: null,
  exitShort: null
};
// Without a limit by volume: what a fill takes of a candle's volume is known only when it has closed.
const execution = {...DEFAULT_STRATEGY.execution, volumeLimit: null};
const strategy = {...DEFAULT_STRATEGY, name: "ruled", rules: RULES, execution};
const plan = planStrategy(strategy, instruments);

function run(): PapertapeEvent[] {
  const pipeline = createStrategyPipeline(plan);
  const events: PapertapeEvent[] = [];
  for (const event of candleTape("1h", series)) pipeline.handle(event, (made) => events.push(made));
  return events;
}

const events = run();
const decisions = events.filter((event): event is TradeSignalEvent => event.type === "TradeSignalEvent");

describe("a strategy by rules", () => {
  it("decides once for every candle of every instrument, and each record is valid", () => {
    expect(decisions).toHaveLength(400);
    expect(new Set(decisions.map(({id}) => id)).size).toBe(400);
    for (const decision of decisions) expect(validateEvent(decision)).toMatchObject({ok: true});
  });

  it("trades in and out, and asks no agent", () => {
    const raised = decisions.filter(({fact}) => fact === "TradeSignalRaised");
    expect(raised.filter(({payload}) => payload.reason === "entry").length).toBeGreaterThan(3);
    expect(raised.filter(({payload}) => payload.reason === "exit").length).toBeGreaterThan(3);
    expect(events.some(({fact}) => fact === "PredictionMade")).toBe(false);
  });

  it("shares the score out exactly among what made the rule hold", () => {
    let shared = 0;
    for (const {payload} of decisions) {
      const sum = payload.factors.reduce((total, {contribution}) => total + contribution, 0);
      expect(sum).toBe(payload.score);
      shared += payload.factors.length > 2 ? 1 : 0;
      expect(payload.agents).toEqual([]);
      expect(payload.probabilityUp).toBeNull();
    }
    expect(shared).toBeGreaterThan(0);
  });

  it("says why, with the rule and the values it rests on", () => {
    const entry = decisions.find(({payload}) => payload.reason === "entry");
    expect(entry?.payload.rationale).toMatch(
      /^Buy [\d.]+ (AAA|BBB): enterLong holds \(.*\): sma-4 is [\d.]+, sma-12 is [\d.]+, rsi-6 is [\d.]+, close is [\d.]+, ema-5 is [\d.]+\.$/
    );
    const first = decisions[0];
    expect(first?.payload).toMatchObject({reason: "warming-up", score: 0, factors: []});
    expect(first?.payload.rationale).toContain("sma-12 is not defined yet");
    expect(decisions.some(({payload}) => payload.reason === "no-rule-holds")).toBe(true);
  });

  it("goes on from a snapshot in the middle as if it had never stopped", () => {
    const tape = [...candleTape("1h", series)];
    const before = createStrategyPipeline(plan);
    const after = createStrategyPipeline(plan);
    const made: PapertapeEvent[] = [];
    for (const event of tape.slice(0, 300)) before.handle(event, (all) => made.push(all));
    after.restore(JSON.parse(JSON.stringify(before.snapshot())));
    for (const event of tape.slice(300)) after.handle(event, (all) => made.push(all));
    expect(made).toEqual(events);
  });

  it("does not look ahead", () => {
    const audited = auditStrategy({createPipeline: () => createStrategyPipeline(plan), series});
    expect(audited.map(({name}) => name).sort()).toEqual(["decisions", "executions"]);
    expect(audited.filter(({looksAhead}) => looksAhead)).toEqual([]);
    expect(Math.min(...audited.map(({checked}) => checked))).toBeGreaterThan(100);
  });
});

describe("a strategy whose rules are wrong", () => {
  const planned =
    (rules: object, decision: object = {}) =>
    () =>
      planStrategy(
        {
          ...strategy,
          rules: {...RULES, parameters: {}, enterLong: "close > 1", exitLong: null, ...rules},
          decision: {...strategy.decision, ...decision}
        },
        instruments
      );

  it.each([
    [{enterLong: "close > smaa-20"}, {}, 'there is no factor "smaa-20"; did you mean sma-20?'],
    [{enterLong: "close > sma-0"}, {}, "sma-0: "],
    [{enterLong: "close >"}, {}, "ruled: rules.enterLong: the rule ends"],
    [{enterLong: null, exitLong: "close > 1"}, {}, "there is an exit but no entry"],
    [{enterShort: "close < 1"}, {}, "a short position needs decision.allowShort: true"],
    [{}, {sizing: {...strategy.decision.sizing, method: "fractional-kelly"}}, "rules expect no return"]
  ])("is refused: %j %j", (rules, decision, message) => {
    expect(planned(rules, decision)).toThrow(message);
  });

  it("is taken as it is otherwise", () => {
    expect(planned({})().factors).toEqual([]);
  });
});
