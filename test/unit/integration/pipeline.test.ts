/** The order of things in the pipeline: causes before effects, the watermark last, decisions answered at once. */
import {describe, expect, it} from "vitest";
import type {Component} from "../../../src/lib/events/component.js";
import type {EventFact, PapertapeEvent} from "../../../src/lib/events/event.js";
import {createPipeline} from "../../../src/lib/integration/pipeline.js";
import {sampleEvents} from "../../support/sample-events.js";

const samples = new Map(sampleEvents().map((event) => [event.fact, event]));
const sample = (fact: EventFact) => samples.get(fact) as PapertapeEvent;

/** A component that notes what it hears and answers as told. */
function scripted(name: string, answers: Partial<Record<EventFact, EventFact>>, heard: string[]): Component {
  return {
    name,
    handle: (event, emit) => {
      heard.push(`${name} hears ${event.fact}`);
      const answer = answers[event.fact];
      if (answer !== undefined) emit(sample(answer));
    },
    snapshot: () => null,
    restore: () => {}
  };
}

function run(inputs: readonly EventFact[]) {
  const heard: string[] = [];
  const pipeline = createPipeline({
    execution: scripted(
      "execution",
      {CandleClosed: "OrderFilled", SliceCompleted: "EquityMarked", TradeSignalRaised: "OrderAccepted"},
      heard
    ),
    factors: scripted("factors", {SliceCompleted: "FactorsCalculated"}, heard),
    agents: scripted("agents", {FactorsCalculated: "PredictionMade"}, heard),
    decision: scripted("decision", {SliceCompleted: "TradeSignalRaised"}, heard)
  });
  const emitted: EventFact[] = [];
  for (const fact of inputs) pipeline.handle(sample(fact), (event) => emitted.push(event.fact));
  return {emitted, heard, pipeline};
}

describe("the pipeline", () => {
  it("puts a fill behind its candle", () => {
    expect(run(["CandleClosed"]).emitted).toEqual(["CandleClosed", "OrderFilled"]);
  });

  it("closes a slice with its watermark, after equity, factors, predictions, decisions and orders in this order", () => {
    const {emitted} = run(["SliceCompleted"]);
    expect(emitted).toEqual([
      "EquityMarked",
      "FactorsCalculated",
      "PredictionMade",
      "TradeSignalRaised",
      "OrderAccepted",
      "SliceCompleted"
    ]);
  });

  it("lets the decision engine hear at once that its order was accepted", () => {
    const {heard} = run(["SliceCompleted"]);
    expect(heard.at(-1)).toBe("decision hears OrderAccepted");
  });

  it("shows execution nothing of the warm-up and emits nothing", () => {
    const {pipeline, heard} = run([]);
    pipeline.warmUp([sample("CandleClosed"), sample("SliceCompleted")]);
    expect(heard.filter((line) => line.startsWith("execution"))).toEqual([]);
    expect(heard).toContain("decision hears TradingPaused");
    expect(heard.at(-1)).toBe("decision hears TradingResumed");
  });
});
