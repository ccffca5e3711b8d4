/** One valid event of every fact, for tests of what carries, stores and validates events. */
import type {EventFact, EventOf, PapertapeEvent} from "../../src/lib/events/event.js";

const TIME = 1_700_000_000_000;
const INSTRUMENT = "BTC/USDT@simulated";

type Payloads = {[Fact in EventFact]: EventOf<Fact>["payload"]};
type Types = {[Fact in EventFact]: EventOf<Fact>["type"]};

const series = {instrument: INSTRUMENT, timeframe: "1h"};
const decision = {
  strategy: "default",
  ...series,
  closeTime: TIME,
  referencePrice: 100.5,
  probabilityUp: 0.56,
  score: 0.24,
  agents: [{agent: "trend", prediction: "prediction:1", weight: 1, calibratedProbabilityUp: 0.56, contribution: 0.24}],
  factors: [{factor: "momentum-24", contribution: 0.24}],
  expectedReturnBps: 30,
  costBps: 12,
  edgeBps: 18,
  confidence: 0.12,
  positionAmount: "0",
  targetAmount: "0.5",
  limits: [{limit: "position", before: 0.7, after: 0.5}],
  rationale: "Buy 0.5 BTC: trend expects 30 bps, costs are 12 bps."
};
const order = {
  orderId: "order:1",
  signal: "decision:1",
  instrument: INSTRUMENT,
  side: "buy" as const,
  orderType: "limit" as const,
  amount: "0.5",
  limitPrice: "100.25",
  stopPrice: null,
  timeInForce: "GTC" as const,
  submittedAt: TIME
};
const command = {by: "ada", reason: "lunch"};

const payloads: Payloads = {
  CandleClosed: {
    ...series,
    openTime: TIME - 3_600_000,
    closeTime: TIME,
    open: 100,
    high: 101.5,
    low: 99.5,
    close: 100.5,
    volume: 12,
    quoteVolume: null,
    tradeCount: 31,
    takerBuyVolume: 5.5,
    revision: 0,
    origin: "simulated",
    missingBefore: 0
  },
  SliceCompleted: {timeframe: "1h", closeTime: TIME, instruments: [INSTRUMENT], missing: []},
  TradePrinted: {instrument: INSTRUMENT, tradeId: "77", time: TIME, price: 100.5, amount: 0.1, takerSide: "buy"},
  BookUpdated: {instrument: INSTRUMENT, time: TIME, sequence: 9, bids: [[100, 1]], asks: [[101, 2]]},
  FigureReported: {instrument: INSTRUMENT, time: TIME, figure: "open-interest", value: 1200},
  FundingSettled: {instrument: INSTRUMENT, time: TIME, rate: 0.0001, intervalHours: 8},
  MarketDataGapFound: {
    ...series,
    from: TIME - 7_200_000,
    to: TIME - 3_600_000,
    missingCandles: 2,
    reason: "exchange-down"
  },
  FactorsCalculated: {
    ...series,
    closeTime: TIME,
    close: 100.5,
    factors: ["momentum-24"],
    values: [null],
    touchedByGap: ["momentum-24"]
  },
  FactorImpactMeasured: {
    snapshot: "ab12",
    factor: "momentum-24",
    timeframe: "1h",
    horizonCandles: 4,
    observations: 1000,
    meanInformationCoefficient: 0.02,
    tStatistic: 1.4,
    pValue: null
  },
  PredictionMade: {
    agent: "trend",
    agentVersion: "1",
    ...series,
    madeAt: TIME,
    horizonCandles: 4,
    resolvesAt: TIME + 14_400_000,
    probabilityUp: 0.56,
    calibratedProbabilityUp: 0.55,
    calibration: "platt",
    expectedReturn: 0.003,
    confidence: 0.12,
    score: 0.24,
    bias: 0,
    factors: ["momentum-24"],
    factorValues: [0.02],
    contributions: [0.24]
  },
  PredictionScored: {
    prediction: "prediction:1",
    agent: "trend",
    ...series,
    madeAt: TIME,
    resolvesAt: TIME,
    resolvedAt: TIME,
    outcomeReturn: null,
    probabilityUp: 0.56,
    calibratedProbabilityUp: 0.55,
    brier: null,
    logLoss: null
  },
  TradeSignalRaised: {
    ...decision,
    reason: "entry",
    side: "buy",
    amount: "0.5",
    orderType: "market",
    limitPrice: null,
    stopPrice: null,
    timeInForce: "GTC",
    expiresAt: null
  },
  TradeSignalWithheld: {...decision, reason: "edge-below-minimum"},
  OrderAccepted: {...order, rules: "papertape-1"},
  OrderRejected: {...order, code: "insufficient-funds", message: "Buying 0.5 needs 50.3 USDT, 20 are free."},
  OrderFilled: {
    orderId: "order:1",
    signal: "decision:1",
    instrument: INSTRUMENT,
    side: "buy",
    time: TIME,
    price: "100.25",
    amount: "0.5",
    fee: "0.050125",
    feeCurrency: "USDT",
    liquidity: "taker",
    remaining: "0",
    referencePrice: 100.5,
    whileAway: false
  },
  OrderCanceled: {
    orderId: "order:1",
    signal: "decision:1",
    instrument: INSTRUMENT,
    reason: "user",
    filled: "0",
    remaining: "0.5"
  },
  PositionChanged: {
    instrument: INSTRUMENT,
    amount: "-0.5",
    averagePrice: "100.25",
    realizedProfit: "-1.5",
    cash: "949.8"
  },
  EquityMarked: {
    closeTime: TIME,
    cash: "949.8",
    equity: 1000.1,
    positionsValue: 50.3,
    exposure: 0.05,
    drawdown: 0,
    staleInstruments: []
  },
  ComponentStarted: {component: "pipeline", build: "0.1.0", resumedFrom: null},
  ComponentDegraded: {component: "collection", reason: "no candle for 90 s", effect: "no new positions"},
  ComponentRecovered: {component: "collection", reason: "candles arrive again"},
  ComponentStopped: {component: "collection", reason: "asked to stop"},
  HealthReported: {component: "journal", status: "up", lagMs: 12, detail: "all committed"},
  ConfigurationLoaded: {
    configurationHash: "ff00",
    strategy: "default",
    environment: "development",
    configuration: {http: {port: 4280}}
  },
  ConfigurationChanged: {key: "decision.minimumEdgeBps", from: 10, to: 12, by: "ada"},
  TradingPaused: command,
  TradingResumed: command,
  TradingHalted: command,
  FlattenRequested: command,
  NotificationRequested: {
    channel: "log",
    severity: "warning",
    title: "Stale",
    body: "No candle for 90 s.",
    about: "event:1"
  },
  NotificationDelivered: {notification: "notification:1", channel: "log", attempts: 1},
  NotificationFailed: {notification: "notification:1", channel: "webhook", attempts: 3, reason: "connection refused"}
};

const TYPES: Types = {
  CandleClosed: "MarketDataEvent",
  SliceCompleted: "MarketDataEvent",
  TradePrinted: "MarketDataEvent",
  BookUpdated: "MarketDataEvent",
  FigureReported: "MarketDataEvent",
  FundingSettled: "MarketDataEvent",
  MarketDataGapFound: "MarketDataEvent",
  FactorsCalculated: "FactorCalculationEvent",
  FactorImpactMeasured: "FactorCalculationEvent",
  PredictionMade: "PredictionEvent",
  PredictionScored: "PredictionEvent",
  TradeSignalRaised: "TradeSignalEvent",
  TradeSignalWithheld: "TradeSignalEvent",
  OrderAccepted: "TradeExecutionEvent",
  OrderRejected: "TradeExecutionEvent",
  OrderFilled: "TradeExecutionEvent",
  OrderCanceled: "TradeExecutionEvent",
  PositionChanged: "TradeExecutionEvent",
  EquityMarked: "TradeExecutionEvent",
  ComponentStarted: "SystemStatusEvent",
  ComponentDegraded: "SystemStatusEvent",
  ComponentRecovered: "SystemStatusEvent",
  ComponentStopped: "SystemStatusEvent",
  HealthReported: "SystemStatusEvent",
  ConfigurationLoaded: "ConfigurationEvent",
  ConfigurationChanged: "ConfigurationEvent",
  TradingPaused: "ConfigurationEvent",
  TradingResumed: "ConfigurationEvent",
  TradingHalted: "ConfigurationEvent",
  FlattenRequested: "ConfigurationEvent",
  NotificationRequested: "NotificationEvent",
  NotificationDelivered: "NotificationEvent",
  NotificationFailed: "NotificationEvent"
};

export function sampleEvents(): readonly PapertapeEvent[] {
  return (Object.keys(payloads) as EventFact[]).map((fact, index) => {
    const envelope = {
      id: `event:${index}`,
      type: TYPES[fact],
      fact,
      version: 1,
      occurredAt: TIME,
      recordedAt: TIME + 5,
      correlationId: "event:0",
      causationId: null,
      source: "test"
    };
    return {...envelope, payload: payloads[fact]} as PapertapeEvent;
  });
}
