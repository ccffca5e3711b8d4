import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {CopyOut} from "../../../src/loaders/database/copy-out.js";
import {createTestDatabase, type TestDatabase} from "../../support/database.js";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({migrated: false});
});
afterAll(() => database.drop());

async function textOf(copy: CopyOut): Promise<string> {
  const parts: Buffer[] = [];
  for await (const chunk of copy) parts.push(Buffer.from(chunk));
  return Buffer.concat(parts).toString();
}

const numbers = (rows: number, width = 1) =>
  `copy (select repeat(i::text, ${width}) from generate_series(1, ${rows}) i) to stdout`;

describe("CopyOut", () => {
  it("gives the rows without their frames, however chunks cut them, and the connection back", async () => {
    const client = await database.pool.connect();
    for (const [rows, width] of [
      [0, 1],
      [1, 1],
      [200_000, 1],
      [300, 50_000]
    ] as const) {
      const expected = Array.from({length: rows}, (_, i) => `${String(i + 1).repeat(width)}\n`).join("");
      expect((await textOf(client.query(new CopyOut(numbers(rows, width))))) === expected).toBe(true);
      expect((await client.query("select 7 as seven")).rows).toEqual([{seven: 7}]);
    }
    client.release();
  });

  it("throws what the server says is wrong, before and amid rows, and the connection stays of use", async () => {
    const client = await database.pool.connect();
    const amid = "copy (select 1 / (50000 - i) from generate_series(1, 100000) i) to stdout";
    await expect(textOf(client.query(new CopyOut("copy nowhere to stdout")))).rejects.toMatchObject({code: "42P01"});
    await expect(textOf(client.query(new CopyOut(amid)))).rejects.toMatchObject({code: "22012"});
    expect((await client.query("select 7 as seven")).rows).toEqual([{seven: 7}]);
    client.release();
  });

  it("leaves the connection free when its reader stops early", async () => {
    const client = await database.pool.connect();
    for await (const chunk of client.query(new CopyOut(numbers(500_000)))) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    expect((await client.query("select 7 as seven")).rows).toEqual([{seven: 7}]);
    client.release();
  });
});
