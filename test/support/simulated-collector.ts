/**
 * Collection in a simulated run: an exchange that answers late, twice or not at all, and the real sequencer behind it.
 * Begun anew, it asks for everything after the last slice that the session has taken, as the daemon does.
 */
import {HOUR_MS} from "../../src/lib/core/time.js";
import type {PapertapeEvent} from "../../src/lib/events/event.js";
import type {EventBus} from "../../src/lib/integration/ports/event-bus.js";
import {createSequencer, type SequencedCandle} from "../../src/lib/market-data/sequencer.js";
import {candleAt} from "../../src/lib/vocabulary/candle-rows.js";
import type {InstrumentId} from "../../src/lib/vocabulary/instrument.js";
import type {Life} from "./simulated-scheduler.js";
import type {SimulatedTape} from "./simulated-strategy.js";
import type {SimulatedWorld} from "./simulated-world.js";

interface ListedCandle extends Omit<SequencedCandle, "recordedAt"> {
  /** When the exchange tells it; never for one that is lost. */
  readonly availableAt: number;
}

export type SimulatedExchange = ReadonlyMap<InstrumentId, readonly ListedCandle[]>;

const GRACE_MS = HOUR_MS / 2;
const POLL_MS = HOUR_MS / 5;

/** The tape's candles, each with when it can be had. */
export function simulatedExchange(world: SimulatedWorld, {traded}: SimulatedTape): SimulatedExchange {
  const {late, missing} = world.faults.rates;
  return new Map(
    traded.map(({instrument, columns, origin}) => [
      instrument,
      Array.from({length: columns.length}, (_, index) => {
        const candle = candleAt(columns, index);
        const isMissing = world.happens(missing);
        const delayMs = world.happens(late) ? GRACE_MS + world.below(10 * HOUR_MS) : world.below(GRACE_MS / 2);
        return {
          instrument,
          origin,
          candle,
          availableAt: isMissing ? Number.POSITIVE_INFINITY : candle.closeTime + delayMs
        };
      })
    ])
  );
}

export interface SimulatedCollectorOptions {
  readonly world: SimulatedWorld;
  readonly life: Life;
  readonly tape: SimulatedTape;
  readonly exchange: SimulatedExchange;
  readonly bus: EventBus;
  readonly stream: string;
  /** Close time of the last slice on the tape; null before the first. */
  readonly after: number | null;
  readonly previousOpenTimes: Readonly<Record<string, number>>;
  /** True when no candle can come any more. */
  readonly isOver: () => boolean;
}

/** Resolves when the exchange's last candle is published; rejects when the bus takes no more. */
export async function collect(options: SimulatedCollectorOptions): Promise<void> {
  const {world, life, tape, bus, stream, after, previousOpenTimes, isOver} = options;
  const {timeframe} = tape.plan.strategy;
  const sequencer = createSequencer({
    timeframe,
    instruments: tape.plan.instruments.map(({id}) => id),
    graceMs: GRACE_MS,
    completedThrough: after ?? tape.firstOpenTime,
    previousOpenTimes
  });
  const told = new Set<ListedCandle>();
  const publish = async (events: readonly PapertapeEvent[]) => {
    if (events.length > 0) await bus.publish(stream, events);
  };
  for (;;) {
    await world.pause(POLL_MS + world.below(POLL_MS), life);
    const isLast = isOver();
    await publish(sequencer.push(answer(options, told)).events);
    await publish((isLast ? sequencer.finish() : sequencer.advance(world.machineNow)).events);
    if (isLast) return;
  }
}

/** What has come up since the last answer: each instrument's candles in order, the instruments in any. */
function answer({world, exchange, after}: SimulatedCollectorOptions, told: Set<ListedCandle>): SequencedCandle[] {
  const {drop, duplicate} = world.faults.rates;
  const recordedAt = world.machineNow;
  const queues: ListedCandle[][] = [];
  for (const candles of exchange.values()) {
    if (world.happens(drop)) continue;
    queues.push(
      candles.filter(
        (entry) =>
          entry.availableAt <= world.now &&
          entry.candle.closeTime > (after ?? 0) &&
          (!told.has(entry) || (entry.candle.closeTime > world.now - 6 * HOUR_MS && world.happens(duplicate)))
      )
    );
  }
  const answered: SequencedCandle[] = [];
  for (let filled = nonEmpty(queues); filled.length > 0; filled = nonEmpty(filled)) {
    const next = filled[world.below(filled.length)]?.shift();
    if (next === undefined) continue;
    told.add(next);
    const {instrument, origin, candle} = next;
    answered.push({instrument, origin, candle, recordedAt});
  }
  return answered;
}

function nonEmpty(queues: readonly ListedCandle[][]): ListedCandle[][] {
  return queues.filter((queue) => queue.length > 0);
}
