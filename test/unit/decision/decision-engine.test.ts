import {describe, expect, it} from "vitest";
import type {PapertapeEvent} from "../../../src/lib/events/event.js";
import {validateEvent} from "../../../src/lib/events/validate-event.js";
import {candleClosed, closeAt, sliceCompleted} from "../agents/agent-tape.js";
import {
  closeOf,
  command,
  configurationChanged,
  decision,
  decisions,
  engineOf,
  equityMarked,
  instrument,
  perpetual,
  positionChanged
} from "./decision-tape.js";

const BTC = instrument();
const held = (amount: string, index = 0) => positionChanged(index, BTC.id, {amount, averagePrice: "100"});

describe("a decision", () => {
  it("is raised when the edge pays for the costs, in an amount rounded down to the increment", () => {
    const raised = decision(engineOf([BTC]), closeOf(0, {price: 99.7}));
    expect(raised).toMatchObject({
      id: `decision:test:BTC/USDT@test:1h:${closeAt(0)}:r0`,
      fact: "TradeSignalRaised",
      occurredAt: closeAt(0),
      causationId: `factors:BTC/USDT@test:1h:${closeAt(0)}:r0`,
      correlationId: `candle:BTC/USDT@test:1h:${closeAt(0)}:r0`,
      source: "decision",
      payload: {
        reason: "entry",
        side: "buy",
        amount: "10.03",
        targetAmount: "10.03",
        positionAmount: "0",
        orderType: "market",
        timeInForce: "GTC",
        expectedReturnBps: 100,
        costBps: 6,
        edgeBps: 94,
        referencePrice: 99.7
      }
    });
    expect(validateEvent(raised)).toMatchObject({ok: true});
  });

  it("says why in a sentence with the numbers it rests on", () => {
    const opinions = [
      {agent: "trend", probabilityUp: 0.54, expectedReturn: 0.0012},
      {agent: "mean-reversion", probabilityUp: 0.51, expectedReturn: 0.0012}
    ];
    const {payload} = decision(engineOf([BTC]), closeOf(0, {opinions}));
    expect(payload.rationale).toBe(
      "Buy 10 BTC: trend (54 %) and mean-reversion (51 %) agree on 53 % up within 4 candles; 12 bps expected, 6 bps costs."
    );
  });

  it("is withheld while the edge is below the minimum, and says what is missing", () => {
    const withheld = decision(engineOf([BTC]), closeOf(0, {opinions: [{expectedReturn: 0.0008}]}));
    expect(withheld).toMatchObject({
      fact: "TradeSignalWithheld",
      payload: {reason: "edge-below-minimum", targetAmount: "0"}
    });
    expect(withheld.payload.edgeBps).toBeCloseTo(2, 9);
    expect(withheld.payload.rationale).toBe(
      "No trade in BTC: trend (60 %) sees 60 % up within 4 candles; 8 bps expected, 6 bps costs, and 3 bps must be left."
    );
    expect(validateEvent(withheld)).toMatchObject({ok: true});
  });

  it("is not to buy when the expected return is good but the agents see a fall", () => {
    const {payload} = decision(engineOf([BTC]), closeOf(0, {opinions: [{probabilityUp: 0.4, expectedReturn: 0.01}]}));
    expect(payload.reason).toBe("edge-below-minimum");
  });

  it("is made for every candle, also before factors, predictions or equity are there", () => {
    const engine = engineOf([BTC]);
    const alone = decision(engine, [candleClosed(0, 100), sliceCompleted(0, [BTC.id])]);
    expect(alone).toMatchObject({
      causationId: `candle:BTC/USDT@test:1h:${closeAt(0)}:r0`,
      payload: {reason: "warming-up", probabilityUp: null, score: null, agents: [], factors: []}
    });
    const [candle, factors, prediction] = closeOf(1);
    const events = [candle, factors, prediction, sliceCompleted(1, [BTC.id])].filter((event) => event !== undefined);
    expect(decision(engine, events).payload.reason).toBe("warming-up");
    expect(decision(engine, closeOf(2, {opinions: []})).payload.reason).toBe("no-predictions");
  });

  it("is made in the slice's order, and only for its own instruments that had a candle", () => {
    const instruments = ["BTC/USDT", "ETH/USDT", "SOL/USDT"].map((symbol) => instrument(symbol));
    const slice = ["SOL/USDT@test", "XRP/USDT@test", "BTC/USDT@test", "ETH/USDT@test"];
    const candles = ["BTC/USDT@test", "SOL/USDT@test", "XRP/USDT@test"].map((name) =>
      candleClosed(0, 100, {instrument: name})
    );
    const made = decisions(engineOf(instruments), [...candles, sliceCompleted(0, slice)]);
    expect(made.map(({payload}) => payload.instrument)).toEqual(["SOL/USDT@test", "BTC/USDT@test"]);
  });

  it("counts the newest correction of a candle that comes before the watermark, and none after", () => {
    const engine = engineOf([BTC]);
    const corrected = candleClosed(0, 90, {revision: 1});
    const late = candleClosed(0, 80, {revision: 2});
    const made = decisions(engine, [
      candleClosed(0, 100),
      corrected,
      sliceCompleted(0, [BTC.id]),
      late,
      sliceCompleted(0, [BTC.id])
    ]);
    expect(made.map(({payload}) => payload.referencePrice)).toEqual([90]);
  });
});

describe("a position", () => {
  it("is closed when the expected return turns or the agents speak against it", () => {
    for (const opinion of [
      {probabilityUp: 0.6, expectedReturn: -0.001},
      {probabilityUp: 0.45, expectedReturn: 0.001}
    ]) {
      const engine = engineOf([BTC]);
      const raised = decision(engine, [held("1.2345"), ...closeOf(0, {opinions: [opinion]})]);
      expect(raised).toMatchObject({payload: {reason: "exit", side: "sell", amount: "1.234", targetAmount: "0"}});
    }
  });

  it("is kept while its edge lies between worth holding and worth buying more", () => {
    const engine = engineOf([BTC]);
    const kept = decision(engine, [held("10"), ...closeOf(0, {opinions: [{expectedReturn: 0.0005}]})]);
    expect(kept).toMatchObject({payload: {reason: "edge-below-minimum", targetAmount: "10", positionAmount: "10"}});
    expect(decision(engine, closeOf(1)).payload.reason).toBe("already-at-target");
  });

  it("is increased or reduced towards its target when the difference is worth an order", () => {
    expect(decision(engineOf([BTC]), [held("5"), ...closeOf(0)])).toMatchObject({
      payload: {reason: "increase", side: "buy", amount: "5", targetAmount: "10"}
    });
    expect(decision(engineOf([BTC]), [held("20"), ...closeOf(0)])).toMatchObject({
      payload: {reason: "reduce", side: "sell", amount: "10", targetAmount: "10"}
    });
    expect(decision(engineOf([BTC]), [held("9"), ...closeOf(0)]).payload.reason).toBe("already-at-target");
  });

  it("is closed by the stop-loss and by the take-profit, judged at the close", () => {
    const engine = () => engineOf([BTC], {stopLoss: 0.05, takeProfit: 0.1});
    const stopped = decision(engine(), [held("10"), ...closeOf(0, {price: 94})]);
    expect(stopped).toMatchObject({payload: {reason: "stop-loss", side: "sell", amount: "10"}});
    expect(stopped.payload.rationale).toBe(
      "Sell 10 BTC: the close 94 is 6 % worse than the average price 100, past the stop-loss of 5 %."
    );
    expect(decision(engine(), [held("10"), ...closeOf(0, {price: 111})])).toMatchObject({
      payload: {reason: "exit", amount: "10"}
    });
    expect(decision(engine(), [held("10"), ...closeOf(0, {price: 96})]).fact).toBe("TradeSignalWithheld");
  });

  it("is never short in spot, and short in a perpetual only where it is allowed", () => {
    const opinions = [{probabilityUp: 0.4, expectedReturn: -0.01}];
    const short = (name: string) => closeOf(0, {opinions, instrument: name});
    expect(decision(engineOf([BTC], {allowShort: true}), short(BTC.id)).fact).toBe("TradeSignalWithheld");
    const perp = perpetual();
    expect(decision(engineOf([perp]), short(perp.id)).fact).toBe("TradeSignalWithheld");
    expect(decision(engineOf([perp], {allowShort: true}), short(perp.id))).toMatchObject({
      payload: {reason: "entry", side: "sell", amount: "10", targetAmount: "-10", edgeBps: 94}
    });
  });

  it("is turned in one order when the agents turn and shorts are allowed", () => {
    const perp = perpetual();
    const long = positionChanged(0, perp.id, {amount: "4"});
    const events = [
      long,
      ...closeOf(0, {opinions: [{probabilityUp: 0.4, expectedReturn: -0.01}], instrument: perp.id})
    ];
    expect(decision(engineOf([perp], {allowShort: true}), events)).toMatchObject({
      payload: {reason: "reverse", side: "sell", amount: "14", targetAmount: "-10"}
    });
  });
});

describe("an order", () => {
  it("is not asked for twice: the next decision waits until the first is settled", () => {
    const engine = engineOf([BTC], {order: {type: "limit", expiresAfterCandles: 2}});
    const raised = decision(engine, closeOf(0));
    expect(raised).toMatchObject({
      payload: {orderType: "limit", limitPrice: "99.98", timeInForce: "GTD", expiresAt: closeAt(2)}
    });
    expect(decision(engine, closeOf(1)).payload.reason).toBe("order-pending");
    expect(decision(engine, closeOf(2)).payload.reason).toBe("order-pending");
    expect(decision(engine, closeOf(3)).fact).toBe("TradeSignalRaised");
  });

  it("that nobody has answered two closes later counts as refused", () => {
    const engine = engineOf([BTC]);
    const facts = [0, 1, 2].map((index) => decision(engine, closeOf(index)).fact);
    expect(facts).toEqual(["TradeSignalRaised", "TradeSignalWithheld", "TradeSignalRaised"]);
  });

  it("that was rejected does not keep the next decision waiting", () => {
    const engine = engineOf([BTC]);
    const raised = decision(engine, closeOf(0));
    const rejected = {...filled(raised.id, "10"), fact: "OrderRejected"} as unknown as PapertapeEvent;
    expect(decision(engine, [rejected, ...closeOf(1)]).payload.reason).toBe("entry");
  });

  it("that is filled in part is waited for until its end", () => {
    const engine = engineOf([BTC]);
    const raised = decision(engine, closeOf(0));
    const fill = (remaining: string) => filled(raised.id, remaining);
    expect(decision(engine, [fill("4"), ...closeOf(1)]).payload.reason).toBe("order-pending");
    expect(decision(engine, closeOf(2)).payload.reason).toBe("order-pending");
    expect(decision(engine, [fill("0"), held("10"), ...closeOf(3)]).payload.reason).toBe("already-at-target");
  });

  it("below the exchange's minimum is not raised", () => {
    const poor = decision(engineOf([BTC]), closeOf(0, {equity: 90}));
    expect(poor).toMatchObject({payload: {reason: "below-minimum-order", targetAmount: "0.09"}});
    const dust = decision(engineOf([BTC]), [held("0.05"), ...closeOf(0, {opinions: [{expectedReturn: -0.01}]})]);
    expect(dust.payload.reason).toBe("below-minimum-order");
  });
});

describe("commands and the state of the data", () => {
  it("pausing lets exits through and nothing else; resuming ends it", () => {
    const engine = engineOf([BTC]);
    expect(decision(engine, [command("TradingPaused"), ...closeOf(0)]).payload.reason).toBe("paused");
    expect(decision(engine, [held("5"), ...closeOf(1)]).payload.reason).toBe("paused");
    expect(decision(engine, closeOf(2, {opinions: [{expectedReturn: -0.01}]})).payload.reason).toBe("exit");
    expect(decision(engine, [held("0"), command("TradingResumed"), ...closeOf(4)]).payload.reason).toBe("entry");
  });

  it("halting lets nothing through", () => {
    const events = [held("5"), command("TradingHalted"), ...closeOf(0, {opinions: [{expectedReturn: -0.01}]})];
    expect(decision(engineOf([BTC]), events).payload.reason).toBe("halted");
  });

  it("flattening closes what is held at the next close and then stays paused", () => {
    const engine = engineOf([BTC]);
    const flat = decision(engine, [held("5"), command("FlattenRequested"), ...closeOf(0)]);
    expect(flat).toMatchObject({payload: {reason: "flatten", side: "sell", amount: "5", targetAmount: "0"}});
    expect(decision(engine, [held("0"), ...closeOf(2)]).payload.reason).toBe("paused");
  });

  it("opens nothing right after a gap, on windows full of gaps, or on a candle that came too late", () => {
    const reason = (options: Parameters<typeof closeOf>[1], changes = {}) =>
      decision(engineOf([BTC], changes), closeOf(0, options)).payload.reason;
    expect(reason({missingBefore: 2})).toBe("data-gap");
    expect(reason({touchedByGap: ["momentum", "other"]})).toBe("data-gap");
    expect(reason({touchedByGap: ["momentum"]})).toBe("entry");
    expect(reason({recordedAt: closeAt(3)}, {maximumDataAgeCandles: 2})).toBe("stale-data");
    expect(reason({recordedAt: closeAt(3)}, {maximumDataAgeCandles: null})).toBe("entry");
  });

  it("takes a changed configuration from the next slice on, and keeps the old one when the value is refused", () => {
    const engine = engineOf([BTC]);
    const amount = (index: number, key: string, to: unknown) => {
      const made = decision(engine, [configurationChanged(key, to), ...closeOf(2 * index)]);
      return made.fact === "TradeSignalRaised" ? made.payload.amount : made.payload.reason;
    };
    expect(amount(0, "decision.sizing.fraction", 0.2)).toBe("20");
    expect(amount(1, "decision.sizing.fraction", 7)).toBe("20");
    expect(amount(2, "decision.sizing.size", 0.1)).toBe("20");
    expect(amount(3, "agents.horizonCandles", 1)).toBe("20");
    expect(amount(4, "decision.minimumEdgeBps", 500)).toBe("edge-below-minimum");
  });

  it("refuses two instruments of one name", () => {
    expect(() => engineOf([BTC, BTC])).toThrow("twice");
  });

  it("learns equity from its marks", () => {
    const engine = engineOf([BTC]);
    decisions(engine, [equityMarked(0, 5000)]);
    expect(decision(engine, closeOf(1, {equity: 2000}))).toMatchObject({payload: {amount: "2"}});
  });
});

function filled(signal: string, remaining: string) {
  return {
    id: `fill:${remaining}`,
    type: "TradeExecutionEvent",
    fact: "OrderFilled",
    version: 1,
    occurredAt: closeAt(1),
    recordedAt: closeAt(1),
    correlationId: signal,
    causationId: signal,
    source: "virtual-trading",
    payload: {
      orderId: "order",
      signal,
      instrument: BTC.id,
      side: "buy",
      time: closeAt(1),
      price: "100",
      amount: "6",
      fee: "0",
      feeCurrency: "USDT",
      liquidity: "taker",
      remaining,
      referencePrice: 100,
      whileAway: false
    }
  } as const;
}
