import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import type {PapertapeEvent} from "../../../src/lib/events/event.js";
import {validateEvent} from "../../../src/lib/events/validate-event.js";
import {candleTape} from "../../../src/lib/market-data/candle-tape.js";
import type {SequencedCandle} from "../../../src/lib/market-data/sequencer.js";
import {type Collector, type CollectorOptions, createCollector} from "../../../src/live/collection/collector.js";
import {drainTrades} from "../../../src/live/collection/trade-drain.js";
import {type ExchangeConnection, openExchange} from "../../../src/loaders/exchange/open-exchange.js";
import {pause} from "../../../src/loaders/exchange/retry-exchange.js";
import {
  type SimulatedExchange,
  startSimulatedExchange
} from "../../../src/loaders/simulated-exchange/start-simulated-exchange.js";

const MINUTE = 60_000;
const NOON = Date.UTC(2026, 4, 5, 12);
/** A minute of the exchange passes in a tenth of a second. */
const SPEED = 600;

let exchange: SimulatedExchange;
let connection: ExchangeConnection;
let collector: Collector | null;
let tape: PapertapeEvent[];
let stored: SequencedCandle[];

beforeEach(async () => {
  exchange = await startSimulatedExchange({seed: 3, startAt: NOON, speed: SPEED, tickMs: 20});
  connection = await openExchange("simulated", {
    urls: exchange,
    retry: {attempts: 2, waitFactor: 0.001},
    timeoutMs: 500
  });
  collector = null;
  tape = [];
  stored = [];
});

afterEach(async () => {
  await collector?.stop();
  await connection.close();
  await exchange.close();
});

function collect(options: Partial<CollectorOptions> = {}): Collector {
  collector = createCollector({
    exchange: connection,
    instruments: connection.instruments().slice(0, 3),
    timeframe: "1m",
    from: NOON - 5 * MINUTE,
    emit: async (events) => {
      tape.push(...events);
    },
    store: async (candles) => {
      stored.push(...candles);
    },
    pollMs: 20,
    ...options
  });
  return collector;
}

async function until(condition: () => boolean): Promise<void> {
  await vi.waitFor(() => expect(condition()).toBe(true), {timeout: 100_000, interval: 10});
}

const slices = () => tape.flatMap((event) => (event.fact === "SliceCompleted" ? [event.payload] : []));
const facts = () => tape.map(({fact}) => fact);
const marketFacts = () => tape.filter(({type}) => type === "MarketDataEvent").map(({recordedAt: _, ...event}) => event);

/** What history says of the same range. */
function history(before: number) {
  const series = connection
    .instruments()
    .slice(0, 3)
    .map(({id, symbol}) => ({
      instrument: id,
      columns: exchange.market.candles({symbol, timeframe: "1m", from: NOON - 5 * MINUTE, before}),
      origin: "simulated" as const
    }));
  return [...candleTape("1m", series)].map(({recordedAt: _, ...event}) => event);
}

describe("collector", () => {
  it("catches up and follows, and its tape is the tape of history", async () => {
    await collect().start();
    expect(slices().length).toBeGreaterThanOrEqual(5);
    await until(() => slices().length >= 20);
    await collector?.stop();
    const end = slices().at(-1)?.closeTime ?? 0;
    expect(marketFacts()).toEqual(history(end));
    expect(stored.length).toBe(3 * slices().length);
    for (const event of tape) expect(validateEvent(event)).toMatchObject({ok: true});
    expect([facts()[0], facts().at(-1)]).toEqual(["ComponentStarted", "ComponentStopped"]);
  });

  it("follows by polling alone", async () => {
    await collect({useStreams: false}).start();
    await until(() => slices().length >= 12);
    expect(slices().every(({missing}) => missing.length === 0)).toBe(true);
    expect(collector?.health()).toMatchObject({status: "up", streams: []});
  });

  it("fills the hole of an outage before newer candles go on", async () => {
    await collect().start();
    exchange.faults.setMaintenance(true);
    await until(() => facts().includes("ComponentDegraded"));
    expect(collector?.health().status).toBe("degraded");
    const then = exchange.clock.now();
    await until(() => exchange.clock.now() > then + 20 * MINUTE);
    exchange.faults.setMaintenance(false);
    await until(() => (slices().at(-1)?.closeTime ?? 0) > then + 25 * MINUTE);
    await until(() => facts().includes("ComponentRecovered"));
    await collector?.stop();
    expect(marketFacts()).toEqual(history(slices().at(-1)?.closeTime ?? 0));
  });

  it("notices a stream that is connected but silent, says so, goes on by polling and recovers", async () => {
    await collect({staleAfterMs: 300}).start();
    exchange.faults.streams.isStalled = true;
    const began = Date.now();
    await until(() => facts().includes("ComponentDegraded"));
    expect(Date.now() - began).toBeLessThan(5_000);
    expect(collector?.health()).toMatchObject({status: "degraded", reason: expect.stringContaining("silent")});
    const taken = slices().length;
    await until(() => slices().length > taken + 5);
    exchange.faults.clear();
    await until(() => facts().includes("ComponentRecovered"));
    expect(collector?.health().streams[0]?.reconnections).toBeGreaterThan(0);
    expect(marketFacts()).toEqual(history(slices().at(-1)?.closeTime ?? 0));
  });

  it("completes a slice without an instrument that stays away, and says which candles it has none of", async () => {
    const [first] = connection.instruments();
    exchange.faults.addOutage({symbol: first?.symbol ?? "", from: NOON + 5 * MINUTE, before: NOON + 8 * MINUTE});
    await collect({graceMs: 4 * MINUTE}).start();
    await until(() => (slices().at(-1)?.closeTime ?? 0) > NOON + 20 * MINUTE);
    const lacking = slices().filter(({missing}) => missing.length > 0);
    expect(lacking.map(({closeTime}) => (closeTime - NOON) / MINUTE)).toEqual([6, 7, 8]);
    expect(tape.find(({fact}) => fact === "MarketDataGapFound")).toMatchObject({
      payload: {instrument: first?.id, from: NOON + 5 * MINUTE, to: NOON + 7 * MINUTE, missingCandles: 3}
    });
  });

  it("knows why candles are missing of the time when the exchange said that it was down", async () => {
    await collect({graceMs: 2 * MINUTE}).start();
    await until(() => slices().length >= 6);
    exchange.faults.setMaintenance(true);
    const from = exchange.clock.now() - (exchange.clock.now() % MINUTE) + 2 * MINUTE;
    const before = from + 7 * MINUTE;
    exchange.faults.addOutage({from, before});
    const [first] = connection.instruments();
    const alone = {from: before + 20 * MINUTE, before: before + 22 * MINUTE};
    exchange.faults.addOutage({symbol: first?.symbol ?? "", ...alone});
    await until(() => exchange.clock.now() > before);
    exchange.faults.setMaintenance(false);
    await until(() => (slices().at(-1)?.closeTime ?? 0) > alone.before + 5 * MINUTE);
    const gaps = tape.flatMap((event) => (event.fact === "MarketDataGapFound" ? [event.payload] : []));
    expect(gaps.map(({from, to, reason}) => ({from, to, reason}))).toEqual([
      ...Array(3).fill({from, to: before - MINUTE, reason: "exchange-down"}),
      {from: alone.from, to: alone.before - MINUTE, reason: "unknown"}
    ]);
  });

  it("waits for whoever takes its events", async () => {
    let inside = 0;
    let most = 0;
    const emit: CollectorOptions["emit"] = async (events) => {
      most = Math.max(most, ++inside);
      await pause(120);
      tape.push(...events);
      inside--;
    };
    await collect({emit}).start();
    await until(() => slices().length >= 12);
    await collector?.stop();
    expect(most).toBe(1);
    expect(marketFacts()).toEqual(history(slices().at(-1)?.closeTime ?? 0));
  });

  it("ends with the failure of whoever takes its events", async () => {
    const failing = collect({
      emit: async () => {
        throw new Error("journal away");
      }
    });
    await expect(failing.start()).rejects.toThrow("journal away");
    await expect(failing.finished).rejects.toThrow("journal away");
    expect(failing.health().status).toBe("stopped");
  });
});

describe("drainTrades", () => {
  it("loses no trade of a storm while its consumer stalls, and notices those that the exchange drops", async () => {
    const drain = drainTrades({client: connection.client, symbol: "BTC/USDT"});
    await until(() => drain.state().received > 0);
    const before = drain.state().received;
    const storm = exchange.burst({symbol: "BTC/USDT", count: 30_000, perSecond: 20_000});
    let taken = 0;
    const isThere = () => drain.state().received >= before + 30_000;
    while (!isThere()) {
      taken += drain.take(100_000).length;
      // The consumer does nothing for a while; what the stream brings meanwhile waits in our queue.
      await pause(200);
    }
    await storm;
    taken += drain.take(1_000_000).length;
    expect(taken).toBe(drain.state().received);
    expect(drain.state()).toMatchObject({overflowed: 0, duplicates: 0});
    // The storm's ids begin far above the market's own.
    const gaps = () => drain.state().gaps.filter(({from}) => from >= 1e12);
    expect(gaps()).toEqual([]);
    exchange.faults.streams.dropEvery = 7;
    await exchange.burst({symbol: "BTC/USDT", count: 100, perSecond: 20_000});
    await until(() => gaps().length >= 13);
    await drain.stop();
  });
});
