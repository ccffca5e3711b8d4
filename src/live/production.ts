/**
 * Real trading, from the daemon's side: what the lock sees, who arms and disarms, and the venue with its keys. Without
 * it everything is on paper, in every environment.
 */
import type {Pool} from "pg";
import type {StrategyConfiguration} from "../lib/configuration/strategy-configuration.js";
import type {SystemConfiguration} from "../lib/configuration/system-configuration.js";
import {compare, parseDecimal, toText} from "../lib/core/decimal.js";
import {OperatingError} from "../lib/core/operating-error.js";
import {HOUR_MS} from "../lib/core/time.js";
import type {Instrument} from "../lib/vocabulary/instrument.js";
import {SIMULATED} from "../loaders/workbench/connect-exchange.js";
import type {SessionQueries} from "./integration/session-queries.js";
import {createArmingStore} from "./venue/arming-store.js";
import {createKeyStore} from "./venue/key-store.js";
import {type Arming, isArmed, type LockSituation, missingConditions, missingToArm} from "./venue/production-lock.js";
import type {Venue} from "./venue/venue.js";
import {netAmount} from "./venue/venue-record.js";
import {createVenueStore, type VenueStore} from "./venue/venue-store.js";

export interface ProductionOptions {
  readonly pool: Pool;
  readonly configuration: SystemConfiguration;
  readonly session: string;
  readonly instruments: readonly Instrument[];
  readonly queries: SessionQueries;
  /** As it runs now. */
  readonly strategy: () => Promise<StrategyConfiguration> | StrategyConfiguration;
  /** The venue with its keys; asked again after a failure. */
  readonly openVenue: () => Promise<Venue>;
  readonly passphrase: string | null;
  /** People's time, epoch milliseconds: an arming lasts so many hours on the wall. */
  readonly clock: () => number;
}

export interface ProductionView {
  readonly environment: string;
  readonly exchange: string;
  /** Where orders go now. */
  readonly mode: "paper" | "venue";
  /** Why orders do not go to the venue; empty when they do. */
  readonly missing: readonly {readonly lock: string; readonly message: string}[];
  readonly arming: Arming | null;
}

export interface Production {
  readonly store: VenueStore;
  situation(): Promise<LockSituation>;
  /** What the session holds by symbol; null where an order is open. */
  positions(): Promise<ReadonlyMap<string, string | null>>;
  view(): Promise<ProductionView>;
  /** @throws OperatingError PRODUCTION_LOCKED, naming every condition that is not met. */
  arm(wish: {readonly hours: number; readonly by: string; readonly reason: string}): Promise<Arming>;
  disarm(by: string): Promise<void>;
}

export function createProduction(options: ProductionOptions): Production {
  const {pool, configuration, session, passphrase, clock} = options;
  const {exchange} = configuration.collection;
  const scope = {session, exchange};
  const armings = createArmingStore(pool, scope);
  const store = createVenueStore(pool, scope);
  const keys = createKeyStore(pool, passphrase);
  const situation = async (): Promise<LockSituation> => ({
    strategyProblems: strategyProblems(await options.strategy(), options.instruments),
    environment: configuration.environment,
    session,
    exchange,
    keyProblem: await keyProblem(() => keys.open(exchange), exchange),
    arming: await armings.last(),
    limits: configuration.production,
    strategyLimits: (await options.strategy()).decision.limits,
    now: clock()
  });
  const positions = () => sessionPositions(options);
  return {
    store,
    situation,
    positions,
    view: async () => {
      const seen = await situation();
      const missing = missingConditions(seen);
      const {environment, arming} = seen;
      return {environment, exchange, mode: missing.length === 0 ? "venue" : "paper", missing, arming};
    },
    arm: async ({hours, by, reason}) => {
      const seen = await situation();
      const missing = missingToArm(seen).map(({message}) => message);
      if (missing.length > 0) throw locked(missing);
      requireHours(hours, configuration.production.longestArmingHours);
      // A second arming prolongs the first; what the venue held at the first is what is added to.
      if (!isArmed(seen)) await requireAgreement(store, await positions());
      await recordOpening(store, options.openVenue);
      const armedAt = clock();
      const arming = {session, exchange, armedBy: by, armedAt, expiresAt: armedAt + hours * HOUR_MS};
      await armings.arm({...arming, reason});
      return arming;
    },
    disarm: (by) => armings.disarm(by)
  };
}

/** What the venue held before our first order there; kept from the first arming of the session on. */
async function recordOpening(store: VenueStore, open: () => Promise<Venue>): Promise<void> {
  const venue = await open();
  try {
    await store.open(await venue.balances());
  } finally {
    await venue.close();
  }
}

/** Orders at the venue stand alone, and only what was bought is sold. */
function strategyProblems({execution, decision}: StrategyConfiguration, instruments: readonly Instrument[]): string[] {
  const {stopLoss, takeProfit, trailingStop} = execution.exits;
  const hasExits = stopLoss !== null || takeProfit !== null || trailingStop !== null;
  const notSpot = instruments.filter(({kind}) => kind !== "spot").map(({symbol}) => symbol);
  return [
    ...(hasExits ? ["execution.exits attaches linked orders, which are not sent to a venue: take them away"] : []),
    ...(decision.allowShort ? ["decision.allowShort is on: only what was bought can be sold"] : []),
    ...(notSpot.length > 0 ? [`${notSpot.join(", ")}: only spot markets are traded at a venue`] : [])
  ];
}

/** In words; null when the keys can be opened. */
async function keyProblem(open: () => Promise<unknown>, exchange: string): Promise<string | null> {
  if (exchange === SIMULATED) return "the exchange is simulated: name a venue in collection.exchange";
  try {
    await open();
    return null;
  } catch (error) {
    if (error instanceof OperatingError && !error.retryable) return error.message;
    throw error;
  }
}

async function sessionPositions({
  queries,
  instruments
}: ProductionOptions): Promise<ReadonlyMap<string, string | null>> {
  const [held, open] = await Promise.all([queries.positions(), queries.openOrders()]);
  const amounts = new Map(held.map(({payload}) => [payload.instrument, payload.amount]));
  const busy = new Set(open.map(({payload}) => payload.instrument));
  return new Map(instruments.map(({id, symbol}) => [symbol, busy.has(id) ? null : (amounts.get(id) ?? "0")]));
}

/** The session may hold on paper what was never bought at the venue: it must begin where the venue stands. */
async function requireAgreement(store: VenueStore, positions: ReadonlyMap<string, string | null>): Promise<void> {
  const fills = await store.fills();
  const reasons = [...positions].flatMap(([symbol, amount]) => {
    if (amount === null) return [`the session has an open order in ${symbol}: wait for it, or flatten first`];
    const there = netAmount(fills, symbol);
    if (compare(parseDecimal(amount), there) === 0) return [];
    return [`the session holds ${amount} ${symbol} and the venue ${toText(there)} of ours: flatten first`];
  });
  if (reasons.length > 0) throw locked(reasons);
}

function requireHours(hours: number, longest: number): void {
  if (hours > 0 && hours <= longest) return;
  throw locked([`it can be armed for at most ${longest} hours (production.longestArmingHours), not ${hours}`]);
}

function locked(missing: readonly string[]): OperatingError {
  return new OperatingError(`Real trading stays locked: ${missing.join("; ")}.`, {
    code: "PRODUCTION_LOCKED",
    details: {missing, input: true}
  });
}
