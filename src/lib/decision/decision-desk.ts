/** What is known about one instrument at the close to be decided, and what its decisions always need. */
import type {FactorsCalculated} from "../events/factor-calculation-event.js";
import type {CandleClosed} from "../events/market-data-event.js";
import type {PredictionMade} from "../events/prediction-event.js";
import type {Instrument} from "../vocabulary/instrument.js";
import {type OrderGrid, orderGrid} from "./order-amount.js";
import {createReturnHistory, type ReturnHistory, type ReturnHistoryState} from "./return-history.js";
import type {RuleBook} from "./rules/rule-book.js";
import {createRuleReader, type RuleReaderState, type RuleReading} from "./rules/rule-reader.js";
import {roundTripBps, type TradingCosts} from "./trading-costs.js";

export interface DecisionDeskState {
  readonly candle: CandleClosed | null;
  readonly factors: FactorsCalculated | null;
  readonly predictions: readonly PredictionMade[];
  readonly hasSpoken: boolean;
  readonly decidedUntil: number;
  readonly history: ReturnHistoryState;
  /** Null for a strategy without rules. */
  readonly rules: RuleReaderState | null;
}

export interface DecisionDesk {
  readonly instrument: Instrument;
  readonly grid: OrderGrid;
  readonly costBps: number;
  readonly history: ReturnHistory;
  /** The newest candle that has no decision yet; null when there is none. */
  candle(): CandleClosed | null;
  factors(): FactorsCalculated | null;
  predictions(): readonly PredictionMade[];
  hasSpoken(): boolean;
  takeCandle(event: CandleClosed): void;
  takeFactors(event: FactorsCalculated): void;
  takePrediction(event: PredictionMade): void;
  /** What the rules say about the candle to be decided, once for each; null without rules. */
  readRules(candle: CandleClosed): RuleReading | null;
  /** The decision has been made: the next close begins. */
  clear(): void;
  snapshot(): DecisionDeskState;
  restore(state: DecisionDeskState): void;
}

export function createDecisionDesk(
  instrument: Instrument,
  {costs, candleMs, rules}: {costs: TradingCosts; candleMs: number; rules: RuleBook | null}
): DecisionDesk {
  const history = createReturnHistory(candleMs);
  const reader = rules === null ? null : createRuleReader(rules);
  let candle: CandleClosed | null = null;
  let factors: FactorsCalculated | null = null;
  let predictions: PredictionMade[] = [];
  let hasSpoken = false;
  let decidedUntil = -1;
  const isNow = (closeTime: number) => candle !== null && candle.payload.closeTime === closeTime;
  return {
    instrument,
    grid: orderGrid(instrument),
    costBps: roundTripBps(instrument, costs),
    history,
    candle: () => candle,
    factors: () => factors,
    predictions: () => predictions,
    hasSpoken: () => hasSpoken,
    takeCandle: (event) => {
      const {closeTime} = event.payload;
      // Corrections of closes that are decided already come too late; before the watermark the newest revision counts.
      if (closeTime <= decidedUntil || (candle !== null && closeTime < candle.payload.closeTime)) return;
      if (!isNow(closeTime)) {
        factors = null;
        predictions = [];
      }
      candle = event;
    },
    takeFactors: (event) => {
      if (isNow(event.payload.closeTime)) factors = event;
    },
    takePrediction: (event) => {
      if (!isNow(event.payload.madeAt)) return;
      predictions.push(event);
      hasSpoken = true;
    },
    readRules: (decided) => reader?.read(decided, factors) ?? null,
    clear: () => {
      if (candle !== null) decidedUntil = candle.payload.closeTime;
      candle = null;
      factors = null;
      predictions = [];
    },
    snapshot: () => ({
      candle,
      factors,
      predictions: [...predictions],
      hasSpoken,
      decidedUntil,
      history: history.snapshot(),
      rules: reader?.snapshot() ?? null
    }),
    restore: (state) => {
      ({candle, factors, hasSpoken, decidedUntil} = state);
      predictions = [...state.predictions];
      history.restore(state.history);
      if (state.rules !== null) reader?.restore(state.rules);
    }
  };
}
