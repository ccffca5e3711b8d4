/** The factor component of the pipeline. */

import {Compile} from "typebox/compile";
import {describe, expect, it} from "vitest";
import {present} from "../../../src/lib/core/assert.js";
import type {PapertapeEvent} from "../../../src/lib/events/event.js";
import type {FactorsCalculated} from "../../../src/lib/events/factor-calculation-event.js";
import {FactorsCalculatedSchema} from "../../../src/lib/events/factor-calculation-event.js";
import {defineFactor} from "../../../src/lib/factors/factor.js";
import {calculateColumns} from "../../../src/lib/factors/factor-columns.js";
import {createFactorEngine} from "../../../src/lib/factors/factor-engine.js";
import {factorNamed} from "../../../src/lib/factors/factor-named.js";
import {columnsOf} from "../../../src/lib/vocabulary/candle-rows.js";
import {candleClosed, madeUpCandles, sliceCompleted} from "./made-up-candles.js";

const BTC = "BTC/USDT@binance";
const ETH = "ETH/USDT@binance";
const SOL = "SOL/USDT@binance";

const factor = (name: string) => present(factorNamed(name), name);

function run(engine: ReturnType<typeof createFactorEngine>, events: readonly PapertapeEvent[]): FactorsCalculated[] {
  const out: FactorsCalculated[] = [];
  for (const event of events) engine.handle(event, (made) => out.push(made as FactorsCalculated));
  return out;
}

/** Slices of candles, the last instrument's candle first, so that no order of arrival is relied upon. */
function tape(markets: Record<string, ReturnType<typeof madeUpCandles>>): PapertapeEvent[] {
  const ids = Object.keys(markets);
  const count = markets[ids[0] as string]?.length ?? 0;
  const events: PapertapeEvent[] = [];
  for (let i = 0; i < count; i++) {
    for (const id of [...ids].reverse()) events.push(candleClosed(id, present(markets[id]?.[i], id), {}));
    events.push(sliceCompleted(present(markets[ids[0] as string]?.[i], "candle").closeTime, ids));
  }
  return events;
}

describe("factor engine", () => {
  const markets = {
    [ETH]: madeUpCandles({seed: 1, count: 40}),
    [BTC]: madeUpCandles({seed: 2, count: 40}),
    [SOL]: madeUpCandles({seed: 3, count: 40})
  };

  it("emits one event an instrument at the watermark, in the order of the slice", () => {
    const engine = createFactorEngine({instruments: [ETH, BTC, SOL], timeframe: "1h", factors: [factor("rsi-14")]});
    const events = tape(markets);
    const out = run(engine, events.slice(0, 3));
    expect(out).toEqual([]);
    const emitted = run(engine, events.slice(3, 4));
    expect(emitted.map(({payload}) => payload.instrument)).toEqual([ETH, BTC, SOL]);
  });

  it("names cause, chain and times, and passes the schema", () => {
    const engine = createFactorEngine({instruments: [ETH], timeframe: "1h", factors: [factor("kbar-body")]});
    const candle = present(markets[ETH]?.[0], "candle");
    const [event] = run(engine, [candleClosed(ETH, candle, {revision: 2}), sliceCompleted(candle.closeTime, [ETH])]);
    expect(event).toMatchObject({
      id: `factors:${ETH}:1h:${candle.closeTime}:r2`,
      occurredAt: candle.closeTime,
      recordedAt: candle.closeTime + 10,
      causationId: `candle:${ETH}:1h:${candle.closeTime}:r2`,
      correlationId: `candle:${ETH}:1h:${candle.closeTime}:r2`,
      source: "factors",
      payload: {close: candle.close, factors: ["kbar-body"], values: [(candle.close - candle.open) / candle.open]}
    });
    expect(Compile(FactorsCalculatedSchema).Check(event)).toBe(true);
  });

  it("calculates the same values as the batch, null where the batch says NaN", () => {
    const names = ["momentum-24", "btc-return-4", "obv-slope-24", "atr-ratio-14"];
    const engine = createFactorEngine({instruments: Object.keys(markets), timeframe: "1h", factors: names.map(factor)});
    const out = run(engine, tape(markets)).filter(({payload}) => payload.instrument === SOL);
    const reference = columnsOf("1h", markets[BTC] ?? []);
    names.forEach((name, at) => {
      const batch = calculateColumns(factor(name), columnsOf("1h", markets[SOL] ?? []), {reference});
      expect(out.map(({payload}) => payload.values[at] ?? Number.NaN)).toEqual([...batch]);
    });
  });

  it("ranks the instruments of a slice against each other", () => {
    const engine = createFactorEngine({
      instruments: Object.keys(markets),
      timeframe: "1h",
      factors: [factor("momentum-24"), factor("momentum-rank-24")]
    });
    const last = run(engine, tape(markets)).slice(-3);
    const order = [...last].sort((a, b) => (a.payload.values[0] ?? 0) - (b.payload.values[0] ?? 0));
    order.forEach(({payload}, place) => {
      expect(payload.values[1]).toBeCloseTo((place + 0.5) / 3, 12);
    });
  });

  it("does not rank an instrument that stands alone", () => {
    const engine = createFactorEngine({instruments: [ETH], timeframe: "1h", factors: [factor("momentum-rank-24")]});
    expect(run(engine, tape({[ETH]: markets[ETH] ?? []})).every(({payload}) => payload.values[0] === null)).toBe(true);
  });

  it("marks exactly the values whose window touches a gap", () => {
    const engine = createFactorEngine({
      instruments: [ETH],
      timeframe: "1h",
      factors: [factor("momentum-4"), factor("kbar-body")]
    });
    const candles = markets[ETH] ?? [];
    const events = candles.flatMap((candle, i) => [
      candleClosed(ETH, candle, {missingBefore: i === 10 ? 2 : 0}),
      sliceCompleted(candle.closeTime, [ETH])
    ]);
    const touched = run(engine, events).map(({payload}) => payload.touchedByGap.join());
    // momentum-4 looks at 5 candles: at candle 14 the window begins with candle 10, the first after the gap.
    expect(touched.map((names, i) => (names === "" ? -1 : i)).filter((i) => i >= 0)).toEqual([10, 11, 12, 13]);
    expect(touched[10]).toBe("momentum-4");
  });

  it("marks a value whose reference has a gap", () => {
    const engine = createFactorEngine({instruments: [ETH, BTC], timeframe: "1h", factors: [factor("btc-return-1")]});
    const candles = markets[ETH] ?? [];
    const events = candles.flatMap((candle, i) => [
      candleClosed(ETH, candle, {}),
      candleClosed(BTC, present(markets[BTC]?.[i], "candle"), {missingBefore: i === 5 ? 1 : 0}),
      sliceCompleted(candle.closeTime, [ETH, BTC])
    ]);
    const touched = run(engine, events).filter(({payload}) => payload.touchedByGap.length > 0);
    expect(touched.map(({payload}) => [payload.instrument, payload.closeTime])).toEqual(
      [ETH, BTC].map((id) => [id, present(candles[5], "candle").closeTime])
    );
  });

  it("uses the corrected candle when the correction comes before the watermark", () => {
    const engine = createFactorEngine({instruments: [ETH], timeframe: "1h", factors: [factor("return-1")]});
    const [first, second] = markets[ETH] ?? [];
    const [a, b] = [present(first, "first"), present(second, "second")];
    const corrected = {...b, close: b.close * 2};
    const out = run(engine, [
      candleClosed(ETH, a, {}),
      sliceCompleted(a.closeTime, [ETH]),
      candleClosed(ETH, b, {}),
      candleClosed(ETH, corrected, {revision: 1}),
      sliceCompleted(b.closeTime, [ETH])
    ]);
    expect(out[1]?.payload.values[0]).toBe((2 * b.close) / a.close - 1);
    expect(out[1]?.id.endsWith(":r1")).toBe(true);
  });

  it("lets a candle that came after its watermark into the windows of the next", () => {
    const engine = createFactorEngine({instruments: [ETH], timeframe: "1h", factors: [factor("return-1")]});
    const [a, b, c] = (markets[ETH] ?? []).slice(0, 3).map((candle) => present(candle, "candle"));
    const events = [candleClosed(ETH, present(a, "a"), {}), sliceCompleted(present(a, "a").closeTime, [ETH])];
    events.push(sliceCompleted(present(b, "b").closeTime, []), candleClosed(ETH, present(b, "b"), {}));
    events.push(candleClosed(ETH, present(c, "c"), {}), sliceCompleted(present(c, "c").closeTime, [ETH]));
    const out = run(engine, events);
    expect(out).toHaveLength(2);
    expect(out[1]?.payload.values[0]).toBe(present(c, "c").close / present(b, "b").close - 1);
  });

  it("ignores other timeframes, unknown instruments and events delivered twice", () => {
    const engine = createFactorEngine({instruments: [ETH], timeframe: "1h", factors: [factor("return-1")]});
    const candle = present(markets[ETH]?.[0], "candle");
    const slice = sliceCompleted(candle.closeTime, [ETH, BTC]);
    const once = run(engine, [
      candleClosed(ETH, candle, {}),
      candleClosed(BTC, candle, {}),
      candleClosed(ETH, candle, {timeframe: "1m"}),
      sliceCompleted(candle.closeTime, [ETH], "1m"),
      slice
    ]);
    expect(once).toHaveLength(1);
    expect(run(engine, [candleClosed(ETH, candle, {}), slice])).toEqual([]);
  });

  it("hands trades to the candle they are in, and those before it to none", () => {
    const tradesSeen = defineFactor({
      name: "trades-seen",
      family: "volume-and-flow",
      title: "Trades",
      description: "Number of trades in the candle.",
      inputs: ["trades"],
      parameters: {},
      warmUp: () => 1,
      create: () => {
        const state = {count: 0};
        return {
          parts: {state},
          onTrade: () => {
            state.count++;
          },
          update: () => {
            const {count} = state;
            state.count = 0;
            return count;
          }
        };
      }
    });
    const engine = createFactorEngine({instruments: [ETH], timeframe: "1h", factors: tradesSeen.factors});
    const [a, b] = (markets[ETH] ?? []).slice(0, 2).map((candle) => present(candle, "candle"));
    const trade = (time: number): PapertapeEvent => ({
      ...sliceCompleted(time, []),
      type: "MarketDataEvent",
      fact: "TradePrinted",
      version: 1,
      payload: {instrument: ETH, tradeId: String(time), time, price: 1, amount: 1, takerSide: "buy"}
    });
    const first = present(a, "a").closeTime;
    const out = run(engine, [
      trade(first - 3_600_001),
      trade(first - 1),
      trade(first),
      candleClosed(ETH, present(a, "a"), {}),
      sliceCompleted(first, [ETH]),
      candleClosed(ETH, present(b, "b"), {}),
      sliceCompleted(present(b, "b").closeTime, [ETH])
    ]);
    expect(out.map(({payload}) => payload.values[0])).toEqual([1, 1]);
  });

  it("refuses a snapshot of other factors and the same factor twice", () => {
    const rsi = createFactorEngine({instruments: [ETH], timeframe: "1h", factors: [factor("rsi-14")]});
    const adx = createFactorEngine({instruments: [ETH], timeframe: "1h", factors: [factor("adx-14")]});
    expect(() => adx.restore(rsi.snapshot())).toThrow(/rsi-14/);
    const twice = [factor("rsi-14"), factor("rsi-14")];
    expect(() => createFactorEngine({instruments: [ETH], timeframe: "1h", factors: twice})).toThrow(/once/);
  });
});
