/** Which trades, books and funding a strategy's tape carries besides its candles, and the tape with them in it. */

import type {MarketDataEvent} from "../../lib/events/market-data-event.js";
import {flowNeeds, matchedTimeframe} from "../../lib/integration/flow-needs.js";
import type {StrategyPlan} from "../../lib/integration/strategy-plan.js";
import {candleTape} from "../../lib/market-data/candle-tape.js";
import {withFinerCandles} from "../../lib/market-data/finer-tape.js";
import {layFlowBatches} from "../../lib/market-data/flow-tape.js";
import type {FlowExtent} from "../../lib/market-data/market-flow.js";
import {timeframeMs} from "../../lib/vocabulary/timeframe.js";
import type {FlowSource} from "../market-flow/flow-source.js";
import {placedFlows} from "../market-flow/placed-flows.js";
import type {TapeCut} from "./tape-source.js";

/** A cut with the trades, books and funding that the plan has a use for: from the first open to the last close. */
export async function withFlows(cut: TapeCut, plan: StrategyPlan, source: FlowSource): Promise<TapeCut> {
  const needs = flowNeeds(plan);
  const perpetual = new Set<string>(plan.instruments.filter(({kind}) => kind === "perpetual").map(({id}) => id));
  const times = timesOf(cut, plan);
  const instruments = cut.traded.map(({instrument}) => instrument);
  const all = await source.extents({instruments, from: booksFrom(cut), to: times.to});
  const found = all.filter(({kind, last}) => last >= times.from || kind === "books");
  const deep = new Set(found.filter(({kind}) => kind === "books").map(({instrument}) => instrument));
  const isNeeded = ({instrument, kind}: FlowExtent): boolean => {
    if (kind === "trades") return needs.trades;
    if (kind === "funding") return needs.funding || perpetual.has(instrument);
    if (kind === "figures") return needs.figures;
    // Whole books say more than the best quotes; the two together would contradict each other.
    return needs.books && (kind === "quotes") !== deep.has(instrument);
  };
  const extents = found.filter(isNeeded);
  return {...cut, flows: extents.length === 0 ? null : {source, extents}};
}

/**
 * All input events of a cut, in parts in the tape's order: trades, books and funding are read while it goes on. A tape of
 * candles is one part.
 */
export async function* tapeParts(cut: TapeCut, plan: StrategyPlan): AsyncGenerator<Iterable<MarketDataEvent>> {
  const tape = withFinerCandles(candleTape(plan.strategy.timeframe, cut.traded), cut.finer);
  if (cut.flows == null) {
    yield tape;
    return;
  }
  const {source, extents} = cut.flows;
  const matched = matchedTimeframe(plan.strategy);
  try {
    yield* layFlowBatches(
      tape,
      placedFlows({source, extents, range: timesOf(cut, plan), booksFrom: booksFrom(cut), matched})
    );
  } finally {
    await source.close();
  }
}

export async function* tapeEvents(cut: TapeCut, plan: StrategyPlan): AsyncGenerator<MarketDataEvent> {
  for await (const part of tapeParts(cut, plan)) yield* part;
}

/** What a tape carries, in words: `1h candles`, `trades`, `funding`. */
export function tapeLabel({finer, flows}: TapeCut, {strategy}: StrategyPlan): readonly string[] {
  const kinds = new Set(flows?.extents.map(({kind}) => kind));
  return [
    `${strategy.timeframe} candles`,
    ...(finer === null ? [] : [`${finer.timeframe} candles`]),
    ...(kinds.has("trades") ? ["trades"] : []),
    ...(kinds.has("books") ? ["books"] : []),
    ...(kinds.has("quotes") ? ["best quotes"] : []),
    ...(kinds.has("funding") ? ["funding"] : []),
    ...(kinds.has("figures") ? ["figures of positions"] : [])
  ];
}

/** Perpetuals whose funding is not known: what holding them would have cost is missing from the figures. */
export function fundingNotes({flows}: TapeCut, {instruments}: StrategyPlan): readonly string[] {
  const funded = new Set(flows?.extents.filter(({kind}) => kind === "funding").map(({instrument}) => instrument));
  const missing = instruments.filter(({id, kind}) => kind === "perpetual" && !funded.has(id)).map(({id}) => id);
  if (missing.length === 0) return [];
  return [`no funding of ${missing.join(", ")} in this range: what holding them cost or earned is not in the figures`];
}

/** A book is followed through the warm-up: the snapshot that it begins with may lie there. */
function booksFrom({warmUp, firstOpenTime}: TapeCut): number {
  return Math.min(firstOpenTime, ...warmUp.map(({columns}) => columns.openTime[0] ?? firstOpenTime));
}

/** Times in [from, to): what happened at the last close is known there. */
function timesOf({firstOpenTime, lastOpenTime}: TapeCut, {strategy}: StrategyPlan): {from: number; to: number} {
  return {from: firstOpenTime, to: lastOpenTime + timeframeMs(strategy.timeframe) + 1};
}
