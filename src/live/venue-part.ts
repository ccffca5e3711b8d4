/**
 * The venue as a supervised part, in the production environment only: the session's orders go there while it is armed,
 * and what the venue says is compared with our record at the start, after each change and again and again.
 */
import {setTimeout as wait} from "node:timers/promises";
import {OperatingError} from "../lib/core/operating-error.js";
import type {PapertapeEvent} from "../lib/events/event.js";
import type {SystemStatusEvent} from "../lib/events/system-status-event.js";
import type {EventBus} from "../lib/integration/ports/event-bus.js";
import type {StrategyPlan} from "../lib/integration/strategy-plan.js";
import {timeframeMs} from "../lib/vocabulary/timeframe.js";
import type {BreakerPanel} from "./integration/breaker-panel.js";
import {pause} from "./integration/pause.js";
import {eventStream} from "./integration/session-runner.js";
import type {RunningPart, SupervisedPart} from "./integration/supervisor.js";
import type {LiveBoard} from "./live-board.js";
import type {OperatorCommands} from "./operator-commands.js";
import {statusEvent} from "./ports/status-event.js";
import type {Production} from "./production.js";
import {guardedVenue} from "./venue/guarded-venue.js";
import type {Venue} from "./venue/venue.js";
import {createVenueDesk, type VenueDesk} from "./venue/venue-desk.js";

export interface VenuePartOptions {
  readonly session: string;
  readonly plan: StrategyPlan;
  readonly bus: EventBus;
  readonly board: LiveBoard;
  readonly commands: OperatorCommands;
  readonly production: Production;
  readonly openVenue: () => Promise<Venue>;
  readonly panel: BreakerPanel;
  readonly onStatus: (event: SystemStatusEvent) => void;
  readonly reconcileMs?: number;
}

export const VENUE = "venue";
const VENUE_GROUP = "venue";
const RECONCILE_MS = 15_000;
const EFFECT = "trading is paused; open positions at the venue stay as they are";
/** Longer than a request, its lookup and the wait between them. */
const VENUE_TIMEOUT_MS = 20_000;

export function venuePart(options: VenuePartOptions): SupervisedPart {
  const guard = options.panel.add(VENUE, {
    timeoutMs: VENUE_TIMEOUT_MS,
    isFailure: (error) => error instanceof OperatingError && error.code === "VENUE_UNCERTAIN",
    effect: EFFECT
  }).call;
  return {
    name: VENUE,
    effectWhenAway: EFFECT,
    start: (fail) => startDesk(options, guard, fail)
  };
}

async function startDesk(
  options: VenuePartOptions,
  guard: ReturnType<BreakerPanel["add"]>["call"],
  fail: (error: unknown) => void
): Promise<RunningPart> {
  const {bus, session, production} = options;
  const stopping = new AbortController();
  let desk: VenueDesk | null = null;
  let venue: Venue | null = null;
  /** Null while it is not armed: nothing is asked of the venue then. */
  const deskWhenArmed = async (): Promise<VenueDesk | null> => {
    if ((await production.situation()).arming === null) return null;
    if (desk !== null) return desk;
    venue = guardedVenue(await options.openVenue(), guard);
    desk = createDesk(options, venue);
    await desk.reconcile();
    follow(venue, desk, stopping.signal);
    return desk;
  };
  await deskWhenArmed();
  const subscription = await bus.subscribe(
    {stream: eventStream(session), group: VENUE_GROUP, consumer: VENUE_GROUP, start: "now"},
    async (batch) => {
      const orders = batch.map(({event}) => event).filter(isOrderNews);
      if (orders.length === 0) return;
      const open = await deskWhenArmed();
      for (const event of orders) await open?.take(event);
    }
  );
  void compareAgain(deskWhenArmed, options, stopping.signal).catch(fail);
  return {
    stop: async () => {
      stopping.abort();
      await subscription.close();
      await venue?.close();
    }
  };
}

function createDesk({session, plan, board, production, commands, onStatus}: VenuePartOptions, venue: Venue): VenueDesk {
  const told = new Set<string>();
  return createVenueDesk({
    session,
    venue,
    store: production.store,
    symbols: new Map(plan.instruments.map(({id, symbol}) => [id, symbol])),
    orderLifeMs: timeframeMs(plan.strategy.timeframe),
    situation: () => production.situation(),
    lastPrice: (instrument) => board.view().lastPrices[instrument] ?? null,
    positions: () => production.positions(),
    onApart: async (reasons) => {
      const news = reasons.filter((reason) => !told.has(reason));
      for (const reason of news) told.add(reason);
      if (news.length === 0) return;
      const reason = news.join("; ").slice(0, 2_000);
      onStatus(
        statusEvent(
          {fact: "ComponentDegraded", payload: {component: VENUE, reason, effect: EFFECT}},
          {now: Date.now(), source: VENUE}
        )
      );
      // Somebody has to look: nothing here resumes.
      await commands.command("TradingPaused", {by: VENUE, reason});
    },
    pause: (ms) => wait(ms)
  });
}

/** The stream of the account's orders only wakes; what it says is asked for again over REST. */
function follow(venue: Venue, desk: VenueDesk, signal: AbortSignal): void {
  const loop = async () => {
    while (!signal.aborted)
      try {
        await venue.changed();
        await desk.reconcile();
      } catch {
        // Cut off: the regular comparison goes on meanwhile.
        await pause(RECONCILE_MS, signal);
      }
  };
  void loop();
}

async function compareAgain(
  deskWhenArmed: () => Promise<VenueDesk | null>,
  {reconcileMs = RECONCILE_MS}: VenuePartOptions,
  signal: AbortSignal
): Promise<void> {
  for (;;) {
    await pause(reconcileMs, signal);
    if (signal.aborted) return;
    await (await deskWhenArmed())?.reconcile();
  }
}

function isOrderNews(event: PapertapeEvent) {
  return event.fact === "OrderAccepted" || event.fact === "OrderCanceled";
}
