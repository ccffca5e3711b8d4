/**
 * One stage of the pipeline by itself. A stretch of inputs passes the stages as in the pipeline; what other stages made
 * of it elsewhere is put in where they would have made it. So a process that runs one stage needs of the others only
 * what they said, and whoever puts all of it together gets the pipeline's tape, byte for byte.
 */
import type {Emit, PapertapeEvent} from "../events/event.js";
import {AGENTS, Batch, type BatchStage, DECISION, FACTORS, MARKET, ORDERS, routeOf} from "./batch.js";
import type {PipelineComponents} from "./pipeline.js";

/** In the pipeline's order. Virtual trading stands at both ends: `market` and `orders`. */
export const STAGES = ["market", "factors", "agents", "decision", "orders"] as const;
export type StageName = (typeof STAGES)[number];

const BITS: Readonly<Record<StageName, number>> = {
  market: MARKET,
  factors: FACTORS,
  agents: AGENTS,
  decision: DECISION,
  orders: ORDERS
};

/** What a stage made of a stretch: by the id of the event that it was shown. */
export type MadeByCause = ReadonlyMap<string, readonly PapertapeEvent[]>;

export interface StageWork {
  /** A stretch: nothing but its last input may bring orders, see `endsStretch`. */
  readonly inputs: readonly PapertapeEvent[];
  /** Of the stages before, as far as this one needs to see it. */
  readonly made: Readonly<Partial<Record<StageName, MadeByCause>>>;
}

/**
 * True for the inputs after which something may be ordered. The market answers earlier orders before it sees the next
 * input, so a stretch ends here: the stages can pass on whole stretches and still see everything in the tape's order.
 */
export function endsStretch({fact}: PapertapeEvent): boolean {
  return fact === "SliceCompleted" || (routeOf(fact) & ORDERS) !== 0;
}

export function stageComponent({execution, factors, agents, decision}: PipelineComponents, stage: StageName) {
  return {market: execution, factors, agents, decision, orders: execution}[stage];
}

/** Shows a stretch to a stage. @param emit gets the inputs with all that was made of them so far, in the tape's order */
export function runStage(
  {component, stage}: {readonly component: BatchStage; readonly stage: StageName},
  {inputs, made}: StageWork,
  emit?: Emit
): MadeByCause {
  const own = new Map<string, PapertapeEvent[]>();
  const recorder = recording(component, own);
  const earlier = STAGES.slice(0, STAGES.indexOf(stage)).flatMap((name) => {
    const known = made[name];
    return known === undefined ? [] : [{bit: BITS[name], stage: saying(known)}];
  });
  const batch = new Batch();
  for (const input of inputs) {
    batch.begin(input);
    for (const {bit, stage: known} of earlier) batch.pass(known, bit);
    batch.pass(recorder, BITS[stage]);
    if (emit !== undefined) batch.giveTo(emit);
  }
  return own;
}

/** A stage that says again what it said elsewhere. */
function saying(made: MadeByCause): BatchStage {
  return {
    handle: (event, emit) => {
      for (const said of made.get(event.id) ?? []) emit(said);
    }
  };
}

function recording(component: BatchStage, own: Map<string, PapertapeEvent[]>): BatchStage {
  return {
    handle: (event, emit) => {
      component.handle(event, (made) => {
        const said = own.get(event.id);
        if (said === undefined) own.set(event.id, [made]);
        else said.push(made);
        emit(made);
      });
    }
  };
}
