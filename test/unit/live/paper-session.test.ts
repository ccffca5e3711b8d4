/** The session when its journal or its bus fails in the middle of the work. */
import {describe, expect, it} from "vitest";
import type {PapertapeEvent} from "../../../src/lib/events/event.js";
import type {Pipeline} from "../../../src/lib/integration/pipeline.js";
import type {Journal, JournalCommit} from "../../../src/lib/integration/ports/journal.js";
import {gapFound, sliceCompleted} from "../../../src/lib/market-data/candle-event.js";
import {PaperSession} from "../../../src/live/integration/paper-session.js";
import {TakenInputs} from "../../../src/live/integration/taken-inputs.js";

const HOUR = 3_600_000;
const slice = (hour: number) => sliceCompleted({timeframe: "1h", closeTime: hour * HOUR, instruments: [], missing: []});

function setUp(handle: Pipeline["handle"] = (input, emit) => emit(input)) {
  const committed: string[] = [];
  const told: string[] = [];
  const failures = {commit: [] as ("before" | "after")[], publish: 0};
  const commit = (wanted: JournalCommit) => {
    const failure = failures.commit.shift();
    if (failure === "before") return Promise.reject(new Error("not written"));
    const fresh = wanted.events.map(({id}) => id).filter((id) => !committed.includes(id));
    committed.push(...fresh);
    if (failure === "after") return Promise.reject(new Error("written, but nobody says so"));
    const head = {sequence: committed.length, hash: ""};
    return Promise.resolve({head, appended: fresh.length, duplicates: wanted.events.length - fresh.length});
  };
  const session = new PaperSession({
    description: {id: "s", kind: "tape", strategy: "s", configuration: {}, codeCommit: "c", startedAt: 0},
    pipeline: {handle, warmUp: () => {}, snapshot: () => ({}) as never, restore: () => {}},
    journal: {commit} as Partial<Journal> as Journal,
    begin: () => Promise.resolve([]),
    publish: (events: readonly PapertapeEvent[]) => {
      if (failures.publish-- > 0) return Promise.reject(new Error("the bus is full"));
      told.push(...events.map(({id}) => id));
      return Promise.resolve();
    }
  });
  return {session, committed, told, failures};
}

describe("a paper session", () => {
  it.each(["before", "after"] as const)("loses nothing when a commit fails %s it is written", async (when) => {
    const {session, committed, told, failures} = setUp();
    failures.commit = [when, when];
    await expect(session.take([slice(1)])).rejects.toThrow();
    await expect(session.take([slice(1)])).rejects.toThrow();
    await session.take([slice(1)]);
    await session.take([slice(2)]);
    expect(committed).toEqual([slice(1).id, slice(2).id]);
    expect(told).toEqual(committed);
    expect(session.sequence).toBe(2);
  });

  it("tells again what could not be told, before anything new", async () => {
    const {session, committed, told, failures} = setUp();
    failures.publish = 1;
    await expect(session.take([slice(1)])).rejects.toThrow("the bus is full");
    await session.take([slice(2)]);
    expect(committed).toEqual([slice(1).id, slice(2).id]);
    expect(told).toEqual(committed);
  });

  it("takes nothing more once its pipeline broke in the middle of an input", async () => {
    const {session, committed} = setUp((input, emit) => {
      if (input.id === slice(2).id) throw new Error("broken");
      emit(input);
    });
    await session.take([slice(1)]);
    await expect(session.take([slice(2)])).rejects.toThrow("broken");
    await expect(session.take([slice(3)])).rejects.toThrow("broken");
    expect(committed).toEqual([slice(1).id]);
  });
});

describe("taken inputs", () => {
  it("take a gap that comes with a later candle, after other instruments have gone on, and take it once", () => {
    const taken = new TakenInputs();
    const gap = gapFound({instrument: "A", timeframe: "1h", from: 3 * HOUR, to: 4 * HOUR, reason: "unknown"});
    expect(taken.isTaken(slice(5))).toBe(false);
    expect(taken.isTaken(gap)).toBe(false);
    expect(taken.isTaken(gap)).toBe(true);
    expect(taken.isTaken(slice(6))).toBe(false);
    expect(taken.isTaken(gap)).toBe(true);
  });
});
