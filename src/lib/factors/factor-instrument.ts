/** What the factor engine keeps for one instrument: its calculations, its newest candle and what waits to be used. */
import type {CandleClosed} from "../events/market-data-event.js";
import type {KernelState} from "../indicators/kernel-state.js";
import type {Candle} from "../vocabulary/candle.js";
import type {Timeframe} from "../vocabulary/timeframe.js";
import type {Factor, FactorCalculation} from "./factor.js";
import type {FactorBook, FactorFigure, FactorFunding, FactorTrade} from "./factor-inputs.js";

export type MutableCandle = {-readonly [Field in keyof Candle]: Candle[Field]};

export interface FactorInstrument {
  readonly id: string;
  /** What the ids of its events begin with, up to the close time. */
  readonly idHead: string;
  /** False for one that is only looked at as a reference. */
  readonly isFollowed: boolean;
  readonly calculations: readonly FactorCalculation[];
  readonly candle: MutableCandle;
  /** True while `candle` has not been given to the calculations. */
  isPending: boolean;
  candleEvent: string;
  revision: number;
  missingBefore: number;
  /** Candles since the newest gap, the pending one not counted; null when none was seen. */
  sinceGap: number | null;
  /** Close time of the newest candle that the calculations were given. */
  calculatedUntil: number;
  trades: FactorTrade[];
  books: FactorBook[];
  fundings: FactorFunding[];
  figures: FactorFigure[];
}

export interface FactorInstrumentState {
  readonly candle: (number | null)[];
  readonly isPending: boolean;
  readonly candleEvent: string;
  readonly revision: number;
  readonly missingBefore: number;
  readonly sinceGap: number | null;
  readonly calculatedUntil: number;
  readonly trades: FactorTrade[];
  readonly books: FactorBook[];
  readonly fundings: FactorFunding[];
  /** Absent where none waits. */
  readonly figures?: FactorFigure[];
  readonly calculations: KernelState[];
}

const CANDLE_FIELDS = [
  "openTime",
  "closeTime",
  "open",
  "high",
  "low",
  "close",
  "volume",
  "quoteVolume",
  "tradeCount",
  "takerBuyVolume"
] as const;

/** One literal, so that its fields stay plain doubles. */
export function emptyCandle(): MutableCandle {
  return {
    openTime: Number.NaN,
    closeTime: Number.NaN,
    open: Number.NaN,
    high: Number.NaN,
    low: Number.NaN,
    close: Number.NaN,
    volume: Number.NaN,
    quoteVolume: Number.NaN,
    tradeCount: Number.NaN,
    takerBuyVolume: Number.NaN
  };
}

export interface FactorInstrumentSetup {
  readonly timeframe: Timeframe;
  readonly factors: readonly Factor[];
  readonly isFollowed: boolean;
}

export function factorInstrument(id: string, setup: FactorInstrumentSetup): FactorInstrument {
  const {timeframe, factors, isFollowed} = setup;
  return {
    id,
    idHead: `factors:${id}:${timeframe}:`,
    isFollowed,
    calculations: isFollowed ? factors.map((factor) => factor.create()) : [],
    candle: emptyCandle(),
    isPending: false,
    candleEvent: "",
    revision: 0,
    missingBefore: 0,
    sinceGap: null,
    calculatedUntil: -1,
    trades: [],
    books: [],
    fundings: [],
    figures: []
  };
}

/** Puts the event's candle into the one object that this instrument keeps: nothing is made per candle. */
export function keepCandle(instrument: FactorInstrument, event: CandleClosed): void {
  const {payload} = event;
  const candle = instrument.candle;
  candle.openTime = payload.openTime;
  candle.closeTime = payload.closeTime;
  candle.open = payload.open;
  candle.high = payload.high;
  candle.low = payload.low;
  candle.close = payload.close;
  candle.volume = payload.volume;
  candle.quoteVolume = payload.quoteVolume ?? Number.NaN;
  candle.tradeCount = payload.tradeCount ?? Number.NaN;
  candle.takerBuyVolume = payload.takerBuyVolume ?? Number.NaN;
  instrument.candleEvent = event.id;
  instrument.revision = payload.revision;
  instrument.missingBefore = payload.missingBefore;
  instrument.isPending = true;
}

export function instrumentState(instrument: FactorInstrument): FactorInstrumentState {
  const {isPending, candleEvent, revision, missingBefore, sinceGap, calculatedUntil} = instrument;
  return {
    candle: CANDLE_FIELDS.map((field) => (Number.isNaN(instrument.candle[field]) ? null : instrument.candle[field])),
    isPending,
    candleEvent,
    revision,
    missingBefore,
    sinceGap,
    calculatedUntil,
    trades: [...instrument.trades],
    books: [...instrument.books],
    fundings: [...instrument.fundings],
    ...(instrument.figures.length === 0 ? {} : {figures: [...instrument.figures]}),
    calculations: instrument.calculations.map((calculation) => calculation.snapshot())
  };
}

export function restoreInstrument(instrument: FactorInstrument, state: FactorInstrumentState): void {
  const {candle, calculations, trades, books, fundings, figures = [], ...rest} = state;
  CANDLE_FIELDS.forEach((field, index) => {
    instrument.candle[field] = candle[index] ?? Number.NaN;
  });
  Object.assign(instrument, rest, {
    ...{trades: [...trades], books: [...books], fundings: [...fundings], figures: [...figures]}
  });
  instrument.calculations.forEach((calculation, index) => {
    calculation.restore(calculations[index] ?? null);
  });
}
