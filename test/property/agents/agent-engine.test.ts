/**
 * Invariants of the agents: parts sum to scores exactly; nothing after a close changes a prediction made at it; a
 * restored engine goes on as the first; the same tape gives the same events.
 */
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import type {AgentDefinition} from "../../../src/lib/agents/agent.js";
import {createAgentEngine} from "../../../src/lib/agents/agent-engine.js";
import {AGENT_CATALOGUE} from "../../../src/lib/agents/catalogue.js";
import {factorsOfAgents} from "../../../src/lib/agents/configured-agents.js";
import type {PapertapeEvent} from "../../../src/lib/events/event.js";
import {validateEvent} from "../../../src/lib/events/validate-event.js";
import {closeAt, heard, only, randomTape} from "../../unit/agents/agent-tape.js";

/** Learning agents that begin early, so that short tapes see them at work. */
const EAGER: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  "online-logistic": {minimumOutcomes: 10, l1: 0},
  "boosted-stumps": {minimumOutcomes: 30, trainEvery: 10, memoryOutcomes: 60, ridge: 1}
};
const AGENTS: readonly AgentDefinition[] = AGENT_CATALOGUE.map((agent) =>
  agent.configure({parameters: EAGER[agent.name] ?? {}})
);
const FACTORS = factorsOfAgents(AGENTS);
const INSTRUMENTS = ["BTC/USDT@test", "ETH/USDT@test"];

const newEngine = (learning: "all-instruments" | "each-instrument" = "all-instruments") =>
  createAgentEngine({
    agents: AGENTS,
    timeframe: "1h",
    horizonCandles: 3,
    calibration: {method: "auto", refitEvery: 7, minimumOutcomes: 20, halfLifeOutcomes: 100},
    learning
  });

const tapeOf = (seed: number, candles = 70): PapertapeEvent[] =>
  randomTape({seed, candles, instruments: INSTRUMENTS, factors: FACTORS, drift: 0.5, holes: 0.05});

describe("predictions", () => {
  it("have parts that sum to the score exactly, in any order", () => {
    fc.assert(
      fc.property(fc.integer({min: 1, max: 1e6}), (seed) => {
        const made = only(heard(newEngine(), tapeOf(seed)), "PredictionMade");
        expect(new Set(made.map(({payload}) => payload.agent)).size).toBe(AGENTS.length);
        for (const {payload} of made) {
          const forwards = payload.contributions.reduce((sum, part) => sum + part, payload.bias);
          const backwards = payload.contributions.reduceRight((sum, part) => sum + part, 0) + payload.bias;
          expect(forwards === payload.score && backwards === payload.score, payload.agent).toBe(true);
          expect(payload.contributions.length).toBe(payload.factors.length);
        }
      }),
      {seed: 42, numRuns: 10}
    );
  });

  it("are valid events with ids that never repeat", () => {
    const said = heard(newEngine(), tapeOf(1));
    for (const event of said) expect(validateEvent(event), event.id).toMatchObject({ok: true});
    expect(new Set(said.map(({id}) => id)).size).toBe(said.length);
  });

  it("do not change when what comes after them changes", () => {
    fc.assert(
      fc.property(fc.integer({min: 1, max: 1e6}), fc.integer({min: 5, max: 65}), (seed, index) => {
        const changed = changedAfter(tapeOf(seed), index);
        const upTo = (events: readonly PapertapeEvent[]) =>
          events.filter(({occurredAt}) => occurredAt <= closeAt(index));
        const before = upTo(heard(newEngine(), tapeOf(seed)));
        expect(upTo(heard(newEngine(), changed))).toEqual(before);
        expect(before.length).toBeGreaterThan(0);
      }),
      {seed: 42, numRuns: 15}
    );
  });

  it("go on after a restore at any point as if nothing had happened", () => {
    fc.assert(
      fc.property(
        fc.integer({min: 1, max: 1e6}),
        fc.integer({min: 0, max: 1000}),
        fc.constantFrom("all-instruments" as const, "each-instrument" as const),
        (seed, perMille, learning) => {
          const tape = tapeOf(seed);
          const cut = Math.floor((perMille / 1000) * tape.length);
          const first = newEngine(learning);
          heard(first, tape.slice(0, cut));
          const second = newEngine(learning);
          second.restore(JSON.parse(JSON.stringify(first.snapshot())));
          expect(second.snapshot()).toEqual(first.snapshot());
          expect(heard(second, tape.slice(cut))).toEqual(heard(first, tape.slice(cut)));
        }
      ),
      {seed: 42, numRuns: 20}
    );
  });

  it("are the same for the same tape", () => {
    expect(JSON.stringify(heard(newEngine(), tapeOf(9)))).toBe(JSON.stringify(heard(newEngine(), tapeOf(9))));
  });
});

/** The same tape with other closes and factor values after the candle at `index`. */
function changedAfter(tape: readonly PapertapeEvent[], index: number): PapertapeEvent[] {
  return tape.map((event) => {
    if (event.occurredAt <= closeAt(index)) return event;
    if (event.fact === "CandleClosed") return {...event, payload: {...event.payload, close: event.payload.close * 1.5}};
    if (event.fact === "FactorsCalculated")
      return {...event, payload: {...event.payload, values: event.payload.values.map((value) => -3 * (value ?? 1))}};
    return event;
  });
}
