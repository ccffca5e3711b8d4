/**
 * What a run leaves behind, gathered from its events as they pass: equity, orders, fills, decisions and trades. It keeps
 * what a report needs and of a candle its opening price and the mark, so memory grows by little with history, unless
 * `keepAll` asks for every decision, prediction and factor value too.
 */
import {add, type Decimal, parseDecimal, subtract, toText, ZERO} from "../core/decimal.js";
import type {PapertapeEvent} from "../events/event.js";
import type {FactorsCalculated} from "../events/factor-calculation-event.js";
import type {CandleClosed} from "../events/market-data-event.js";
import type {PredictionMade} from "../events/prediction-event.js";
import type {
  EquityMarked,
  OrderAccepted,
  OrderCanceled,
  OrderFilled,
  OrderRejected,
  PositionChanged
} from "../events/trade-execution-event.js";
import type {TradeSignalEvent, TradeSignalRaised} from "../events/trade-signal-event.js";
import {type BenchmarkGrowth, createBenchmarkCurve} from "./benchmark-curve.js";
import {type GrowingColumn, growingColumn} from "./growing-column.js";
import {createTradeLog, type Trade} from "./trade-log.js";

export interface RunRecord {
  readonly equity: readonly EquityMarked["payload"][];
  /** Growth of the same capital without a strategy, one an equity mark; null where it is not defined. */
  readonly benchmark: readonly (BenchmarkGrowth | null)[];
  /** Opening prices by instrument, in order of time: what entries at other times would have met. */
  readonly opens: ReadonlyMap<string, Float64Array>;
  readonly orders: readonly (OrderAccepted | OrderRejected)[];
  readonly fills: readonly OrderFilled[];
  readonly cancellations: readonly OrderCanceled[];
  /** Signals that were raised, by event id. */
  readonly signals: ReadonlyMap<string, TradeSignalRaised>;
  /** Count of decisions withheld, by reason. */
  readonly withheld: Readonly<Record<string, number>>;
  readonly trades: readonly Trade[];
  readonly openTrades: readonly Trade[];
  readonly decisions: readonly TradeSignalEvent[];
  readonly predictions: readonly PredictionMade[];
  readonly factors: readonly FactorsCalculated[];
  readonly candles: number;
  readonly events: number;
  readonly gaps: number;
  readonly missingCandles: number;
  /** Quote units, decimal text. */
  readonly fees: string;
  /** Quote units paid for holding perpetuals, decimal text; negative was received. */
  readonly funding: string;
  /** Quote units lost between the close a decision was taken at and the fill, all fills; negative is a gain. */
  readonly slippage: number;
}

export interface RunRecorder {
  take(event: PapertapeEvent): void;
  record(): RunRecord;
}

export function createRunRecorder({keepAll}: {keepAll: boolean}): RunRecorder {
  return new Recorder(keepAll);
}

class Recorder implements RunRecorder {
  readonly #keepAll: boolean;
  readonly #equity: EquityMarked["payload"][] = [];
  readonly #benchmark: (BenchmarkGrowth | null)[] = [];
  readonly #opens = new Map<string, GrowingColumn>();
  /** Candles of the slice that is not complete yet: their fills come before they count for a trade. */
  readonly #current: CandleClosed["payload"][] = [];
  readonly #curve = createBenchmarkCurve();
  readonly #orders: (OrderAccepted | OrderRejected)[] = [];
  readonly #fills: OrderFilled[] = [];
  readonly #cancellations: OrderCanceled[] = [];
  readonly #signals = new Map<string, TradeSignalRaised>();
  readonly #withheld: Record<string, number> = {};
  readonly #log = createTradeLog();
  readonly #decisions: TradeSignalEvent[] = [];
  readonly #predictions: PredictionMade[] = [];
  readonly #factors: FactorsCalculated[] = [];
  #candles = 0;
  #events = 0;
  #gaps = 0;
  #missingCandles = 0;
  #fees: Decimal = ZERO;
  #funding: Decimal = ZERO;
  #fundedBy: string | null = null;
  #cash: string | null = null;
  #slippage = 0;

  constructor(keepAll: boolean) {
    this.#keepAll = keepAll;
  }

  take(event: PapertapeEvent): void {
    this.#events++;
    switch (event.fact) {
      case "CandleClosed":
        this.#takeCandle(event);
        break;
      case "SliceCompleted":
        this.#benchmark.push(this.#curve.slice(event));
        for (const candle of this.#current) this.#log.candle(candle);
        this.#current.length = 0;
        break;
      case "FundingSettled":
        this.#fundedBy = event.id;
        break;
      case "PositionChanged":
        this.#takePosition(event);
        break;
      case "MarketDataGapFound":
        this.#gaps++;
        this.#missingCandles += event.payload.missingCandles;
        break;
      case "EquityMarked":
        this.#equity.push(event.payload);
        this.#cash = event.payload.cash;
        break;
      case "OrderAccepted":
      case "OrderRejected":
        this.#orders.push(event);
        break;
      case "OrderCanceled":
        this.#cancellations.push(event);
        break;
      case "OrderFilled":
        this.#takeFill(event);
        break;
      default:
        this.#takeReasoning(event);
    }
  }

  #takeCandle(event: CandleClosed): void {
    const {instrument, open} = event.payload;
    this.#candles++;
    this.#curve.candle(event);
    this.#current.push(event.payload);
    let opens = this.#opens.get(instrument);
    if (opens === undefined) {
      opens = growingColumn();
      this.#opens.set(instrument, opens);
    }
    opens.push(open);
  }

  /** Cash that moved because funding was settled, and not because something was filled, is funding. */
  #takePosition({causationId, payload: {cash}}: PositionChanged): void {
    if (causationId === this.#fundedBy && this.#cash !== null)
      this.#funding = add(this.#funding, subtract(parseDecimal(this.#cash), parseDecimal(cash)));
    this.#cash = cash;
  }

  #takeFill(event: OrderFilled): void {
    this.#fills.push(event);
    this.#log.fill(event);
    const {fee, price, amount, side, referencePrice} = event.payload;
    this.#fees = add(this.#fees, parseDecimal(fee));
    const direction = side === "buy" ? 1 : -1;
    this.#slippage += direction * (Number(price) - referencePrice) * Number(amount);
  }

  #takeReasoning(event: PapertapeEvent): void {
    if (event.fact === "TradeSignalRaised") this.#signals.set(event.id, event);
    if (event.fact === "TradeSignalWithheld") {
      const {reason} = event.payload;
      this.#withheld[reason] = (this.#withheld[reason] ?? 0) + 1;
    }
    if (!this.#keepAll) return;
    if (event.fact === "TradeSignalRaised" || event.fact === "TradeSignalWithheld") this.#decisions.push(event);
    else if (event.fact === "PredictionMade") this.#predictions.push(event);
    else if (event.fact === "FactorsCalculated") this.#factors.push(event);
  }

  record(): RunRecord {
    return {
      equity: this.#equity,
      benchmark: this.#benchmark,
      opens: new Map([...this.#opens].map(([instrument, opens]) => [instrument, opens.values()])),
      orders: this.#orders,
      fills: this.#fills,
      cancellations: this.#cancellations,
      signals: this.#signals,
      withheld: this.#withheld,
      trades: this.#log.closed(),
      openTrades: this.#log.open(),
      decisions: this.#decisions,
      predictions: this.#predictions,
      factors: this.#factors,
      candles: this.#candles,
      events: this.#events,
      gaps: this.#gaps,
      missingCandles: this.#missingCandles,
      fees: toText(this.#fees),
      funding: toText(this.#funding),
      slippage: this.#slippage
    };
  }
}
