/**
 * Follows an exchange live: closed candles of several instruments as events of the tape, in order, each close time with
 * its watermark. A stream's message only wakes the collector; the candle itself is asked for over REST once it has
 * closed, because streams carry no closed flag and merge updates. So what a backfill loads later is what was taken live,
 * a hole after a disconnection is filled before newer candles go on, and without streams everything works by polling.
 */
import type {MarketDataEvent} from "../../lib/events/market-data-event.js";
import type {SystemStatusEvent} from "../../lib/events/system-status-event.js";
import {createSequencer, type Sequenced, type SequencedCandle, type SetAside} from "../../lib/market-data/sequencer.js";
import type {Instrument} from "../../lib/vocabulary/instrument.js";
import {candleOpenTime, type Timeframe, timeframeMs} from "../../lib/vocabulary/timeframe.js";
import {classifyExchangeFailure} from "../../loaders/exchange/exchange-failure.js";
import type {ExchangeConnection} from "../../loaders/exchange/open-exchange.js";
import {pause} from "../../loaders/exchange/retry-exchange.js";
import type {StatusReport} from "../ports/status-event.js";
import {statusEvent} from "../ports/status-event.js";
import {CandleStreams, type StreamHealth} from "./candle-streams.js";
import {CandleWindow} from "./candle-window.js";
import {Outages} from "./outages.js";

export interface CollectorOptions {
  readonly exchange: ExchangeConnection;
  readonly instruments: readonly Instrument[];
  readonly timeframe: Timeframe;
  /** Open time of the first candle wanted. Everything before is on the tape already. */
  readonly from: number;
  /** Open time of each instrument's newest candle on the tape, so that a hole before `from` is seen. */
  readonly previousOpenTimes?: Readonly<Record<string, number>>;
  /** Takes events in the tape's order; the collector waits for it before it asks for more. */
  readonly emit: (events: readonly (MarketDataEvent | SystemStatusEvent)[]) => Promise<void>;
  /** Stores every accepted candle, late ones and corrections too, before its event is emitted. */
  readonly store?: (candles: readonly SequencedCandle[]) => Promise<void>;
  /** Exchange milliseconds a slice waits for a missing candle; 10 s of this machine's time by default. */
  readonly graceMs?: number;
  /** Silence of a stream, in this machine's milliseconds, after which it is reported and reconnected; 30 s by default. */
  readonly staleAfterMs?: number;
  /** Pause between polls while a candle is awaited, in this machine's milliseconds; 1 000 by default. */
  readonly pollMs?: number;
  /** False for polling only. */
  readonly useStreams?: boolean;
  /** The machine's clock; another one in tests. */
  readonly machineNow?: () => number;
}

export interface CollectorHealth {
  readonly status: "up" | "degraded" | "stopped";
  readonly reason: string;
  /** Exchange milliseconds since the newest completed close time; null before the first. */
  readonly lagMs: number | null;
  readonly completedThrough: number | null;
  readonly streams: readonly StreamHealth[];
  /** Candles that came and did not go onto the tape, by reason. */
  readonly setAside: Readonly<Record<SetAside["reason"], number>>;
  readonly rejected: number;
}

export interface Collector {
  /** Begins; resolves when the tape has caught up with the present for the first time. */
  start(): Promise<void>;
  /** Ends after the candles at hand. */
  stop(): Promise<void>;
  health(): CollectorHealth;
  /** Resolves when it has stopped; rejects when `emit` or `store` failed. */
  readonly finished: Promise<void>;
}

/** A promise that others settle. */
class Deferred {
  resolve: () => void = () => {};
  reject: (error: Error) => void = () => {};
  readonly promise = new Promise<void>((resolve, reject) => {
    this.resolve = resolve;
    this.reject = reject;
  });
}

const COMPONENT = "collection";
const GRACE_MS = 10_000;
const STALE_AFTER_MS = 30_000;
const POLL_MS = 1_000;
/** After a close exchanges take a moment to publish the candle. */
const SETTLE_MS = 250;
const ATTEMPTS = 2;
const LONGEST_BACK_OFF_MS = 60_000;

export function createCollector(options: CollectorOptions): Collector {
  return new CandleCollector(options);
}

class CandleCollector implements Collector {
  readonly finished: Promise<void>;
  readonly #options: CollectorOptions;
  readonly #window: CandleWindow;
  readonly #sequencer;
  readonly #outages: Outages;
  readonly #streams: CandleStreams | null;
  readonly #stopping = new AbortController();
  readonly #graceMs: number;
  readonly #setAside = {late: 0, earlier: 0, duplicate: 0, revised: 0, "unknown-instrument": 0, misaligned: 0};
  #wake = new AbortController();
  readonly #hasCaughtUp = new Deferred();
  readonly #finish = new Deferred();
  #status: CollectorHealth["status"] = "up";
  #reason = "starting";
  /** Rounds in a row in which the exchange failed, and when the first of them was. */
  #failures = 0;
  #failingSince = 0;
  /** Parts in trouble, and why. */
  readonly #troubles = new Map<string, string>();
  #completedThrough: number | null = null;

  constructor(options: CollectorOptions) {
    const {instruments, timeframe, from, previousOpenTimes} = options;
    this.#options = options;
    // Waits between tries end when the collector is stopped; the rounds themselves are further tries.
    const retry = {...options.exchange.retry, attempts: ATTEMPTS, signal: this.#stopping.signal};
    const exchange = {...options.exchange, retry};
    this.#graceMs = options.graceMs ?? GRACE_MS * Math.max(1, exchange.speed);
    this.#outages = new Outages(exchange.now());
    this.#window = new CandleWindow({exchange, instruments, timeframe, from});
    this.#sequencer = createSequencer({
      timeframe,
      instruments: instruments.map(({id}) => id),
      graceMs: this.#graceMs,
      completedThrough: candleOpenTime(timeframe, from + timeframeMs(timeframe) - 1),
      explainGap: (gap) => (this.#outages.explains(gap, timeframeMs(timeframe)) ? "exchange-down" : null),
      ...(previousOpenTimes === undefined ? {} : {previousOpenTimes})
    });
    const canStream = options.useStreams !== false && exchange.client.has.watchOHLCV === true;
    this.#streams = canStream
      ? new CandleStreams({
          client: exchange.client,
          symbols: instruments.map(({symbol}) => symbol),
          timeframe,
          staleAfterMs: options.staleAfterMs ?? STALE_AFTER_MS,
          machineNow: options.machineNow ?? Date.now,
          onNewCandle: () => this.#wake.abort()
        })
      : null;
    this.finished = this.#finish.promise;
    // Whoever only starts and stops need not listen.
    this.finished.catch(() => {});
    this.#hasCaughtUp.promise.catch(() => {});
  }

  start(): Promise<void> {
    this.#streams?.start();
    this.#run().then(this.#finish.resolve, (error: Error) => {
      this.#status = "stopped";
      this.#reason = error.message;
      this.#hasCaughtUp.reject(error);
      this.#finish.reject(error);
    });
    return this.#hasCaughtUp.promise;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake.abort();
    await this.#streams?.stop();
    await this.finished.catch(() => {});
  }

  health(): CollectorHealth {
    return {
      status: this.#status,
      reason: this.#reason,
      lagMs: this.#completedThrough === null ? null : this.#options.exchange.now() - this.#completedThrough,
      completedThrough: this.#completedThrough,
      streams: this.#streams?.health() ?? [],
      setAside: {...this.#setAside},
      rejected: this.#window.rejected
    };
  }

  async #run(): Promise<void> {
    const {signal} = this.#stopping;
    await this.#report({
      fact: "ComponentStarted",
      payload: {component: COMPONENT, build: "", resumedFrom: this.#options.from}
    });
    this.#reason = "following";
    while (!signal.aborted) {
      this.#wake = new AbortController();
      const outcome = await this.#round();
      await this.#judgeStreams();
      if (outcome === "behind" || signal.aborted) continue;
      if (outcome === "caught-up") this.#hasCaughtUp.resolve();
      await pause(this.#restMs(), this.#wake.signal);
    }
    this.#hasCaughtUp.resolve();
    this.#status = "stopped";
    this.#reason = "stopped";
    await this.#report({fact: "ComponentStopped", payload: {component: COMPONENT, reason: "asked to stop"}});
  }

  /** Asks for what has closed and hands it on. Behind: there is more to ask for at once. */
  async #round(): Promise<"behind" | "failed" | "caught-up"> {
    const answer = await this.#window.ask(this.#stopping.signal);
    if (this.#stopping.signal.aborted) return "failed";
    if (answer.failure !== null && !classifyExchangeFailure(answer.failure).retryable) throw answer.failure;
    await this.#judgeAnswers(answer.failure);
    // A part that fails holds the others back, so that all stay in step; not for ever.
    const machineGraceMs = this.#graceMs / Math.max(1, this.#options.exchange.speed);
    if (answer.failure !== null && this.#machineNow() - this.#failingSince < machineGraceMs) return "failed";
    if (answer.candles.length > 0) await this.#options.store?.(answer.candles);
    await this.#emit(this.#sequencer.push(answer.candles));
    // Slices of the window are judged at its end: what lies beyond has not been asked for yet.
    const now = this.#options.exchange.now();
    await this.#emit(this.#sequencer.advance(Math.min(now, answer.before + this.#graceMs)));
    this.#window.take(answer);
    if (answer.failure !== null) return "failed";
    return answer.hasMore ? "behind" : "caught-up";
  }

  async #emit({events, setAside}: Sequenced): Promise<void> {
    for (const {reason} of setAside) this.#setAside[reason]++;
    const watermark = events.findLast((event) => event.fact === "SliceCompleted");
    if (events.length > 0) await this.#options.emit(events);
    if (watermark !== undefined) this.#completedThrough = watermark.occurredAt;
  }

  /** Until the next close, or sooner while a candle is awaited or the exchange fails. */
  #restMs(): number {
    const {exchange, timeframe, pollMs = POLL_MS} = this.#options;
    if (this.#failures > 0) return Math.min(LONGEST_BACK_OFF_MS, pollMs * 2 ** Math.min(this.#failures - 1, 10));
    const now = exchange.now();
    const length = timeframeMs(timeframe);
    const untilClose = (candleOpenTime(timeframe, now) + length - now) / Math.max(exchange.speed, 1e-9) + SETTLE_MS;
    const isAwaiting = this.#window.isAwaiting(candleOpenTime(timeframe, now)) || this.#sequencer.heldSlices > 0;
    return isAwaiting ? Math.min(pollMs, untilClose) : Math.min(untilClose, LONGEST_BACK_OFF_MS);
  }

  async #judgeAnswers(failure: unknown): Promise<void> {
    if (failure === null) {
      this.#failures = 0;
      this.#outages.answered(this.#options.exchange.now());
      await this.#recover("REST", "the exchange answers again");
      return;
    }
    if (this.#failures === 0) this.#failingSince = this.#machineNow();
    this.#failures++;
    const classified = classifyExchangeFailure(failure);
    const {code, advice} = classified;
    this.#outages.failed(classified);
    await this.#degrade("REST", `the exchange does not answer (${code}: ${advice})`);
  }

  async #judgeStreams(): Promise<void> {
    const bad = this.#streams?.health().filter(({state}) => state !== "following") ?? [];
    if (bad.length === 0) await this.#recover("stream", "the streams speak again");
    else {
      const names = bad.map(({symbol, state}) => `${symbol} ${state}`).join(", ");
      await this.#degrade("stream", `streams are not as they should be: ${names}`);
    }
  }

  async #degrade(part: string, reason: string): Promise<void> {
    const isNews = !this.#troubles.has(part);
    this.#troubles.set(part, reason);
    this.#status = "degraded";
    this.#reason = reason;
    const effect =
      part === "REST" ? "no fresh candles: no new positions" : "candles are polled for until streams return";
    if (isNews) await this.#report({fact: "ComponentDegraded", payload: {component: COMPONENT, reason, effect}});
  }

  async #recover(part: string, reason: string): Promise<void> {
    if (!this.#troubles.delete(part)) return;
    const [left] = this.#troubles.values();
    this.#status = left === undefined ? "up" : "degraded";
    this.#reason = left ?? reason;
    if (left === undefined) await this.#report({fact: "ComponentRecovered", payload: {component: COMPONENT, reason}});
  }

  async #report(report: StatusReport): Promise<void> {
    await this.#options.emit([statusEvent(report, {now: this.#options.exchange.now(), source: COMPONENT})]);
  }

  #machineNow(): number {
    return (this.#options.machineNow ?? Date.now)();
  }
}
