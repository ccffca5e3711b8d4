/** What a session must be after it was killed, or its servers were: the same as if nothing had happened. */
import {afterAll, beforeAll, expect, it} from "vitest";
import type {Journal} from "../../../src/lib/integration/ports/journal.js";
import type {TradingSummary} from "../../../src/lib/integration/trading-digest.js";
import type {TradedTape} from "../../../src/live/trade-tape.js";
import {createPostgresJournal} from "../../../src/loaders/journal/postgres-journal.js";
import {runKilling, startSessionProcess} from "../../support/crash-harness.js";
import type {CrashOrder} from "../../support/crash-process.js";
import {crashTape} from "../../support/crash-tape.js";
import {createTestDatabase, type TestDatabase} from "../../support/database.js";
import type {TestRedis} from "../../support/redis.js";
import {backtestOf} from "../../support/simulated-strategy.js";
import {toldIds} from "./told-ids.js";

const IS_LONG = process.env.PAPERTAPE_LONG === "1";
/** Of one bus; there are two. */
const KILLS = IS_LONG ? 100 : 6;
const KILLS_A_SESSION = 10;
const MINUTE = 60_000;

/** @param startRedis null for the bus in the database. */
export function recoveryContract(startRedis: (() => Promise<TestRedis>) | null): void {
  let database: TestDatabase;
  let redis: TestRedis | null = null;
  let journal: Journal;
  let undisturbed: TradedTape;
  const order = (session: string): CrashOrder => ({
    databaseUrl: database.url,
    redisUrl: redis?.url ?? null,
    session
  });

  beforeAll(async () => {
    database = await createTestDatabase();
    redis = (await startRedis?.()) ?? null;
    journal = createPostgresJournal(database.pool);
    undisturbed = await startSessionProcess(order("undisturbed"), journal).finish();
  });
  afterAll(async () => {
    await redis?.stop();
    await database?.drop();
  });

  /** Nothing lost, nothing twice, in the journal and on the stream that viewers follow. */
  const expectWhole = async (traded: TradedTape) => {
    expect(figuresOf(traded)).toEqual(figuresOf(undisturbed));
    expect(traded).toMatchObject({isFinished: true, events: undisturbed.events});
    expect(await journal.verify(traded.session)).toMatchObject({ok: true, events: traded.events});
    const ids: string[] = [];
    for await (const batch of journal.read(traded.session))
      for (const {sequence, event} of batch) {
        ids.push(event.id);
        expect(sequence).toBe(ids.length);
      }
    expect(new Set(ids).size).toBe(ids.length);
    expect(await toldIds(order(traded.session), ids.length)).toEqual(ids);
  };

  it("trades what the backtest of the same candles trades", async () => {
    const backtest = backtestOf(crashTape());
    expect(backtest.fills).toBeGreaterThan(100);
    expect(figuresOf(undisturbed)).toEqual(backtest);
    await expectWhole(undisturbed);
  });

  it(
    "gets to the same end, to the byte, however often its process is killed",
    async () => {
      let kills = 0;
      for (let round = 1; kills < KILLS; round++) {
        const mostKills = Math.min(KILLS_A_SESSION, KILLS - kills);
        const options = {journal, seed: round, events: undisturbed.events, mostKills};
        const killed = await runKilling({...options, order: order(`killed-${round}`)});
        kills += killed.kills;
        expect(killed.kills).toBeGreaterThan(0);
        await expectWhole(killed.traded);
      }
    },
    Math.max(1, KILLS / 10) * 3 * MINUTE
  );

  it("goes on by itself when the database ends all its connections in the middle", async () => {
    const session = startSessionProcess(order("cut-off"), journal);
    for (const share of [0.1, 0.4, 0.7]) {
      expect(await session.reaches(Math.floor(share * undisturbed.events))).toBe(true);
      await database.pool.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
      );
    }
    await expectWhole(await session.finish());
  });

  if (startRedis !== null)
    it("goes on by itself when Redis is killed and comes back in the middle", async () => {
      const session = startSessionProcess(order("redis-killed"), journal);
      for (const share of [0.2, 0.6]) {
        expect(await session.reaches(Math.floor(share * undisturbed.events))).toBe(true);
        await redis?.breakDown();
      }
      await expectWhole(await session.finish());
    });
}

function figuresOf({digest, orders, rejected, fills, marks, ...last}: TradingSummary): TradingSummary {
  const {finalEquity, finalCash, lastCloseTime} = last;
  return {digest, orders, rejected, fills, marks, finalEquity, finalCash, lastCloseTime};
}
