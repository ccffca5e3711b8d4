/** The backtest's tape with some of a session's deviations put into it. */
import type {PapertapeEvent} from "../events/event.js";
import type {MarketDataEvent} from "../events/market-data-event.js";
import {candleOfEvent} from "../market-data/candle-event.js";
import {candleTape, type TapeSeries} from "../market-data/candle-tape.js";
import type {FlowEvent} from "../market-data/flow-event.js";
import {byPlace, layFlows, type PlacedFlow, placeFlow} from "../market-data/flow-tape.js";
import type {Candle} from "../vocabulary/candle.js";
import {candleAt, columnsOf} from "../vocabulary/candle-rows.js";
import type {Instrument} from "../vocabulary/instrument.js";
import {
  candleKey,
  type DeviationSources,
  isTakenLate,
  type ParityCause,
  slicesByCloseTime,
  tapeCandles
} from "./parity-deviations.js";

/** The instruments to run it with: today's fees unless the session's are asked for. */
export function parityInstruments(
  {instruments, presentInstruments}: DeviationSources,
  causes: ReadonlySet<ParityCause>
): readonly Instrument[] {
  if (causes.has("fee-change")) return instruments;
  const present = new Map(presentInstruments.map((instrument) => [instrument.id, instrument]));
  return instruments.map((instrument) => {
    const {makerFee, takerFee} = present.get(instrument.id) ?? instrument;
    return {...instrument, makerFee, takerFee};
  });
}

/** The stored candles as a tape, as the session had them in respect of `causes`. With the clock: the session's inputs. */
export function parityTape(sources: DeviationSources, causes: ReadonlySet<ParityCause>): Iterable<PapertapeEvent> {
  if (causes.has("clock")) return sources.inputs;
  const tape = candleTape(sources.timeframe, seriesAsTaken(sources, causes));
  return withCommands(layFlows(asRecorded(tape, sources, causes), flowsTaken(sources)), sources, causes);
}

/** Trades, books and funding are the session's own: they are taken as they were, where the tape has them. */
function flowsTaken({inputs, matched}: DeviationSources): readonly PlacedFlow[] {
  return inputs.flatMap((event) => (isFlow(event) ? [placeFlow(event, matched)] : [])).sort(byPlace);
}

function isFlow(event: PapertapeEvent): event is FlowEvent {
  return (
    event.fact === "TradePrinted" ||
    event.fact === "BookUpdated" ||
    event.fact === "FundingSettled" ||
    event.fact === "FigureReported"
  );
}

function seriesAsTaken(sources: DeviationSources, causes: ReadonlySet<ParityCause>): readonly TapeSeries[] {
  const {timeframe, inputs, stored} = sources;
  const taken = tapeCandles(inputs);
  const slices = slicesByCloseTime(inputs);
  const kept = new Map<string, Map<number, Candle>>();
  for (const {instrument, columns} of stored) {
    const candles = new Map<number, Candle>();
    for (let index = 0; index < columns.length; index++) {
      const candle = candleAt(columns, index);
      const event = taken.get(candleKey(instrument, candle.openTime));
      const absence = slices.has(candle.closeTime) ? "late-candle" : "gap";
      if (event === undefined && causes.has(absence)) continue;
      candles.set(candle.openTime, event !== undefined && causes.has("revised-candle") ? candleOfEvent(event) : candle);
    }
    kept.set(instrument, candles);
  }
  if (causes.has("gap"))
    for (const event of taken.values()) {
      const candles = kept.get(event.payload.instrument);
      if (candles?.has(event.payload.openTime) === false) candles.set(event.payload.openTime, candleOfEvent(event));
    }
  return stored.map((series) => {
    const candles = [...(kept.get(series.instrument)?.values() ?? [])];
    return {
      ...series,
      columns: columnsOf(
        timeframe,
        candles.sort((a, b) => a.openTime - b.openTime)
      )
    };
  });
}

/** What was taken late is stale to the decision and marked in fills: the tape says so where restarts are put in. */
function* asRecorded(
  tape: Iterable<MarketDataEvent>,
  {timeframe, inputs}: DeviationSources,
  causes: ReadonlySet<ParityCause>
): Generator<MarketDataEvent> {
  const late = new Map(
    causes.has("restart")
      ? inputs.filter((event) => isTakenLate(event, timeframe)).map(({id, recordedAt}) => [id, recordedAt])
      : []
  );
  for (const event of tape) {
    const recordedAt = late.get(event.id);
    yield recordedAt === undefined ? event : {...event, recordedAt};
  }
}

/** Commands after the watermark that they followed on the session's tape. */
function* withCommands(
  tape: Iterable<PapertapeEvent>,
  {inputs}: DeviationSources,
  causes: ReadonlySet<ParityCause>
): Generator<PapertapeEvent> {
  const waiting: {readonly after: number; readonly command: PapertapeEvent}[] = [];
  let after = Number.NEGATIVE_INFINITY;
  for (const event of inputs) {
    if (event.fact === "SliceCompleted") after = event.payload.closeTime;
    else if (event.type === "ConfigurationEvent" && causes.has(causeOfCommand(event.fact)))
      waiting.push({after, command: event});
  }
  let next = 0;
  let passed = Number.NEGATIVE_INFINITY;
  for (const event of tape) {
    for (let entry = waiting[next]; entry !== undefined && entry.after <= passed; entry = waiting[next]) {
      yield entry.command;
      next++;
    }
    yield event;
    if (event.fact === "SliceCompleted") passed = event.payload.closeTime;
  }
}

function causeOfCommand(fact: PapertapeEvent["fact"]): ParityCause {
  return fact === "ConfigurationChanged" ? "configuration-change" : "operator";
}
