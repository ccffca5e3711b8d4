/**
 * Factors and agents by instrument, in several processes. A shard calculates its own instruments and whatever those look
 * at, and speaks only of its own; what the shards say, put together, is what one engine says.
 */
import type {AgentEngineState} from "../agents/agent-engine.js";
import {OperatingError} from "../core/operating-error.js";
import type {Component} from "../events/component.js";
import type {PapertapeEvent} from "../events/event.js";
import {createFactorEngine, type FactorEngineState} from "../factors/factor-engine.js";
import {referenceOf} from "../factors/factor-reference.js";
import type {MadeByCause, StageName} from "./stages.js";
import type {StrategyPlan} from "./strategy-plan.js";

/** The first is 1. */
export interface Shard {
  readonly number: number;
  readonly of: number;
}

export const WHOLE: Shard = {number: 1, of: 1};

/** Ids of the plan's instruments that a shard speaks of: every so manieth in order of id. */
export function shardInstruments({instruments}: Pick<StrategyPlan, "instruments">, shard: Shard): ReadonlySet<string> {
  return new Set(instruments.map(({id}) => id).filter((_, index) => index % shard.of === shard.number - 1));
}

/** @throws OperatingError SHARD_REFUSED where the stage cannot be divided up without changing its results */
export function checkShard({strategy, instruments}: StrategyPlan, stage: string, {number, of}: Shard): void {
  const refuse = (reason: string) => {
    throw new OperatingError(`${stage} cannot run as shard ${number}/${of}: ${reason}.`, {
      code: "SHARD_REFUSED",
      details: {stage, number, of, input: true}
    });
  };
  if (!Number.isSafeInteger(of) || !Number.isSafeInteger(number) || number < 1 || number > of)
    refuse("a shard is written 1/2, 2/2 and so on");
  if (of === 1) return;
  if (of > instruments.length) refuse(`there are only ${instruments.length} instruments`);
  if (stage === "agents" && strategy.agents.learning === "all-instruments")
    refuse("its agents learn from all instruments together; shards need agents.learning: each-instrument");
  if (stage !== "agents" && stage !== "factors" && stage !== "collection")
    refuse("there is one account, so all instruments meet there");
}

/** The stage of a shard in place of the pipeline's; the pipeline's own where there is one shard. */
export function shardComponent(
  component: Component,
  {plan, stage, shard}: {readonly plan: StrategyPlan; readonly stage: StageName; readonly shard: Shard}
): Component {
  if (shard.of === 1) return component;
  const own = shardInstruments(plan, shard);
  const engine = stage === "factors" ? factorEngineOf(plan, own) : component;
  const speaksOf = (event: PapertapeEvent) => "instrument" in event.payload && own.has(event.payload.instrument);
  if (stage === "factors")
    return {...bound(engine), handle: (event, emit) => engine.handle(event, (made) => speaksOf(made) && emit(made))};
  // Without common learning an agent's mind is its instrument's own: others need not be shown at all.
  return {...bound(engine), handle: (event, emit) => speaksOf(event) && engine.handle(event, emit)};
}

function bound(engine: Component): Component {
  return {
    name: engine.name,
    handle: (event, emit) => engine.handle(event, emit),
    snapshot: () => engine.snapshot(),
    restore: (state) => engine.restore(state)
  };
}

/** A cross-sectional factor ranks a value among all instruments: then every shard calculates all of them. */
function factorEngineOf({factors, instruments, strategy}: StrategyPlan, own: ReadonlySet<string>): Component {
  const all = instruments.map(({id}) => id);
  const isRanked = factors.some(({across}) => across !== null);
  const followed = new Set<string>(isRanked ? all : own);
  if (!isRanked)
    // What a reference refers to itself must be calculated too, for it says where the reference touches a gap.
    for (const id of followed)
      for (const {reference} of factors) {
        const found = reference === null ? null : referenceOf(id, reference, {instruments: all, bitcoin: null});
        if (found !== null && all.some((known) => known === found)) followed.add(found);
      }
  return createFactorEngine({
    instruments: all.filter((id) => followed.has(id)),
    timeframe: strategy.timeframe,
    factors
  }) as Component;
}

/** What the shards made, as one stage would have: of a slice in the slice's order of instruments. */
export function joinMade(inputs: readonly PapertapeEvent[], parts: readonly MadeByCause[]): MadeByCause {
  const [first] = parts;
  if (first !== undefined && parts.length === 1) return first;
  const joined = new Map<string, PapertapeEvent[]>();
  for (const part of parts)
    for (const [cause, events] of part) joined.set(cause, [...(joined.get(cause) ?? []), ...events]);
  for (const input of inputs) {
    const made = joined.get(input.id);
    if (made === undefined || input.fact !== "SliceCompleted") continue;
    const places = new Map(input.payload.instruments.map((id, place) => [id as string, place]));
    const placeOf = (event: PapertapeEvent) =>
      ("instrument" in event.payload ? places.get(event.payload.instrument) : undefined) ?? -1;
    made.sort((a, b) => placeOf(a) - placeOf(b));
  }
  return joined;
}

/** The states of a stage's shards as one stage's: of each instrument that of the shard that speaks of it. */
export function joinStates(plan: StrategyPlan, stage: StageName, states: readonly unknown[]): unknown {
  if (states.length === 1) return states[0];
  const owners = states.map((_, index) => shardInstruments(plan, {number: index + 1, of: states.length}));
  const known = new Set(plan.instruments.map(({id}) => id as string));
  const joined = <Value>(pick: (state: never) => Readonly<Record<string, Value>>): Record<string, Value> =>
    Object.fromEntries(
      states.flatMap((state, index) =>
        Object.entries(pick(state as never)).filter(([id]) => owners[index]?.has(id) || !known.has(id))
      )
    );
  if (stage === "factors") {
    const [{factors}] = states as readonly [FactorEngineState];
    return {factors, instruments: joined(({instruments}: FactorEngineState) => instruments)};
  }
  return {
    seats: joined(({seats}: AgentEngineState) => seats),
    pending: joined(({pending}: AgentEngineState) => pending),
    seenUntil: joined(({seenUntil}: AgentEngineState) => seenUntil),
    predictedUntil: joined(({predictedUntil}: AgentEngineState) => predictedUntil)
  };
}
