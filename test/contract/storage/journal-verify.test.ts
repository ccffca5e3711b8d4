/** Whatever is done to a journal behind its back is found, and the first event that is not as it was is named. */
import fc from "fast-check";
import {afterAll, beforeAll, beforeEach, expect, it} from "vitest";
import type {PapertapeEvent} from "../../../src/lib/events/event.js";
import type {Journal, JournalVerification} from "../../../src/lib/integration/ports/journal.js";
import {createPostgresJournal} from "../../../src/loaders/journal/postgres-journal.js";
import {describeOnDatabases, type TestDatabase} from "../../support/database.js";
import {sessionEvents} from "./session-events.js";

describeOnDatabases("verifying a journal", (open) => {
  let database: TestDatabase;
  let journal: Journal;
  let session: string;
  let made = 0;
  const events = sessionEvents({to: 12});
  const idAt = (sequence: number) => (events[sequence - 1] as PapertapeEvent).id;

  beforeAll(async () => {
    database = await open();
    journal = createPostgresJournal(database.pool);
  });
  afterAll(() => database?.drop());
  beforeEach(async () => {
    session = `verified-${made++}`;
    const described = {id: session, kind: "live", strategy: "test", configuration: {}, codeCommit: "abc"} as const;
    await journal.openSession({...described, startedAt: 0});
    await journal.commit({session, inputs: {}, events});
  });

  /** Runs statements over the session's number, undoes them afterwards, and gives what verifying found between. */
  async function tampered(statement: string, values: readonly unknown[] = []): Promise<JournalVerification> {
    const {rows} = await database.pool.query("select number from journal_sessions where id = $1", [session]);
    const number = rows[0]?.number;
    await database.pool.query("create table kept as select * from journal_events where session = $1", [number]);
    for (const part of statement.split(";")) {
      const changed = await database.pool.query(part.replaceAll(":session", String(number)), [...values]);
      expect(changed.rowCount).toBeGreaterThan(0);
    }
    const found = await journal.verify(session);
    await database.pool.query("delete from journal_events where session = $1", [number]);
    await database.pool.query("insert into journal_events select * from kept");
    await database.pool.query("drop table kept");
    return found;
  }

  it("finds nothing in one that nobody touched", async () => {
    expect(await journal.verify(session)).toMatchObject({ok: true, events: events.length});
  });

  it("finds any one flipped bit in any event, and names the event", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({min: 1, max: events.length}),
        fc.double({min: 0, max: 1, maxExcluded: true, noNaN: true}),
        fc.integer({min: 0, max: 6}),
        async (sequence, place, bit) => {
          const flipped = await tampered(
            `update journal_events set event = (
               select string_agg(case n when at then chr(greatest(1, ascii(letter) # (1 << $3))) else letter end, '' order by n)
               from regexp_split_to_table(event, '') with ordinality as t (letter, n),
                 lateral (select 1 + floor($2::float8 * length(event))::int as at) as chosen
             ) where session = :session and sequence = $1`,
            [sequence, place, bit]
          );
          expect(flipped).toMatchObject({ok: false, fault: "altered", sequence, eventId: idAt(sequence)});
        }
      ),
      {seed: 42, numRuns: 15}
    );
  });

  it("finds one flipped bit in a hash", async () => {
    const found = await tampered(
      "update journal_events set hash = set_bit(hash, 77, 1 - get_bit(hash, 77)) where session = :session and sequence = 20"
    );
    expect(found).toMatchObject({ok: false, fault: "altered", sequence: 20, eventId: idAt(20)});
  });

  it("finds a removed event, also when those after it were moved up", async () => {
    const gone = await tampered("delete from journal_events where session = :session and sequence = 30");
    expect(gone).toMatchObject({ok: false, fault: "removed", sequence: 30});
    const closed = await tampered(
      `delete from journal_events where session = :session and sequence = 30;
       update journal_events set sequence = sequence + 1000 where session = :session and sequence > 30;
       update journal_events set sequence = sequence - 1001 where session = :session and sequence > 30`
    );
    expect(closed).toMatchObject({ok: false, fault: "removed", sequence: 30});
    expect(closed).toHaveProperty("reason", expect.stringContaining(idAt(31)));
  });

  it("finds that the last event was removed", async () => {
    const found = await tampered("delete from journal_events where session = :session and sequence = $1", [
      events.length
    ]);
    expect(found).toMatchObject({ok: false, fault: "removed", sequence: events.length});
  });

  it("finds two swapped events, with their hashes or without, and names the first", async () => {
    const renumbered = await tampered(
      `update journal_events set sequence = -sequence where session = :session and sequence in (10, 25);
       update journal_events set sequence = 35 + sequence where session = :session and sequence < 0`
    );
    expect(renumbered).toMatchObject({ok: false, fault: "swapped", sequence: 10, eventId: idAt(25)});
    const texts = await tampered(
      `update journal_events e set event = o.event from journal_events o
       where e.session = :session and o.session = :session
         and ((e.sequence = 10 and o.sequence = 25) or (e.sequence = 25 and o.sequence = 10))`
    );
    expect(texts).toMatchObject({ok: false, fault: "swapped", sequence: 10});
    const rows = await tampered(
      `update journal_events e set event = o.event, hash = o.hash from journal_events o
       where e.session = :session and o.session = :session
         and ((e.sequence = 10 and o.sequence = 25) or (e.sequence = 25 and o.sequence = 10))`
    );
    expect(rows).toMatchObject({ok: false, fault: "swapped", sequence: 10});
  });

  it("finds a column that says something else than its event", async () => {
    const found = await tampered(
      "update journal_events set fact = 'Nothing' where session = :session and sequence = 4"
    );
    expect(found).toMatchObject({ok: false, fault: "mislabelled", sequence: 4, eventId: idAt(4)});
  });

  it("finds a changed description and a changed head", async () => {
    await database.pool.query("update journal_sessions set strategy = 'nicer' where id = $1", [session]);
    expect(await journal.verify(session)).toMatchObject({ok: false, fault: "altered", sequence: 1});
    await database.pool.query("update journal_sessions set strategy = 'test', head_hash = '\\x00' where id = $1", [
      session
    ]);
    expect(await journal.verify(session)).toMatchObject({ok: false, fault: "cut-off", sequence: events.length});
  });
});
