/**
 * Invariants of the decision engine over a small paper market: one decision a candle; shares that sum to the score
 * exactly; nothing after a close changes a decision at it; a restored engine goes on as the first.
 */
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {createAgentEngine} from "../../../src/lib/agents/agent-engine.js";
import {AGENT_CATALOGUE} from "../../../src/lib/agents/catalogue.js";
import {factorsOfAgents} from "../../../src/lib/agents/configured-agents.js";
import {isMultiple, parseDecimal} from "../../../src/lib/core/decimal.js";
import type {Component} from "../../../src/lib/events/component.js";
import type {PapertapeEvent} from "../../../src/lib/events/event.js";
import {validateEvent} from "../../../src/lib/events/validate-event.js";
import {closeAt, heard, only, randomTape} from "../../unit/agents/agent-tape.js";
import {
  type ConfigurationChanges,
  type Decision,
  engineOf,
  equityMarked,
  instrument,
  positionChanged
} from "../../unit/decision/decision-tape.js";

const AGENTS = AGENT_CATALOGUE.filter(({learnsWhileSilent}) => !learnsWhileSilent);
const INSTRUMENTS = [instrument("BTC/USDT"), instrument("ETH/USDT"), instrument("SOL/USDT")];
const NAMES = INSTRUMENTS.map(({id}) => id);

const SETTINGS: readonly ConfigurationChanges[] = [
  {minimumEdgeBps: -1e9, stopLoss: 0.02, takeProfit: 0.03, limits: {cooldownCandles: 2}},
  {minimumEdgeBps: -1e9, sizing: {method: "volatility-target", targetVolatility: 0.4}, limits: {grossExposure: 0.4}},
  {minimumEdgeBps: 1, sizing: {method: "fractional-kelly"}, limits: {dailyLoss: 0.01}}
];

const newEngine = (settings: ConfigurationChanges) => engineOf(INSTRUMENTS, settings);

/** Market events with the agents' predictions and a broker that fills every signal at the next candle's close. */
function paperTape(seed: number, candles = 60): PapertapeEvent[] {
  const factors = factorsOfAgents(AGENTS);
  const market = randomTape({seed, candles, instruments: NAMES, factors, drift: 0.5, holes: 0.05});
  const agents = createAgentEngine({agents: AGENTS, timeframe: "1h", horizonCandles: 3});
  return market.flatMap((event) => {
    const said = heard(agents, [event]);
    return event.fact === "SliceCompleted" ? [...said, event] : [event, ...said];
  });
}

interface Run {
  readonly decisions: Decision[];
  readonly component: Component;
}

/** Plays the tape: fills come at the candle after the signal, equity is marked before each watermark. */
function play(component: Component, tape: readonly PapertapeEvent[], market: PaperMarket = newMarket()): Run {
  const decisions: Decision[] = [];
  const emit = (event: PapertapeEvent) => {
    decisions.push(event as Decision);
    if (event.fact === "TradeSignalRaised") market.waiting.set(event.payload.instrument, event.payload.targetAmount);
  };
  for (const event of tape) {
    if (event.fact === "CandleClosed") fill(component, event.payload, market);
    if (event.fact === "SliceCompleted") {
      market.index = (event.payload.closeTime - closeAt(0)) / 3_600_000;
      component.handle(equityMarked(market.index, 10_000 + 500 * Math.sin(market.index / 5), 5000), emit);
    }
    component.handle(event, emit);
  }
  return {decisions, component};
}

interface PaperMarket {
  readonly waiting: Map<string, string>;
  index: number;
}

const newMarket = (): PaperMarket => ({waiting: new Map(), index: 0});

function fill(component: Component, candle: {instrument: string; close: number}, market: PaperMarket): void {
  const target = market.waiting.get(candle.instrument);
  if (target === undefined) return;
  market.waiting.delete(candle.instrument);
  const position = {amount: target, averagePrice: target === "0" ? null : String(candle.close)};
  component.handle(positionChanged(market.index + 1, candle.instrument, {...position, cash: "5000"}), () => {});
}

const anySeed = fc.integer({min: 1, max: 1e6});
const anySettings = fc.constantFrom(...SETTINGS);

describe("decisions", () => {
  it("are exactly one for each candle of a slice, in the slice's order", () => {
    fc.assert(
      fc.property(anySeed, anySettings, (seed, settings) => {
        const tape = paperTape(seed);
        const {decisions} = play(newEngine(settings), tape);
        const expected = only(tape, "SliceCompleted").flatMap(({payload}) =>
          payload.instruments.map((name) => `${name} ${payload.closeTime}`)
        );
        expect(decisions.map(({payload}) => `${payload.instrument} ${payload.closeTime}`)).toEqual(expected);
        expect(new Set(decisions.map(({id}) => id)).size).toBe(decisions.length);
      }),
      {seed: 42, numRuns: 12}
    );
  });

  it("have shares of agents and of factors that each sum to the score exactly, in any order", () => {
    fc.assert(
      fc.property(anySeed, anySettings, (seed, settings) => {
        const {decisions} = play(newEngine(settings), paperTape(seed));
        const spoken = decisions.filter(({payload}) => payload.score !== null);
        expect(spoken.length).toBeGreaterThan(20);
        for (const {payload, id} of spoken) {
          const agents = payload.agents.map(({contribution}) => contribution);
          const factors = payload.factors.map(({contribution}) => contribution);
          for (const parts of [agents, factors, agents.toReversed(), factors.toReversed()])
            expect(parts.reduce((sum, part) => sum + part, 0) === payload.score, id).toBe(true);
        }
      }),
      {seed: 42, numRuns: 12}
    );
  });

  it("are valid events, with amounts on the instrument's grid, never short in spot", () => {
    fc.assert(
      fc.property(anySeed, anySettings, (seed, settings) => {
        for (const made of play(newEngine(settings), paperTape(seed)).decisions) {
          expect(validateEvent(made), made.id).toMatchObject({ok: true});
          expect(Number(made.payload.targetAmount)).toBeGreaterThanOrEqual(0);
          if (made.fact !== "TradeSignalRaised") continue;
          expect(isMultiple(parseDecimal(made.payload.amount), parseDecimal("0.001"))).toBe(true);
          expect(Number(made.payload.amount) * made.payload.referencePrice).toBeGreaterThanOrEqual(10);
        }
      }),
      {seed: 42, numRuns: 12}
    );
  });

  it("raise entries and exits on these tapes: the properties are not empty", () => {
    const reasons = SETTINGS.flatMap((settings) =>
      [1, 2, 3].flatMap((seed) =>
        play(newEngine(settings), paperTape(seed, 150)).decisions.map(({payload}) => payload.reason)
      )
    );
    for (const reason of ["entry", "exit", "stop-loss", "edge-below-minimum", "cooldown", "risk-limit", "warming-up"])
      expect(reasons).toContain(reason);
  });

  it("do not change when what comes after them changes", () => {
    fc.assert(
      fc.property(anySeed, anySettings, fc.integer({min: 5, max: 55}), (seed, settings, index) => {
        const tape = paperTape(seed);
        const upTo = (decisions: readonly Decision[]) =>
          decisions.filter(({occurredAt}) => occurredAt <= closeAt(index));
        const changed = tape.map((event) =>
          event.fact === "CandleClosed" && event.occurredAt > closeAt(index)
            ? {...event, payload: {...event.payload, close: event.payload.close * 0.5}}
            : event
        );
        const before = upTo(play(newEngine(settings), tape).decisions);
        expect(upTo(play(newEngine(settings), changed).decisions)).toEqual(before);
      }),
      {seed: 42, numRuns: 12}
    );
  });

  it("go on after a restore at any point as if nothing had happened", () => {
    fc.assert(
      fc.property(anySeed, anySettings, fc.integer({min: 0, max: 1000}), (seed, settings, perMille) => {
        const tape = paperTape(seed);
        const cut = Math.floor((perMille / 1000) * tape.length);
        const market = newMarket();
        const {component: first} = play(newEngine(settings), tape.slice(0, cut), market);
        const second = newEngine(settings);
        second.restore(JSON.parse(JSON.stringify(first.snapshot())));
        expect(second.snapshot()).toEqual(first.snapshot());
        const copy = {waiting: new Map(market.waiting), index: market.index};
        const rest = tape.slice(cut);
        expect(play(second, rest, copy).decisions).toEqual(play(first, rest, market).decisions);
      }),
      {seed: 42, numRuns: 20}
    );
  });
});
