/**
 * Accountability: from a fill, an order or a decision back to the predictions with their weights, the factor values and
 * the candle behind it, by the causes that each event names. What is missing is said, never guessed.
 */

import type {EventOf, PapertapeEvent} from "../events/event.js";
import type {FactorsCalculated} from "../events/factor-calculation-event.js";
import type {CandleClosed} from "../events/market-data-event.js";
import type {PredictionMade} from "../events/prediction-event.js";
import type {OrderAccepted, OrderFilled, OrderRejected} from "../events/trade-execution-event.js";
import type {TradeSignalEvent} from "../events/trade-signal-event.js";

export interface EventLookup {
  event(id: string): Promise<PapertapeEvent | null>;
}

export interface Explanation {
  readonly asked: string;
  readonly fill: OrderFilled | null;
  readonly order: OrderAccepted | OrderRejected | null;
  readonly decision: TradeSignalEvent | null;
  /** The operator's command, where no decision asked for the order. */
  readonly command: PapertapeEvent | null;
  readonly predictions: readonly {
    readonly weight: number;
    readonly contribution: number;
    readonly prediction: PredictionMade;
  }[];
  readonly factors: FactorsCalculated | null;
  /** The candle at whose close it was decided, with where its numbers come from. */
  readonly candle: CandleClosed | null;
  /** The candle that filled the order. */
  readonly fillCandle: CandleClosed | null;
  /** Links that could not be followed, in words. */
  readonly missing: readonly string[];
}

/** Null when there is no such event, or it is neither fill, order nor decision. */
export async function explain(id: string, lookup: EventLookup): Promise<Explanation | null> {
  const asked = (await lookup.event(id)) ?? (await orderEvent(id, lookup));
  if (asked === null) return null;
  const trail = new Trail(lookup);
  const fill = asked.fact === "OrderFilled" ? asked : null;
  const order = await orderOf(asked, trail);
  const origin = order === null ? asked : await trail.follow(order.payload.signal, "the signal of the order");
  const decision = origin !== null && origin.type === "TradeSignalEvent" ? origin : null;
  if (fill === null && order === null && decision === null) return null;
  const factors =
    decision === null ? null : await trail.of("FactorsCalculated", decision.causationId, "the factor values");
  return {
    asked: id,
    fill,
    order,
    decision,
    command: decision === null ? origin : null,
    predictions: decision === null ? [] : await predictionsOf(decision, trail),
    factors,
    candle: decision === null ? null : await trail.of("CandleClosed", decision.correlationId, "the candle"),
    fillCandle: fill === null ? null : await trail.of("CandleClosed", fill.causationId, "the candle of the fill"),
    missing: trail.missing
  };
}

/** An order may be asked for by its own id instead of its event's. */
async function orderEvent(id: string, lookup: EventLookup): Promise<PapertapeEvent | null> {
  if (!id.startsWith("order:")) return null;
  const tail = id.slice("order:".length);
  return (await lookup.event(`accepted:${tail}`)) ?? (await lookup.event(`rejected:${tail}`));
}

async function orderOf(asked: PapertapeEvent, trail: Trail): Promise<OrderAccepted | OrderRejected | null> {
  if (asked.fact === "OrderAccepted" || asked.fact === "OrderRejected") return asked;
  if (asked.fact !== "OrderFilled" && asked.fact !== "OrderCanceled") return null;
  const found = await trail.follow(`accepted:${asked.payload.orderId.slice("order:".length)}`, "the order");
  return found?.fact === "OrderAccepted" ? found : null;
}

async function predictionsOf(decision: TradeSignalEvent, trail: Trail): Promise<Explanation["predictions"]> {
  const found: {weight: number; contribution: number; prediction: PredictionMade}[] = [];
  for (const {prediction: id, agent, weight, contribution} of decision.payload.agents) {
    const prediction = await trail.of("PredictionMade", id, `the prediction of ${agent}`);
    if (prediction !== null) found.push({weight, contribution, prediction});
  }
  return found;
}

class Trail {
  readonly missing: string[] = [];
  readonly #lookup: EventLookup;

  constructor(lookup: EventLookup) {
    this.#lookup = lookup;
  }

  async follow(id: string | null, what: string): Promise<PapertapeEvent | null> {
    const event = id === null ? null : await this.#lookup.event(id);
    if (event === null) this.missing.push(`${what} (${id ?? "no cause named"}) is not in the journal`);
    return event;
  }

  async of<Fact extends PapertapeEvent["fact"]>(
    fact: Fact,
    id: string | null,
    what: string
  ): Promise<EventOf<Fact> | null> {
    const event = await this.follow(id, what);
    return event !== null && event.fact === fact ? (event as EventOf<Fact>) : null;
  }
}
