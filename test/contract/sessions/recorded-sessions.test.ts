/** Recorded sessions: equal to a backtest, replayed to the byte, compared cause by cause, explained down to candles. */
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {HOUR_MS} from "../../../src/lib/core/time.js";
import type {PapertapeEvent} from "../../../src/lib/events/event.js";
import {runBacktest} from "../../../src/lib/integration/backtest.js";
import {createStrategyPipeline} from "../../../src/lib/integration/create-strategy-pipeline.js";
import {createTradingDigest} from "../../../src/lib/integration/trading-digest.js";
import {candleTape} from "../../../src/lib/market-data/candle-tape.js";
import {sliceColumns} from "../../../src/lib/vocabulary/candle-rows.js";
import {compareSession} from "../../../src/live/compare-session.js";
import {explainInSession} from "../../../src/live/explain-session.js";
import {createSessionQueries} from "../../../src/live/integration/session-queries.js";
import {replaySession} from "../../../src/live/replay-session.js";
import type {TradedTape} from "../../../src/live/trade-tape.js";
import {writeCandles} from "../../../src/loaders/database/candle-store.js";
import {ensureSeries} from "../../../src/loaders/database/instrument-store.js";
import {command, type Recording, recording, scriptedSession, sessionOf, tradedSession} from "./recorded-session.js";

let recorded: Recording;
let tape: TradedTape;

beforeAll(async () => {
  recorded = await recording(7);
  tape = await tradedSession(recorded);
});

afterAll(() => recorded.drop());

const fillsOf = (session: string) =>
  createSessionQueries(recorded.source.pool, session).recent(["OrderFilled"], {limit: 1_000});

describe("a paper session over a tape", () => {
  it("trades exactly what a backtest of the same candles trades", () => {
    const {plan, cut} = recorded;
    const pipeline = createStrategyPipeline(plan);
    pipeline.warmUp(candleTape("1h", cut.warmUp));
    const digest = createTradingDigest();
    runBacktest({pipeline, tape: candleTape("1h", cut.traded), emit: (event) => digest.take(event)});
    const backtest = digest.summary();
    expect(backtest.fills).toBeGreaterThan(10);
    expect(tape).toMatchObject(backtest);
  });

  it("agrees with its backtest fill by fill", async () => {
    const report = await compareSession(recorded.source, await sessionOf(recorded, tape.session));
    expect(report).toMatchObject({fills: tape.fills, differences: [], deviations: [], isExplained: true});
    expect(report.equity).toEqual({session: tape.finalEquity, backtest: tape.finalEquity, changes: []});
  });

  it("replays to the same events with the same hashes", async () => {
    const session = await sessionOf(recorded, tape.session);
    expect(await replaySession(recorded.source, session)).toEqual({
      same: true,
      session: tape.session,
      events: tape.events,
      headHash: session.head.hash
    });
  });
});

describe("an explanation", () => {
  it("walks from a fill to its candles, and the recomputed factor values are the recorded ones", async () => {
    const [newest] = await fillsOf(tape.session);
    const session = await sessionOf(recorded, tape.session);
    const found = await explainInSession(recorded.source, session, newest?.id ?? "");
    expect(found).toMatchObject({fill: {id: newest?.id}, missing: [], notRecalculated: null});
    expect(found?.order?.payload.orderId).toBe(newest?.payload.orderId);
    expect(found?.decision?.payload.rationale).not.toBe("");
    expect(found?.predictions.length).toBeGreaterThan(0);
    expect(found?.candle?.payload.origin).toBe("simulated");
    expect(found?.fillCandle?.payload.openTime).toBeGreaterThanOrEqual(found?.candle?.payload.closeTime ?? Infinity);
    expect(found?.recalculated?.length).toBe(found?.factors?.payload.factors.length);
    expect(found?.recalculated?.filter(({isEqual}) => !isEqual)).toEqual([]);
  });

  it("is nothing for an id that the session does not know", async () => {
    const session = await sessionOf(recorded, tape.session);
    expect(await explainInSession(recorded.source, session, "fill:nowhere")).toBeNull();
  });
});

describe("a session that an operator paused", () => {
  const pausedFrom = (events: readonly PapertapeEvent[]) => {
    const middle = events.findIndex((event, index) => index > events.length / 3 && event.fact === "SliceCompleted");
    const at = events[middle]?.occurredAt ?? 0;
    return [...events.slice(0, middle + 1), command("FlattenRequested", at), ...events.slice(middle + 1)];
  };

  it("replays the same, and each difference from a backtest is the operator's", async () => {
    const session = await scriptedSession(recorded, {id: "paused", inputs: pausedFrom});
    expect(await replaySession(recorded.source, session)).toMatchObject({same: true, events: session.head.sequence});
    const report = await compareSession(recorded.source, session);
    expect(report.differences.length).toBeGreaterThan(0);
    expect(new Set(report.differences.map(({cause}) => cause))).toEqual(new Set(["operator"]));
    expect(report.equity.changes.map(({cause}) => cause)).toEqual(["operator"]);
    const total = report.equity.changes.reduce((sum, {change}) => sum + change, 0);
    expect(total).toBeCloseTo((report.equity.session ?? 0) - (report.equity.backtest ?? 0), 9);
    expect(report.isExplained).toBe(true);
  });
});

describe("a session that lived through trouble", () => {
  it("has late candles, gaps and candles that were taken late named as the causes", async () => {
    const eth = recorded.plan.instruments.find(({symbol}) => symbol === "ETH/USDT")?.id ?? "";
    const {firstOpenTime} = recorded.cut;
    const lateFrom = firstOpenTime + 60 * HOUR_MS;
    const awayFrom = firstOpenTime + 110 * HOUR_MS;
    const inputs = (events: readonly PapertapeEvent[]) =>
      events.flatMap((event): readonly PapertapeEvent[] => {
        const isLate = event.occurredAt > lateFrom && event.occurredAt <= lateFrom + 6 * HOUR_MS;
        const isAway = event.occurredAt > awayFrom && event.occurredAt <= awayFrom + 6 * HOUR_MS;
        if (isLate && event.fact === "CandleClosed" && event.payload.instrument === eth) return [];
        if (isLate && event.fact === "SliceCompleted") {
          const instruments = event.payload.instruments.filter((name) => name !== eth);
          return [{...event, payload: {...event.payload, instruments, missing: [eth]}}];
        }
        return [isAway ? {...event, recordedAt: awayFrom + 9 * HOUR_MS} : event];
      });
    const session = await scriptedSession(recorded, {id: "troubled", inputs});
    const report = await compareSession(recorded.source, session);
    const causes = new Set(report.deviations.map(({cause}) => cause));
    expect(causes).toEqual(new Set(["late-candle", "restart"]));
    expect(report.differences.length).toBeGreaterThan(0);
    expect(report.isExplained).toBe(true);
    expect(report.differences.some(({cause}) => cause === "late-candle")).toBe(true);
    expect(await replaySession(recorded.source, session)).toMatchObject({same: true});
  });
});

describe("a candle of the warm-up that the exchange corrects afterwards", () => {
  it("leaves replay and parity as they were, because they read it as it was known", async () => {
    const correction = await recording(8);
    try {
      const {session: id} = await tradedSession(correction);
      const [first] = correction.cut.warmUp;
      if (first === undefined) throw new Error("no warm-up");
      const series = await ensureSeries(correction.source.pool, {instrument: first.instrument, timeframe: "1h"});
      const one = sliceColumns(first.columns, 40, 41);
      const columns = {
        ...one,
        close: one.close.map((price) => price * 1.001),
        high: one.high.map((price) => price * 1.01)
      };
      const recordedAt = correction.cut.lastOpenTime + 24 * HOUR_MS;
      await writeCandles(correction.source.pool, {series, columns, origin: "simulated", recordedAt});
      const session = await sessionOf(correction, id);
      expect(await replaySession(correction.source, session)).toMatchObject({same: true});
      expect(await compareSession(correction.source, session)).toMatchObject({differences: [], isExplained: true});
    } finally {
      await correction.drop();
    }
  });
});

describe("a flipped digit in one recorded event", () => {
  it("is found by the journal and named by the replay", async () => {
    const damaged = await recording(9);
    try {
      const {session: id} = await tradedSession(damaged);
      const {pool, journal} = damaged.source;
      const {rows} = await pool.query<{sequence: string}>(
        'update journal_events set event = replace(event, \'"liquidity":"taker"\', \'"liquidity":"maker"\') where sequence = (select min(sequence) from journal_events where fact = \'OrderFilled\') returning sequence'
      );
      const sequence = Number(rows[0]?.sequence);
      expect(await journal.verify(id)).toMatchObject({ok: false, fault: "altered", sequence});
      const outcome = await replaySession(damaged.source, await sessionOf(damaged, id));
      expect(outcome).toMatchObject({same: false, difference: {sequence, field: "payload.liquidity"}});
    } finally {
      await damaged.drop();
    }
  });
});
