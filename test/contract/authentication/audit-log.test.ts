/** The audit log finds what was done to it behind its back. */
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {AuditLog, type AuditRecord} from "../../../src/live/authentication/audit-log.js";
import {createTestDatabase, type TestDatabase} from "../../support/database.js";

describe("the audit log", () => {
  let database: TestDatabase;
  let log: AuditLog;
  const record = (number: number): AuditRecord => ({
    actor: "ann",
    action: "configuration.change",
    target: `key-${number}`,
    outcome: "accepted",
    details: {to: number / 3, from: null, nested: {b: "2", a: [1, "é"]}}
  });
  const tamper = async (...statements: string[]) => {
    await database.pool.query("alter table authentication.audit_entries disable trigger audit_entries_are_final");
    for (const statement of statements) await database.pool.query(statement);
  };
  beforeEach(async () => {
    database = await createTestDatabase();
    let now = 1_800_000_000_000;
    log = new AuditLog(database.pool, () => ++now);
    for (let number = 1; number <= 5; number += 1) await log.append(record(number));
  });
  afterEach(() => database.drop());

  it("chains entries also when they are written at once", async () => {
    await Promise.all(Array.from({length: 20}, (_, index) => log.append(record(index))));
    expect(await log.verify()).toEqual({ok: true, entries: 25});
    const newest = await log.list({limit: 3});
    expect(newest.map(({seq}) => seq)).toEqual([25, 24, 23]);
    expect((await log.list({limit: 2, before: 4})).map(({target}) => target)).toEqual(["key-3", "key-2"]);
  });

  it.each([
    ["changed", "update authentication.audit_entries set actor = 'bob' where seq = 3", 3],
    [
      "changed in its details",
      "update authentication.audit_entries set details = replace(details, '2', '3') where seq = 2",
      2
    ],
    ["removed", "delete from authentication.audit_entries where seq = 3", 4],
    ["cut off at the end", "delete from authentication.audit_entries where seq = 5", 5]
  ])("finds an entry that was %s", async (_, statement, seq) => {
    await tamper(statement);
    expect(await log.verify()).toMatchObject({ok: false, seq});
  });

  it("finds two entries that were swapped", async () => {
    const swap = "update authentication.audit_entries set seq =";
    await tamper(`${swap} 99 where seq = 2`, `${swap} 2 where seq = 3`, `${swap} 3 where seq = 99`);
    expect(await log.verify()).toMatchObject({ok: false, seq: 2});
  });

  it("cannot be changed by a plain statement", async () => {
    for (const statement of [
      "update authentication.audit_entries set actor = 'x'",
      "delete from authentication.audit_entries",
      "truncate authentication.audit_entries"
    ])
      await expect(database.pool.query(statement)).rejects.toThrow(/written once/);
  });
});
