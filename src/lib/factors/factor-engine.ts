/**
 * The pipeline's factor component: closed candles in, one FactorsCalculated an instrument out when a slice is complete.
 * Calculations are fed at the watermark, not at arrival: a candle corrected before it counts as corrected, and a
 * reference's candle of the same slice is there whatever the order of arrival. A candle that comes after its watermark
 * still enters the calculations before the next one, but says nothing on its own; one that comes after a later candle
 * was used is left out, for a running calculation cannot go back.
 */
import {assert} from "../core/assert.js";
import type {Component} from "../events/component.js";
import type {Emit, PapertapeEvent} from "../events/event.js";
import type {FactorsCalculated} from "../events/factor-calculation-event.js";
import type {
  BookUpdated,
  CandleClosed,
  FigureReported,
  FundingSettled,
  SliceCompleted,
  TradePrinted
} from "../events/market-data-event.js";
import type {Candle} from "../vocabulary/candle.js";
import type {Timeframe} from "../vocabulary/timeframe.js";
import type {Factor} from "./factor.js";
import {
  type FactorInstrument,
  type FactorInstrumentState,
  factorInstrument,
  instrumentState,
  keepCandle,
  restoreInstrument
} from "./factor-instrument.js";
import {referenceOf} from "./factor-reference.js";

export interface FactorEngineConstruction {
  /** Ids of the instruments to calculate for. */
  readonly instruments: readonly string[];
  readonly timeframe: Timeframe;
  readonly factors: readonly Factor[];
  /** Reference of the factors that follow bitcoin; the first instrument with base BTC where not given. */
  readonly bitcoin?: string;
}

export interface FactorEngineState {
  readonly factors: readonly string[];
  readonly instruments: Readonly<Record<string, FactorInstrumentState>>;
}

const UNTOUCHED: string[] = [];

/** @throws InvariantError when a factor is named twice. */
export function createFactorEngine(construction: FactorEngineConstruction): Component<FactorEngineState> {
  return new FactorEngine(construction);
}

class FactorEngine implements Component<FactorEngineState> {
  readonly name = "factors";
  private readonly timeframe: Timeframe;
  private readonly factors: readonly Factor[];
  private readonly names: string[];
  private readonly longestWindow: number;
  private readonly instruments = new Map<string, FactorInstrument>();
  /** Per instrument, per factor: whose candle it is shown besides. */
  private readonly references = new Map<string, readonly (FactorInstrument | null)[]>();
  private readonly context: {timeframe: Timeframe; reference: Candle | null};
  private readonly usesTrades: boolean;
  private readonly usesBooks: boolean;
  private readonly usesFundings: boolean;
  private readonly usesFigures: boolean;
  private readonly present: FactorInstrument[] = [];

  constructor({instruments, timeframe, factors, bitcoin}: FactorEngineConstruction) {
    this.timeframe = timeframe;
    this.factors = factors;
    this.names = factors.map(({name}) => name);
    assert(new Set(this.names).size === factors.length, `each factor is asked for once: ${this.names.join(", ")}`);
    this.longestWindow = Math.max(0, ...factors.map(({window}) => window));
    this.context = {timeframe, reference: null};
    this.usesTrades = factors.some(({inputs}) => inputs.includes("trades"));
    this.usesBooks = factors.some(({inputs}) => inputs.includes("book"));
    this.usesFundings = factors.some(({inputs}) => inputs.includes("funding"));
    this.usesFigures = factors.some(({inputs}) => inputs.includes("figures"));
    for (const id of instruments)
      this.instruments.set(id, factorInstrument(id, {timeframe, factors, isFollowed: true}));
    for (const id of instruments) {
      const referenceFor = ({reference}: Factor) =>
        reference === null ? null : referenceOf(id, reference, {instruments, bitcoin: bitcoin ?? null});
      this.references.set(
        id,
        factors.map((factor) => this.lookedAt(referenceFor(factor)))
      );
    }
  }

  private lookedAt(id: string | null): FactorInstrument | null {
    if (id === null) return null;
    const known = this.instruments.get(id);
    if (known !== undefined) return known;
    const added = factorInstrument(id, {timeframe: this.timeframe, factors: this.factors, isFollowed: false});
    this.instruments.set(id, added);
    return added;
  }

  handle(event: PapertapeEvent, emit: Emit): void {
    if (event.fact === "CandleClosed") this.keep(event);
    else if (event.fact === "SliceCompleted") this.complete(event, emit);
    else if (event.fact === "TradePrinted") this.keepTrade(event);
    else if (event.fact === "BookUpdated") this.keepBook(event);
    else if (event.fact === "FundingSettled") this.keepFunding(event);
    else if (event.fact === "FigureReported") this.keepFigure(event);
  }

  private keep(event: CandleClosed): void {
    const {instrument: id, timeframe, closeTime} = event.payload;
    const instrument = timeframe === this.timeframe ? this.instruments.get(id) : undefined;
    if (instrument === undefined || closeTime <= instrument.calculatedUntil) return;
    if (instrument.isPending) {
      if (closeTime < instrument.candle.closeTime) return;
      if (closeTime === instrument.candle.closeTime && event.payload.revision < instrument.revision) return;
      if (closeTime > instrument.candle.closeTime) this.calculate(instrument, null);
    }
    keepCandle(instrument, event);
  }

  private keepTrade({payload}: TradePrinted): void {
    if (!this.usesTrades) return;
    const {time, price, amount, takerSide} = payload;
    this.instruments.get(payload.instrument)?.trades.push({time, price, amount, takerSide});
  }

  private keepBook({payload}: BookUpdated): void {
    if (!this.usesBooks) return;
    const {time, bids, asks} = payload;
    this.instruments.get(payload.instrument)?.books.push({time, bids, asks});
  }

  private keepFunding({payload}: FundingSettled): void {
    if (!this.usesFundings) return;
    const {time, rate, intervalHours} = payload;
    this.instruments.get(payload.instrument)?.fundings.push({time, rate, intervalHours});
  }

  private keepFigure({payload}: FigureReported): void {
    if (!this.usesFigures) return;
    const {time, figure, value} = payload;
    this.instruments.get(payload.instrument)?.figures.push({time, figure, value});
  }

  private complete(event: SliceCompleted, emit: Emit): void {
    const {timeframe, closeTime, instruments} = event.payload;
    if (timeframe !== this.timeframe) return;
    const present = this.present;
    present.length = 0;
    for (const id of instruments) {
      const instrument = this.instruments.get(id);
      if (instrument?.isPending && instrument.isFollowed && instrument.candle.closeTime === closeTime)
        present.push(instrument);
    }
    const slice: (number | null)[][] = [];
    for (const instrument of present) {
      const values = new Array<number | null>(this.factors.length);
      this.calculate(instrument, values);
      slice.push(values);
    }
    this.rankAcross(slice);
    for (let i = 0; i < present.length; i++) {
      emit(this.factorsCalculated(present[i] as FactorInstrument, slice[i] as (number | null)[], event.recordedAt));
    }
  }

  /** Feeds the pending candle to the calculations; writes the values where an array is given. */
  private calculate(instrument: FactorInstrument, values: (number | null)[] | null): void {
    const {candle, calculations} = instrument;
    const references = this.references.get(instrument.id);
    const {trades, books, fundings, figures} = instrument;
    if (trades.length + books.length + fundings.length + figures.length > 0) feedFlows(instrument);
    for (let i = 0; i < calculations.length; i++) {
      const reference = references?.[i]?.candle;
      this.context.reference = reference?.closeTime === candle.closeTime ? reference : null;
      const value = calculations[i]?.update(candle, this.context) as number;
      if (values !== null) values[i] = Number.isFinite(value) ? value : null;
    }
    if (instrument.missingBefore > 0) instrument.sinceGap = 0;
    if (instrument.sinceGap !== null) instrument.sinceGap++;
    instrument.isPending = false;
    instrument.calculatedUntil = candle.closeTime;
  }

  private rankAcross(slice: (number | null)[][]): void {
    for (let factor = 0; factor < this.factors.length; factor++) {
      const across = this.factors[factor]?.across ?? null;
      if (across === null) continue;
      const own = Float64Array.from(slice, (values) => values[factor] ?? Number.NaN);
      const out = new Float64Array(own.length);
      across(own, out);
      slice.forEach((values, i) => {
        values[factor] = Number.isFinite(out[i]) ? (out[i] as number) : null;
      });
    }
  }

  private factorsCalculated(
    instrument: FactorInstrument,
    values: (number | null)[],
    recordedAt: number
  ): FactorsCalculated {
    const {id, candle, candleEvent, revision} = instrument;
    return {
      id: `${instrument.idHead}${candle.closeTime}:r${revision}`,
      type: "FactorCalculationEvent",
      fact: "FactorsCalculated",
      version: 1,
      occurredAt: candle.closeTime,
      recordedAt,
      correlationId: candleEvent,
      causationId: candleEvent,
      source: this.name,
      payload: {
        instrument: id,
        timeframe: this.timeframe,
        closeTime: candle.closeTime,
        close: candle.close,
        factors: this.names,
        values,
        touchedByGap: this.touchedByGap(instrument)
      }
    };
  }

  /** A window touches a gap while fewer candles than it is long have come since, in the own series or the reference's. */
  private touchedByGap(instrument: FactorInstrument): string[] {
    const references = this.references.get(instrument.id) ?? [];
    if (this.isWhole(instrument, references)) return UNTOUCHED;
    return this.names.filter((_, i) => {
      const window = this.factors[i]?.window ?? 0;
      const reference = references[i] ?? null;
      return (instrument.sinceGap ?? window) < window || candlesSinceGap(reference, window) < window;
    });
  }

  private isWhole({sinceGap}: FactorInstrument, references: readonly (FactorInstrument | null)[]): boolean {
    if (sinceGap !== null && sinceGap < this.longestWindow) return false;
    for (let i = 0; i < references.length; i++) {
      const since = references[i]?.sinceGap ?? null;
      if (since !== null && since < this.longestWindow) return false;
    }
    return true;
  }

  snapshot(): FactorEngineState {
    const instruments: Record<string, FactorInstrumentState> = {};
    for (const [id, instrument] of this.instruments) instruments[id] = instrumentState(instrument);
    return {factors: [...this.names], instruments};
  }

  restore(state: FactorEngineState): void {
    assert(
      state.factors.join() === this.names.join(),
      `the snapshot holds ${state.factors.join(", ")}; this engine calculates ${this.names.join(", ")}`
    );
    for (const [id, instrument] of this.instruments) {
      const saved = state.instruments[id];
      assert(saved !== undefined, `the snapshot holds no ${id}`);
      restoreInstrument(instrument, saved);
    }
  }
}

function candlesSinceGap(reference: FactorInstrument | null, window: number): number {
  return reference?.sinceGap ?? window;
}

/**
 * Trades from the open to before the close belong to the candle, those of a missing candle to none; a book, a
 * settlement or a figure at the close itself is known there.
 */
function feedFlows(instrument: FactorInstrument): void {
  const {openTime, closeTime} = instrument.candle;
  const own = instrument.trades.filter(({time}) => time >= openTime && time < closeTime);
  for (const calculation of instrument.calculations) {
    const {onTrade, onBook, onFunding, onFigure} = calculation;
    if (onTrade !== null) for (const trade of own) onTrade(trade);
    if (onBook !== null) for (const book of instrument.books) if (book.time <= closeTime) onBook(book);
    if (onFunding !== null)
      for (const funding of instrument.fundings) if (funding.time <= closeTime) onFunding(funding);
    if (onFigure !== null) for (const figure of instrument.figures) if (figure.time <= closeTime) onFigure(figure);
  }
  instrument.trades = instrument.trades.filter(({time}) => time >= closeTime);
  instrument.books = instrument.books.filter(({time}) => time > closeTime);
  instrument.fundings = instrument.fundings.filter(({time}) => time > closeTime);
  instrument.figures = instrument.figures.filter(({time}) => time > closeTime);
}
