/** The journal: one commit is all or nothing, the same commit twice is one, and what is read is what was written. */
import {afterAll, beforeAll, beforeEach, describe, expect, it} from "vitest";
import type {PapertapeEvent} from "../../../src/lib/events/event.js";
import {validateEvent} from "../../../src/lib/events/validate-event.js";
import type {
  Journal,
  JournaledEvent,
  JournalReadOptions,
  SessionDescription
} from "../../../src/lib/integration/ports/journal.js";
import {MOST_IN_A_STATEMENT} from "../../../src/loaders/journal/commit-events.js";
import {createPostgresJournal} from "../../../src/loaders/journal/postgres-journal.js";
import {describeOnDatabases, type TestDatabase} from "../../support/database.js";
import {sessionEvents} from "./session-events.js";

describeOnDatabases("the journal", (open) => {
  let database: TestDatabase;
  let journal: Journal;
  let session: string;
  let made = 0;

  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database?.drop());
  beforeEach(async () => {
    journal = createPostgresJournal(database.pool);
    session = (await journal.openSession(description(`session-${made++}`))).id;
  });

  const commit = (events: readonly PapertapeEvent[]) => journal.commit({session, inputs: {}, events});
  async function readAll(options?: JournalReadOptions): Promise<readonly JournaledEvent[]> {
    const all: JournaledEvent[] = [];
    for await (const batch of journal.read(session, options)) all.push(...batch);
    return all;
  }

  it("gives back every event as it was, in order and numbered from 1", async () => {
    const events = sessionEvents({to: 30});
    expect(events.map(validateEvent).filter(({ok}) => !ok)).toEqual([]);
    await commit(events.slice(0, 100));
    const {head, appended} = await commit(events.slice(100));
    const read = await readAll();
    expect(read.map(({event}) => event)).toEqual(events);
    expect(read.map(({sequence}) => sequence)).toEqual(events.map((_, index) => index + 1));
    expect(appended).toBe(events.length - 100);
    expect(await journal.head(session)).toEqual(head);
    expect(head.hash).toBe(read[read.length - 1]?.hash);
  });

  it("gives the same hashes to the same events, however they were committed", async () => {
    const events = sessionEvents({to: 10});
    const whole = (await commit(events)).head;
    const other = createPostgresJournal(database.pool);
    await database.pool.query("delete from journal_sessions where id = $1", [session]);
    await other.openSession(description(session));
    for (const event of events) await other.commit({session, inputs: {}, events: [event]});
    expect(await other.head(session)).toEqual(whole);
  });

  it("reads from where it is asked, as much as it is asked, and the facts it is asked for", async () => {
    await commit(sessionEvents({to: 8}));
    expect((await readAll({afterSequence: 5, limit: 3})).map(({sequence}) => sequence)).toEqual([6, 7, 8]);
    const fills = await readAll({facts: ["OrderFilled"]});
    expect(fills.map(({event}) => event.fact)).toEqual(Array(4).fill("OrderFilled"));
  });

  describe("delivered twice", () => {
    it("keeps an event once when a commit is made again", async () => {
      const events = sessionEvents({to: 5});
      const first = await commit(events);
      expect(await commit(events)).toEqual({head: first.head, appended: 0, duplicates: events.length});
    });

    it("keeps the new ones of a commit that overlaps an earlier one, and of repeats within it", async () => {
      const events = sessionEvents({to: 5});
      await commit(events.slice(0, 12));
      const {appended, duplicates} = await commit([...events, ...events.slice(20, 25)]);
      expect([appended, duplicates]).toEqual([events.length - 12, 17]);
      expect((await readAll()).map(({event}) => event.id)).toEqual(events.map(({id}) => id));
    });

    it("refuses another content under an id that is there", async () => {
      const [event] = sessionEvents({to: 1});
      const other = {...(event as PapertapeEvent), source: "another"};
      await commit([event as PapertapeEvent]);
      await expect(commit([other])).rejects.toMatchObject({
        code: "JOURNAL_EVENT_CONFLICT",
        details: {eventId: other.id}
      });
    });
  });

  describe("written by two", () => {
    it("keeps one chain when two processes commit at once", async () => {
      const events = sessionEvents({to: 40});
      const journals = [createPostgresJournal(database.pool), createPostgresJournal(database.pool)];
      const halves = [0, 1].map((half) => events.filter((_, index) => index % 2 === half));
      for (let i = 0; i < 4; i++)
        await Promise.all(
          journals.map((writer, half) =>
            writer.commit({session, inputs: {}, events: halves[half]?.slice(i * 20, i * 20 + 20) ?? []})
          )
        );
      expect(await journal.verify(session)).toMatchObject({ok: true, events: 160});
    });

    it("fences off the one that does not know how far the other has come", async () => {
      const events = sessionEvents({to: 2});
      await journal.commit({session, expectedSequence: 0, inputs: {}, events: events.slice(0, 5)});
      const late = createPostgresJournal(database.pool);
      await expect(
        late.commit({session, expectedSequence: 0, inputs: {}, events: events.slice(5, 7)})
      ).rejects.toMatchObject({code: "JOURNAL_FENCED", details: {expected: 0, found: 5}});
    });

    it("takes a commit whose answer was lost for done when it is made again", async () => {
      const again = {session, expectedSequence: 0, inputs: {bus: "7"}, events: sessionEvents({to: 2})};
      const {head} = await journal.commit(again);
      expect(await createPostgresJournal(database.pool).commit(again)).toMatchObject({head, appended: 0});
    });
  });

  it("keeps events, states and positions together or not at all", async () => {
    const events = sessionEvents({to: 2});
    await journal.commit({session, inputs: {bus: "1-0"}, events: events.slice(0, 5), states: {decision: {held: 1}}});
    const before = await journal.loadState(session);
    expect(before).toMatchObject({inputs: {bus: "1-0"}, states: {decision: {sequence: 5, state: {held: 1}}}});
    const broken = {session, inputs: {bus: "2-0"}, events: events.slice(5), states: {decision: {held: Number.NaN}}};
    await expect(journal.commit(broken)).rejects.toThrow("canonical JSON");
    expect(await journal.loadState(session)).toEqual(before);
    expect(await journal.verify(session)).toMatchObject({ok: true, events: 5});
  });

  it("moves positions and states on without an event", async () => {
    await commit(sessionEvents({to: 1}));
    await journal.commit({session, inputs: {a: "1", b: "1"}, events: []});
    await journal.commit({session, inputs: {b: "2"}, events: [], states: {broker: []}});
    expect(await journal.loadState(session)).toMatchObject({
      inputs: {a: "1", b: "2"},
      states: {broker: {sequence: 11, state: []}}
    });
  });

  describe("a session", () => {
    it("goes on when it is opened again, by newer code too", async () => {
      await commit(sessionEvents({to: 1}));
      const again = await journal.openSession({...description(session), codeCommit: "newer", startedAt: 5e12});
      expect(again).toMatchObject({head: {sequence: 11}, codeCommit: "abc", endedAt: null});
    });

    it("is refused to another strategy", async () => {
      const other = journal.openSession({...description(session), configuration: {changed: true}});
      await expect(other).rejects.toMatchObject({code: "JOURNAL_SESSION_DIFFERS", details: {differs: "configuration"}});
    });

    it("takes nothing after its end", async () => {
      await commit(sessionEvents({to: 1}));
      await journal.endSession(session, {at: 1.7e12, reason: "done"});
      await expect(commit(sessionEvents({from: 1, to: 2}))).rejects.toMatchObject({code: "JOURNAL_SESSION_ENDED"});
      await expect(journal.openSession(description(session))).rejects.toMatchObject({code: "JOURNAL_SESSION_ENDED"});
      expect((await journal.listSessions())[0]).toMatchObject({id: session, endedAt: 1.7e12, endReason: "done"});
    });

    it("that is not there is named", async () => {
      await expect(journal.head("nowhere")).rejects.toMatchObject({code: "JOURNAL_SESSION_UNKNOWN"});
    });
  });

  it("fills the tables that people ask, in the same commit", async () => {
    await commit(sessionEvents({to: 9}));
    const counts = await database.pool.query(
      `with s as (select number from journal_sessions where id = $1)
       select (select count(*)::int from factor_values, s where session = number) as factors,
         (select count(*)::int from predictions, s where session = number) as predictions,
         (select count(*)::int from prediction_scores, s where session = number) as scores,
         (select count(*)::int from decisions, s where session = number and is_raised) as raised,
         (select count(*)::int from decisions, s where session = number and reason = 'edge-below-minimum') as withheld,
         (select count(*)::int from fills, s where session = number) as fills,
         (select count(*)::int from orders, s where session = number and status = 'filled') as orders,
         (select amount::text from positions, s where session = number) as position,
         (select max(cash)::text from equity_marks, s where session = number) as cash`,
      [session]
    );
    expect(counts.rows).toEqual([
      {
        ...{factors: 9, predictions: 18, scores: 9, raised: 3, withheld: 6, fills: 6, orders: 3},
        ...{position: "4.5", cash: "9850.123456789012345"}
      }
    ]);
  });

  it("writes the same rows for one great commit as for many small ones", async () => {
    const events = sessionEvents({to: 120});
    expect(events.length).toBeGreaterThan(MOST_IN_A_STATEMENT);
    const other = (await journal.openSession(description(`session-${made++}`))).id;
    await journal.commit({session, inputs: {bus: "7"}, events, states: {decision: {held: 1}}});
    for (let at = 0; at < events.length; at += 40)
      await journal.commit({
        ...{session: other, inputs: {bus: "7"}},
        ...{events: events.slice(at, at + 40), states: {decision: {held: 1}}}
      });
    const rowsOf = async (id: string) => {
      const tables: unknown[] = [];
      for (const table of TABLES) {
        const {rows} = await database.pool.query(
          `select t.* from ${table} t join journal_sessions on number = session where id = $1 order by 1, 2, 3`,
          [id]
        );
        tables.push(rows.map(({session: _, hash: __, ...row}) => row));
      }
      return tables;
    };
    const rows = await rowsOf(session);
    expect(rows.every((table) => (table as unknown[]).length > 0)).toBe(true);
    expect(rows).toEqual(await rowsOf(other));
    expect(await journal.verify(session)).toMatchObject({ok: true, events: events.length});
  });

  it("writes on when upkeep has dropped the time it wrote to", async () => {
    const events = sessionEvents({to: 9});
    await commit(events.slice(0, 40));
    const {rows} = await database.pool.query<{dropped: number}>(
      "select sum(drop_older(name, now()))::int as dropped from unnest($1::text[]) as name",
      [["factor_values", "predictions", "prediction_scores", "decisions", "executions"]]
    );
    expect(rows[0]?.dropped).toBeGreaterThan(0);
    expect(await commit(events.slice(40))).toMatchObject({appended: events.length - 40});
    expect((await readAll()).map(({event}) => event)).toEqual(events);
  });

  it("keeps words that a table cannot hold as they are on the tape", async () => {
    const [decision] = sessionEvents({to: 9}).filter(({fact}) => fact === "TradeSignalWithheld");
    const odd = ['quoted "\\u0000", in\nlines\tand \ud83d\ude00', "half \ud83d", "nul \0"];
    const events = odd.map((words, index) => named({...(decision as PapertapeEvent), id: `odd-${index}`}, words));
    await commit(events);
    expect((await readAll()).map(({event}) => event)).toEqual(events);
    const {rows} = await database.pool.query<{rationale: string}>(
      "select rationale from decisions join journal_sessions on number = session where id = $1 order by sequence",
      [session]
    );
    expect(rows.map(({rationale}) => rationale)).toEqual([odd[0], "half \ufffd", "nul \ufffd"]);
  });
});

const TABLES = [
  ...["journal_events", "journal_inputs", "component_states", "factor_values", "predictions", "prediction_scores"],
  ...["decisions", "executions", "position_changes", "equity_marks"]
];

function named(event: PapertapeEvent, rationale: string): PapertapeEvent {
  return {...event, payload: {...event.payload, rationale}} as PapertapeEvent;
}

function description(id: string): SessionDescription {
  const configuration = {risk: {maximum: 0.1}, list: [1, null]};
  return {id, kind: "tape", strategy: "test", configuration, codeCommit: "abc", startedAt: Date.UTC(2023, 0, 1)};
}
