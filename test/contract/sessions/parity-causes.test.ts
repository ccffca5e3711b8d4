/** Parity names what made a session differ from a backtest of today: one session for each cause that is met apart. */
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {HOUR_MS} from "../../../src/lib/core/time.js";
import type {PapertapeEvent} from "../../../src/lib/events/event.js";
import {candleTape, type TapeSeries} from "../../../src/lib/market-data/candle-tape.js";
import {sliceColumns} from "../../../src/lib/vocabulary/candle-rows.js";
import {compareSession, type SessionParity} from "../../../src/live/compare-session.js";
import {writeCandles} from "../../../src/loaders/database/candle-store.js";
import {ensureSeries, upsertInstrument} from "../../../src/loaders/database/instrument-store.js";
import {command, type Recording, recording, scriptedSession, sessionOf} from "./recorded-session.js";

let recorded: Recording;

beforeAll(async () => {
  recorded = await recording(17);
});

afterAll(() => recorded.drop());

/** Runs a session and holds it against the backtest of the candles that the database has then. */
async function parityOf(
  id: string,
  inputs: (tape: readonly PapertapeEvent[]) => readonly PapertapeEvent[]
): Promise<SessionParity> {
  await scriptedSession(recorded, {id, inputs});
  return compareSession(recorded.source, await sessionOf(recorded, id));
}

function expectCause({differences, equity, deviations, isExplained}: SessionParity, cause: string): void {
  expect(differences.length).toBeGreaterThan(0);
  expect(new Set(differences.map((difference) => difference.cause))).toEqual(new Set([cause]));
  expect(equity.changes.map((change) => change.cause)).toEqual([cause]);
  const found = new Set(deviations.map((deviation) => deviation.cause));
  // The clock is only looked for where something is left to explain.
  if (cause !== "clock") expect(found).toEqual(new Set([cause]));
  expect(isExplained).toBe(true);
}

/** Where in the tape a slice ends, a third of the way. */
function afterSlice(tape: readonly PapertapeEvent[]): number {
  return tape.findIndex((event, index) => index > tape.length / 3 && event.fact === "SliceCompleted") + 1;
}

function changed(at: number): PapertapeEvent {
  const id = `configuration:${at}`;
  return {
    id,
    type: "ConfigurationEvent",
    fact: "ConfigurationChanged",
    version: 1,
    occurredAt: at,
    recordedAt: at,
    correlationId: id,
    causationId: null,
    source: "control",
    payload: {key: "decision.minimumEdgeBps", from: -60, to: 500, by: "ada"}
  };
}

describe("the cause of what a session traded otherwise", () => {
  it("is a changed configuration", async () => {
    const report = await parityOf("reconfigured", (tape) => {
      const place = afterSlice(tape);
      return [...tape.slice(0, place), changed(tape[place - 1]?.occurredAt ?? 0), ...tape.slice(place)];
    });
    expectCause(report, "configuration-change");
  });

  it("is a gap, where the session has no slice that the database has", async () => {
    const from = recorded.cut.firstOpenTime + 70 * HOUR_MS;
    const without = recorded.cut.traded.map((series): TapeSeries => {
      const {columns} = series;
      const kept = [...columns.openTime.keys()].filter((index) => {
        const openTime = columns.openTime[index] ?? 0;
        return openTime < from || openTime >= from + 5 * HOUR_MS;
      });
      const pick = (values: Float64Array) => Float64Array.from(kept, (index) => values[index] ?? Number.NaN);
      const picked = Object.fromEntries(
        Object.entries(columns).map(([name, value]) => [name, value instanceof Float64Array ? pick(value) : value])
      ) as typeof columns;
      return {...series, columns: {...picked, length: kept.length}};
    });
    const report = await parityOf("gapped", () => [...candleTape("1h", without)]);
    expectCause(report, "gap");
    expect(report.deviations).toHaveLength(5 * without.length);
  });

  it("is the clock, where a command came between a candle and its watermark", async () => {
    // Every tenth slice: at some of them something is held, and sold a candle later than right behind a watermark.
    const report = await parityOf("between", (tape) => {
      let slices = 0;
      return tape.flatMap((event): readonly PapertapeEvent[] => {
        if (event.fact !== "SliceCompleted" || ++slices % 10 > 0) return [event];
        const at = event.occurredAt;
        return [command("FlattenRequested", at), event, command("TradingResumed", at + 1)];
      });
    });
    expect(new Set(report.deviations.map(({cause}) => cause))).toEqual(new Set(["operator"]));
    expect(report.differences.some(({cause}) => cause === "clock")).toBe(true);
    expect(report.isExplained).toBe(true);
  });

  it("is a candle that was corrected afterwards", async () => {
    const [first] = recorded.cut.traded;
    if (first === undefined) throw new Error("nothing is traded");
    const {pool} = recorded.source;
    const series = await ensureSeries(pool, {instrument: first.instrument, timeframe: "1h"});
    const part = sliceColumns(first.columns, 60, 90);
    const columns = {
      ...part,
      close: part.close.map((price) => price * 0.99),
      low: part.low.map((price) => price * 0.98)
    };
    await scriptedSession(recorded, {id: "corrected", inputs: (tape) => tape});
    const recordedAt = recorded.cut.lastOpenTime + 24 * HOUR_MS;
    await writeCandles(pool, {series, columns, origin: "simulated", recordedAt});
    const report = await compareSession(recorded.source, await sessionOf(recorded, "corrected"));
    expectCause(report, "revised-candle");
    expect(report.deviations).toHaveLength(30);
    // As they were, for the sessions after this one.
    await writeCandles(pool, {series, columns: part, origin: "simulated", recordedAt: recordedAt + HOUR_MS});
  });

  it("is a fee that the exchange takes no longer", async () => {
    await scriptedSession(recorded, {id: "dearer", inputs: (tape) => tape});
    for (const instrument of recorded.plan.instruments)
      await upsertInstrument(recorded.source.pool, {...instrument, makerFee: 0.0002, takerFee: 0.0004});
    const report = await compareSession(recorded.source, await sessionOf(recorded, "dearer"));
    expectCause(report, "fee-change");
  });
});
