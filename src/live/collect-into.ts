/** Data collection as a supervised part: candles are stored, then published as the session's inputs. */
import {setTimeout as wait} from "node:timers/promises";
import type {Pool} from "pg";
import {backOffMs} from "../lib/core/back-off.js";
import type {PapertapeEvent} from "../lib/events/event.js";
import type {SystemStatusEvent} from "../lib/events/system-status-event.js";
import type {EventBus} from "../lib/integration/ports/event-bus.js";
import type {StrategyPlan} from "../lib/integration/strategy-plan.js";
import type {SequencedCandle} from "../lib/market-data/sequencer.js";
import {ensureSeries, type Series} from "../loaders/database/instrument-store.js";
import {appendLiveCandles, type LiveCandle} from "../loaders/database/live-candles.js";
import {recordGap} from "../loaders/database/record-gap.js";
import {classifyExchangeFailure} from "../loaders/exchange/exchange-failure.js";
import type {ConnectedExchange} from "../loaders/workbench/connect-exchange.js";
import type {Workbench} from "../loaders/workbench/open-workbench.js";
import {type Collector, createCollector} from "./collection/collector.js";
import type {BreakerPanel} from "./integration/breaker-panel.js";
import type {Breaker} from "./integration/circuit-breaker.js";
import {isDatabaseAway} from "./integration/guarded-pool.js";
import {pause} from "./integration/pause.js";
import type {SessionQueries} from "./integration/session-queries.js";
import {inputStream, PIPELINE_GROUP} from "./integration/session-runner.js";
import type {SupervisedPart} from "./integration/supervisor.js";
import type {HealthAnswer} from "./monitoring/health-monitor.js";
import type {SessionView} from "./session-view.js";
import {whereToBegin} from "./where-to-begin.js";

const LAG_POLL_MS = 50;
/** Longer than a request may take. */
const EXCHANGE_TIMEOUT_MS = 20_000;
const LONGEST_EXCHANGE_REST_MS = 15_000;
const STORE_BACK_OFF = {firstMs: 50, maxMs: 2_000};

export interface CollectIntoOptions {
  readonly workbench: Workbench;
  readonly exchange: ConnectedExchange;
  readonly plan: StrategyPlan;
  readonly bus: EventBus;
  readonly session: SessionView;
  /** Where candles go, if not straight to the session's inputs: a shard's go to where they are put together. */
  readonly stream?: string;
  /** Waits until the tape has what an earlier run collected. */
  readonly untilTaken?: () => Promise<void>;
  /** Waits while the session is too far behind what is collected. */
  readonly untilRoom?: () => Promise<void>;
  readonly queries: SessionQueries;
  readonly panel: BreakerPanel;
  readonly onStatus: (event: SystemStatusEvent) => void;
}

export interface Collecting {
  readonly part: SupervisedPart;
  health(): HealthAnswer;
}

export function collectInto(options: CollectIntoOptions): Collecting {
  const {bus, session, onStatus} = options;
  const stream = options.stream ?? inputStream(session.id);
  const untilTaken = options.untilTaken ?? (() => untilRead(bus, session.id));
  let collector: Collector | null = null;
  const breaker = exchangeBreaker(options);
  const part: SupervisedPart = {
    name: "collection",
    effectWhenAway: "no new candles, so no new positions",
    start: async (fail) => {
      const stopping = new AbortController();
      await untilTaken();
      const emit: Emit = async (events) => {
        const inputs = events.filter((event) => event.type === "MarketDataEvent");
        for (const event of events) if (event.type === "SystemStatusEvent") onStatus(event);
        await options.untilRoom?.();
        if (inputs.length > 0) await bus.publish(stream, inputs);
      };
      const started = await createFor(options, {breaker, stopping: stopping.signal, emit});
      collector = started;
      started.finished.catch(fail);
      // Catching up may take long; the daemon is there meanwhile.
      started.start().catch(fail);
      return {
        resumedFrom: session.sequence,
        stop: async () => {
          stopping.abort();
          await started.stop();
        }
      };
    }
  };
  return {
    part,
    health: () => {
      const health = collector?.health();
      if (health === undefined) return {status: "down", lagMs: null, detail: "not started"};
      const status = health.status === "stopped" ? "down" : health.status;
      return {
        status,
        lagMs: health.lagMs,
        detail: health.reason || `completed through ${health.completedThrough ?? "nothing"}`
      };
    }
  };
}

type Emit = Parameters<typeof createCollector>[0]["emit"];

interface CollectorRoom {
  readonly breaker: Breaker;
  readonly stopping: AbortSignal;
  readonly emit: Emit;
}

async function createFor(options: CollectIntoOptions, {breaker, stopping, emit}: CollectorRoom): Promise<Collector> {
  const {exchange, plan, workbench} = options;
  const {connection} = exchange;
  const {pool} = workbench;
  const {collection, simulation} = workbench.configuration;
  const series = await seriesOf(pool, plan);
  const origin = connection.isSimulated ? "simulated" : "exchange";
  const beginning = await whereToBegin({...options, pool, now: () => exchange.now()});
  return createCollector({
    exchange: {...connection, retry: {...connection.retry, guard: breaker.call}},
    instruments: plan.instruments,
    timeframe: plan.strategy.timeframe,
    ...beginning,
    emit: async (events) => {
      await patiently(() => recordGaps(pool, series, events), stopping);
      await emit(events);
    },
    store: (candles) =>
      patiently(async () => {
        await appendLiveCandles(pool, rowsOf(series, candles), origin);
      }, stopping),
    graceMs: collection.graceMs * (connection.isSimulated ? simulation.speed : 1),
    staleAfterMs: collection.staleAfterMs,
    pollMs: 250
  });
}

function exchangeBreaker({panel}: CollectIntoOptions): Breaker {
  return panel.add("exchange", {
    timeoutMs: EXCHANGE_TIMEOUT_MS,
    longestRetryMs: LONGEST_EXCHANGE_REST_MS,
    isFailure: (error) => classifyExchangeFailure(error).retryable,
    effect: "no fresh candles: no new positions, and no price is made up"
  });
}

/** While the database is away candles wait, as they do for the bus; nothing is left out and nothing overtakes. */
async function patiently(work: () => Promise<void>, stopping: AbortSignal): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (stopping.aborted || !isDatabaseAway(error)) throw error;
      await pause(backOffMs(attempt, STORE_BACK_OFF), stopping);
    }
  }
}

/**
 * What an earlier run put on the bus must be taken before new candles follow it: only then is it known where the tape
 * ends, and what is missing after it.
 */
async function untilRead(bus: EventBus, session: string): Promise<void> {
  while (((await bus.lag(inputStream(session), PIPELINE_GROUP)) ?? 0) > 0) await wait(LAG_POLL_MS);
}

type StoredSeries = ReadonlyMap<string, Series>;

async function seriesOf(pool: Pool, {strategy: {timeframe}, instruments}: StrategyPlan): Promise<StoredSeries> {
  const pairs = instruments.map(
    async ({id}) => [id as string, await ensureSeries(pool, {instrument: id, timeframe})] as const
  );
  return new Map(await Promise.all(pairs));
}

function rowsOf(series: StoredSeries, candles: readonly SequencedCandle[]): readonly LiveCandle[] {
  return candles.flatMap(({instrument, candle, recordedAt}) => {
    const own = series.get(instrument);
    return own === undefined ? [] : [{series: own, candle, recordedAt}];
  });
}

async function recordGaps(pool: Pool, series: StoredSeries, events: readonly PapertapeEvent[]): Promise<void> {
  for (const event of events) {
    if (event.fact !== "MarketDataGapFound") continue;
    const own = series.get(event.payload.instrument);
    if (own !== undefined) await recordGap(pool, own, event);
  }
}
