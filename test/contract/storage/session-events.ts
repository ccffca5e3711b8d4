/** A made-up session for tests: what a strategy over one instrument would put on its tape, candle by candle. */
import {hashText} from "../../../src/lib/core/hash.js";
import {HOUR_MS} from "../../../src/lib/core/time.js";
import type {EventFact, EventOf, PapertapeEvent} from "../../../src/lib/events/event.js";

const START = Date.UTC(2022, 11, 30);
const INSTRUMENT = "AAA/USDT@testex";
const common = {instrument: INSTRUMENT, timeframe: "1h"};

const TYPES: Partial<Record<EventFact, string>> = {
  CandleClosed: "MarketDataEvent",
  FactorsCalculated: "FactorCalculationEvent",
  PredictionMade: "PredictionEvent",
  PredictionScored: "PredictionEvent",
  TradeSignalRaised: "TradeSignalEvent",
  TradeSignalWithheld: "TradeSignalEvent"
};

/** The events of candles `from` to before `to`: eleven when a trade is made (every fourth candle), else seven. */
export function sessionEvents({
  from = 0,
  to
}: {
  readonly from?: number;
  readonly to: number;
}): readonly PapertapeEvent[] {
  return Array.from({length: to - from}, (_, i) => candleEvents(from + i)).flat();
}

function candleEvents(index: number): readonly PapertapeEvent[] {
  const closeTime = START + (index + 1) * HOUR_MS;
  const close = 100 + Math.sin(index);
  const make = <Fact extends EventFact>(fact: Fact, name: string, payload: EventOf<Fact>["payload"]): PapertapeEvent =>
    ({
      id: idOf(`${fact} ${name}`, index),
      type: TYPES[fact] ?? "TradeExecutionEvent",
      fact,
      version: 1,
      occurredAt: closeTime,
      recordedAt: closeTime + 250,
      correlationId: idOf("CandleClosed candle", index),
      causationId: null,
      source: "test",
      payload
    }) as unknown as PapertapeEvent;
  return [
    make("CandleClosed", "candle", {
      ...{...common, openTime: closeTime - HOUR_MS, closeTime, open: 100, high: 102, low: 98, close, volume: 10.5},
      ...{quoteVolume: null, tradeCount: 7, takerBuyVolume: null, revision: 0, origin: "simulated", missingBefore: 0}
    }),
    make("FactorsCalculated", "factors", {
      ...{...common, closeTime, close, factors: ["momentum", "rsi"], values: [0.1, null], touchedByGap: []}
    }),
    ...["trend", "reversal"].map((agent) =>
      make("PredictionMade", agent, {
        ...{
          ...common,
          agent,
          agentVersion: "1",
          madeAt: closeTime,
          horizonCandles: 4,
          resolvesAt: closeTime + 4 * HOUR_MS
        },
        ...{probabilityUp: 0.55, calibratedProbabilityUp: 0.53, calibration: "platt", expectedReturn: 0.001},
        ...{confidence: 0.1, score: 0.2, bias: 0.1, factors: ["momentum"], factorValues: [0.1], contributions: [0.1]}
      })
    ),
    make("PredictionScored", "scored", {
      ...{
        ...common,
        prediction: idOf("PredictionMade trend", index - 4),
        agent: "trend",
        madeAt: closeTime - 4 * HOUR_MS
      },
      ...{resolvesAt: closeTime, resolvedAt: closeTime, outcomeReturn: index < 4 ? null : -0.01},
      ...{probabilityUp: 0.55, calibratedProbabilityUp: 0.53, brier: 0.28, logLoss: 0.75}
    }),
    make(index % 4 === 0 ? "TradeSignalRaised" : "TradeSignalWithheld", "decision", {
      ...{...common, strategy: "test", closeTime, referencePrice: close, probabilityUp: 0.54, score: 0.2, agents: []},
      ...{factors: [], expectedReturnBps: 5, costBps: 4, edgeBps: 1, confidence: 0.1, limits: []},
      ...{positionAmount: "0", targetAmount: "1.50000000", rationale: "Because of “momentum”: \\ 0.1\n\tup"},
      ...(index % 4 === 0
        ? {reason: "entry", side: "buy", amount: "1.50000000", orderType: "market", limitPrice: null, stopPrice: null}
        : {reason: "edge-below-minimum"}),
      ...(index % 4 === 0 ? {timeInForce: "GTC", expiresAt: null} : {})
    } as EventOf<"TradeSignalRaised">["payload"]),
    ...(index % 4 === 0 ? tradeEvents(index, make) : []),
    make("EquityMarked", "equity", {
      ...{closeTime, cash: "9850.123456789012345", equity: 10_000 + index, positionsValue: 150, exposure: 0.015},
      ...{drawdown: 0, staleInstruments: []}
    })
  ];
}

function tradeEvents(
  index: number,
  make: <Fact extends EventFact>(fact: Fact, name: string, payload: EventOf<Fact>["payload"]) => PapertapeEvent
): readonly PapertapeEvent[] {
  const order = {orderId: `order-${index}`, signal: idOf("TradeSignalRaised decision", index), instrument: INSTRUMENT};
  const closeTime = START + (index + 1) * HOUR_MS;
  const asked = {...order, side: "buy", orderType: "market", amount: "1.50000000", submittedAt: closeTime} as const;
  const fill = {...order, side: "buy", time: closeTime, fee: "0.15", feeCurrency: "USDT", liquidity: "taker"} as const;
  return [
    make("OrderAccepted", "accepted", {...asked, limitPrice: null, stopPrice: null, timeInForce: "GTC", rules: "test"}),
    make("OrderFilled", "first", {
      ...fill,
      price: "100.1",
      amount: "1",
      remaining: "0.5",
      referencePrice: 100,
      whileAway: false
    }),
    make("OrderFilled", "last", {
      ...fill,
      price: "100.2",
      amount: "0.5",
      remaining: "0",
      referencePrice: 100,
      whileAway: false
    }),
    make("PositionChanged", "position", {
      ...{instrument: INSTRUMENT, amount: String(1.5 * (index / 4 + 1)), averagePrice: "100.133", realizedProfit: "0"},
      ...{cash: "9850.123456789012345"}
    })
  ];
}

const idOf = (name: string, index: number) => hashText(`${name} ${index}`);
