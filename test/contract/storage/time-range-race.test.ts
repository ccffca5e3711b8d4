/** Many writers that need room in the same new time range at once all get it, and make it once. */
import {afterAll, beforeAll, expect, it} from "vitest";
import {createTestDatabase, type TestDatabase} from "../../support/database.js";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(async () => {
  await database.drop();
});

it("makes the room for a new year once, however many ask for it together", async () => {
  for (let year = 2030; year < 2060; year++) {
    const range = [`${year}-03-01`, `${year}-04-01`];
    const ask = () => database.pool.query<{made: number}>("select ensure_time_range('candles', $1, $2) as made", range);
    const answers = await Promise.all(Array.from({length: 6}, ask));
    const made = answers.reduce((sum, {rows}) => sum + (rows[0]?.made ?? 0), 0);
    expect(made).toBe(1);
  }
});
