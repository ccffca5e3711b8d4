/**
 * Where collection begins: after the last slice on the session's tape; for a tape without one, where its warm-up ended.
 * What is stored says nothing of what was published: a run may have been killed between the two.
 */
import type {Pool} from "pg";
import type {StrategyPlan} from "../lib/integration/strategy-plan.js";
import type {WarmUpRecord} from "../lib/integration/warm-up-record.js";
import {candleOpenTime, timeframeMs} from "../lib/vocabulary/timeframe.js";
import {listSeries} from "../loaders/database/instrument-store.js";
import type {SessionQueries} from "./integration/session-queries.js";
import type {SessionView} from "./session-view.js";

/** Candles of each instrument among which its newest is looked for. */
const CANDLES_LOOKED_BACK = 50;

export interface Beginning {
  /** Open time of the first candle to collect. */
  readonly from: number;
  /** Of each instrument's newest candle before it, so that a hole between them is seen as one. */
  readonly previousOpenTimes: Readonly<Record<string, number>>;
}

export interface BeginningOptions {
  readonly pool: Pool;
  readonly plan: StrategyPlan;
  readonly session: SessionView;
  readonly queries: SessionQueries;
  /** Exchange time. */
  readonly now: () => number;
}

export async function whereToBegin(options: BeginningOptions): Promise<Beginning> {
  const {plan, session, queries} = options;
  const {completedThrough} = session;
  if (completedThrough === null) return beginningOfNew(options);
  const candles = await queries.recent(["CandleClosed"], {limit: CANDLES_LOOKED_BACK * plan.instruments.length});
  const newest = [...candles].reverse().map(({payload}) => [payload.instrument, payload.openTime] as const);
  return {from: completedThrough, previousOpenTimes: Object.fromEntries(newest)};
}

async function beginningOfNew({pool, plan, queries, now}: BeginningOptions): Promise<Beginning> {
  const {timeframe} = plan.strategy;
  const [loaded] = await queries.recent(["ConfigurationLoaded"], {limit: 1});
  const {warmUp = []} = (loaded?.payload.configuration ?? {}) as {readonly warmUp?: readonly WarmUpRecord[]};
  const own = new Set<string>(plan.instruments.map(({id}) => id));
  const warmed = warmUp.flatMap(({instrument, lastOpenTime}) =>
    own.has(instrument) ? [[instrument, lastOpenTime] as const] : []
  );
  const startedIn = candleOpenTime(timeframe, loaded?.occurredAt ?? now());
  const stored = warmed.length > 0 ? warmed : await storedBefore(pool, plan, startedIn);
  const ends = stored.map(([, openTime]) => openTime + timeframeMs(timeframe));
  return {
    from: ends.length > 0 ? Math.max(...ends) : startedIn,
    previousOpenTimes: Object.fromEntries(stored)
  };
}

/** Newest candle of each instrument that was there before the session; of those stored since, an earlier run came to. */
async function storedBefore(pool: Pool, plan: StrategyPlan, startedIn: number) {
  const {timeframe} = plan.strategy;
  const ids = plan.instruments.map(({id}) => id);
  const stored = await listSeries(pool, {instruments: ids, timeframes: [timeframe]});
  return stored.flatMap(({instrument, lastOpenTime}) =>
    lastOpenTime === null || lastOpenTime >= startedIn ? [] : [[instrument, lastOpenTime] as const]
  );
}
