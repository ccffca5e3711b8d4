/** Candles of the simulated market in a database, and paper sessions over them: what the suites of this folder use. */
import type {Pool} from "pg";
import {DEFAULT_STRATEGY, type StrategyConfiguration} from "../../../src/lib/configuration/strategy-configuration.js";
import {HOUR_MS} from "../../../src/lib/core/time.js";
import type {PapertapeEvent} from "../../../src/lib/events/event.js";
import type {JournalSession} from "../../../src/lib/integration/ports/journal.js";
import {planStrategy, type StrategyPlan} from "../../../src/lib/integration/strategy-plan.js";
import {candleTape} from "../../../src/lib/market-data/candle-tape.js";
import {type Instrument, instrumentId} from "../../../src/lib/vocabulary/instrument.js";
import {PostgresEventBus} from "../../../src/live/integration/postgres-event-bus.js";
import {openSession} from "../../../src/live/open-session.js";
import type {SessionSource} from "../../../src/live/session-record.js";
import {candlesAsTape} from "../../../src/live/tape-choice.js";
import {type TradedTape, tradeTape} from "../../../src/live/trade-tape.js";
import {writeCandles} from "../../../src/loaders/database/candle-store.js";
import {ensureSeries, upsertInstrument} from "../../../src/loaders/database/instrument-store.js";
import {createPostgresJournal} from "../../../src/loaders/journal/postgres-journal.js";
import {SimulatedMarket} from "../../../src/loaders/simulated-exchange/simulated-market.js";
import {cutTape, databaseSeries, type TapeCut} from "../../../src/loaders/workbench/tape-source.js";
import {createTestDatabase, type TestDatabase} from "../../support/database.js";

const WARM_UP = 80;
const TRADED = 160;
const START = Date.UTC(2024, 2, 1);
const FIRST_TRADED = START + WARM_UP * HOUR_MS;

export interface Recording {
  readonly database: TestDatabase;
  readonly source: SessionSource;
  readonly plan: StrategyPlan;
  readonly cut: TapeCut;
  drop(): Promise<void>;
}

/** A market of three instruments in a database of its own, and a plan that trades it often. */
export async function recording(seed: number): Promise<Recording> {
  const database = await createTestDatabase();
  const instruments = await writeMarket(database.pool, seed);
  const plan = planStrategy(busyStrategy(), instruments);
  const series = await databaseSeries(database.pool, plan.instruments, "1h");
  const cut = cutTape(series, {from: FIRST_TRADED, timeframe: "1h", warmUpCandles: WARM_UP});
  const source = {pool: database.pool, journal: createPostgresJournal(database.pool)};
  return {database, source, plan, cut, drop: () => database.drop()};
}

/** Rule agents that speak early, and hardly a gate. */
function busyStrategy(): StrategyConfiguration {
  const {agents, decision} = DEFAULT_STRATEGY;
  return {
    ...DEFAULT_STRATEGY,
    name: "busy",
    warmUpCandles: WARM_UP,
    agents: {...agents, names: ["mean-reversion", "volatility-breakout", "volume-flow"], horizonCandles: 4},
    decision: {
      ...decision,
      minimumEdgeBps: -60,
      exitEdgeBps: -10,
      rebalanceThreshold: 0.05,
      sizing: {...decision.sizing, method: "fixed-fraction", fraction: 0.4, scaleByConfidence: true},
      limits: {...decision.limits, perPosition: 0.3, grossExposure: 0.8}
    }
  };
}

async function writeMarket(pool: Pool, seed: number): Promise<readonly Instrument[]> {
  const market = new SimulatedMarket({seed});
  const range = {timeframe: "1h" as const, from: START, before: START + (WARM_UP + TRADED) * HOUR_MS};
  const instruments: Instrument[] = [];
  for (const symbol of ["BTC/USDT", "ETH/USDT", "SOL/USDT"]) {
    const instrument = simulatedInstrument(symbol);
    await upsertInstrument(pool, instrument);
    const series = await ensureSeries(pool, {instrument: instrument.id, timeframe: "1h"});
    const columns = market.candles({symbol, ...range});
    const recordedAt = columns.openTime.map((openTime) => openTime + HOUR_MS);
    await writeCandles(pool, {series, columns, origin: "simulated", recordedAt});
    instruments.push(instrument);
  }
  return instruments;
}

function simulatedInstrument(symbol: string): Instrument {
  return {
    id: instrumentId({symbol, exchange: "simulated"}),
    exchange: "simulated",
    symbol,
    base: symbol.split("/")[0] as string,
    quote: "USDT",
    kind: "spot",
    priceIncrement: "0.01",
    amountIncrement: "0.00001",
    minimumAmount: "0.00001",
    minimumNotional: "5",
    makerFee: 0.001,
    takerFee: 0.001,
    isSimulated: true
  };
}

/** A paper session over the whole tape, through the bus. */
export async function tradedSession({database, source, plan, cut}: Recording): Promise<TradedTape> {
  const bus = new PostgresEventBus({connectionString: database.url});
  try {
    return await tradeTape({
      tape: candlesAsTape(plan, cut),
      journal: source.journal,
      bus,
      sessionId: null,
      codeCommit: "test",
      environment: "development",
      speed: "max",
      signal: new AbortController().signal
    });
  } finally {
    await bus.close();
  }
}

export interface ScriptedSession {
  readonly id: string;
  /** What the session takes, made of the tape of its candles. */
  readonly inputs: (tape: readonly PapertapeEvent[]) => readonly PapertapeEvent[];
}

/** A session that takes inputs by hand, as a collector and an operator would give them. */
export async function scriptedSession(
  {database, source, plan, cut}: Recording,
  {id, inputs}: ScriptedSession
): Promise<JournalSession> {
  const bus = new PostgresEventBus({connectionString: database.url});
  try {
    const {session} = await openSession({
      plan,
      kind: "live",
      scope: {exchange: "simulated"},
      id,
      journal: source.journal,
      bus,
      codeCommit: "test",
      environment: "development",
      warmUp: () => Promise.resolve(cut.warmUp),
      startedAt: cut.firstOpenTime
    });
    for (const batch of inBatches(inputs([...candleTape("1h", cut.traded)]))) await session.take(batch);
    await session.rest();
    return await sessionOf({source}, id);
  } finally {
    await bus.close();
  }
}

function inBatches(events: readonly PapertapeEvent[]): readonly (readonly PapertapeEvent[])[] {
  const size = 100;
  return Array.from({length: Math.ceil(events.length / size)}, (_, index) =>
    events.slice(index * size, (index + 1) * size)
  );
}

/** As the journal has it now. */
export async function sessionOf({source}: Pick<Recording, "source">, id: string): Promise<JournalSession> {
  const found = (await source.journal.listSessions()).find((session) => session.id === id);
  if (found === undefined) throw new Error(`no session ${id}`);
  return found;
}

/** An operator's command at a market time. */
export function command(fact: "TradingPaused" | "TradingResumed" | "FlattenRequested", at: number): PapertapeEvent {
  const id = `command:${fact}:${at}`;
  const envelope = {
    id,
    type: "ConfigurationEvent",
    version: 1,
    occurredAt: at,
    recordedAt: at,
    correlationId: id
  } as const;
  return {...envelope, fact, causationId: null, source: "control", payload: {by: "ada", reason: "a test"}};
}
