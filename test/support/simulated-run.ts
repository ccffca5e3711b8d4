/** One simulated run: a seed decides the market, the faults and every chance. */

import {HOUR_MS} from "../../src/lib/core/time.js";
import type {ConfigurationEvent} from "../../src/lib/events/configuration-event.js";
import type {PapertapeEvent} from "../../src/lib/events/event.js";
import {createStrategyPipeline} from "../../src/lib/integration/create-strategy-pipeline.js";
import type {PipelineState} from "../../src/lib/integration/pipeline.js";
import {candleTape} from "../../src/lib/market-data/candle-tape.js";
import {eventStream, inputStream} from "../../src/live/integration/session-runner.js";
import {type PlantedBugs, SESSION_ID, SimulatedDaemon} from "./simulated-daemon.js";
import {drawFaults, type FaultPlan} from "./simulated-faults.js";
import {type SimulatedTape, simulatedTape} from "./simulated-strategy.js";
import {type PlantedParcels, SimulatedTopology} from "./simulated-topology.js";
import {SimulatedWorld} from "./simulated-world.js";

const WARM_UP_CANDLES = 50;
const CANDLES = 70;
/** Different markets: every other one has holes of its own. */
const MARKETS = 6;
const MAXIMUM_STEPS = 100_000;
/** Six processes wait for more than one does. */
const MAXIMUM_STEPS_APART = 400_000;
/** After the last candle, for what comes late; then all is calm and the run comes to its end. */
const AFTERMATH_MS = 12 * HOUR_MS;

export interface SimulatedMarket {
  readonly tape: SimulatedTape;
  readonly warm: PipelineState;
}

export interface SimulatedOutcome {
  readonly market: SimulatedMarket;
  readonly faults: FaultPlan;
  /** The journal's events, in order. */
  readonly tape: readonly PapertapeEvent[];
  readonly texts: readonly string[];
  /** What was told to viewers. */
  readonly told: readonly string[];
  /** Inputs removed from their stream. */
  readonly trimmed: number;
  readonly starts: number;
  readonly steps: number;
}

const markets = new Map<number, SimulatedMarket>();

export function simulatedMarket(number: number): SimulatedMarket {
  const known = markets.get(number);
  if (known !== undefined) return known;
  const options = {seed: number, warmUpCandles: WARM_UP_CANDLES, candles: CANDLES};
  const tape = simulatedTape({...options, holes: number % 2 === 0 ? 0 : 19});
  const pipeline = createStrategyPipeline(tape.plan);
  pipeline.warmUp(candleTape(tape.plan.strategy.timeframe, tape.warmUp));
  const market = {tape, warm: JSON.parse(JSON.stringify(pipeline.snapshot())) as PipelineState};
  markets.set(number, market);
  return market;
}

export interface SimulationOptions {
  readonly planted?: PlantedBugs;
  readonly faults?: FaultPlan;
  /** One process a component in place of one for all. */
  readonly isApart?: boolean;
  readonly plantedParcels?: PlantedParcels;
}

function pick<Name extends keyof SimulationOptions>(options: SimulationOptions, name: Name) {
  return (options[name] === undefined ? {} : {[name]: options[name]}) as Pick<SimulationOptions, Name>;
}

/** @throws Error when the run stands still, comes to no end, or a life fails in a way that no restart mends */
export async function simulate(seed: number, options: SimulationOptions = {}): Promise<SimulatedOutcome> {
  const market = simulatedMarket(seed % MARKETS);
  const from = market.tape.firstOpenTime;
  const calmFrom = market.tape.lastOpenTime + HOUR_MS + AFTERMATH_MS;
  const faults = options.faults ?? drawFaults(seed, {from, to: calmFrom});
  const world = new SimulatedWorld({seed, faults, from, calmFrom});
  const daemon =
    options.isApart === true
      ? new SimulatedTopology({world, tape: market.tape, ...pick(options, "plantedParcels")})
      : new SimulatedDaemon({world, ...market, ...pick(options, "planted")});
  const outside = {isAlive: true};
  const at = (time: number, act: () => void) => void world.pause(time - from, outside).then(act);
  for (const time of faults.crashes) at(time, () => daemon.crash());
  for (const [index, time] of faults.commands.entries()) at(time, () => void daemon.command(drawCommand(world, index)));
  daemon.start();
  const maximum = options.isApart === true ? MAXIMUM_STEPS_APART : MAXIMUM_STEPS;
  await world.scheduler.run(() => daemon.isDone || daemon.failure !== null, maximum);
  if (daemon.failure !== null) throw daemon.failure;
  const {texts} = daemon.journal;
  return {
    market,
    faults,
    tape: texts.map((text) => JSON.parse(text) as PapertapeEvent),
    texts,
    told: daemon.bus.texts(eventStream(SESSION_ID)),
    trimmed: daemon.bus.trimmed(inputStream(SESSION_ID)),
    starts: daemon.starts,
    steps: world.scheduler.steps
  };
}

const COMMANDS = [
  "TradingPaused",
  "TradingResumed",
  "TradingHalted",
  "FlattenRequested",
  "ConfigurationChanged"
] as const;

/** Every other command lets trading go on, so that no run is idle for long. */
function drawCommand(world: SimulatedWorld, index: number): ConfigurationEvent {
  const fact = index % 2 === 1 ? "TradingResumed" : (COMMANDS[world.below(COMMANDS.length)] ?? "TradingPaused");
  const id = `command:${fact}:${index}`;
  const time = world.machineNow;
  const envelope = {
    id,
    type: "ConfigurationEvent",
    version: 1,
    occurredAt: time,
    recordedAt: time,
    correlationId: id,
    causationId: null,
    source: "control"
  } as const;
  if (fact !== "ConfigurationChanged") return {...envelope, fact, payload: {by: "operator", reason: "simulated"}};
  const to = -60 + world.below(70);
  return {...envelope, fact, payload: {key: "decision.minimumEdgeBps", from: -60, to, by: "operator"}};
}
