/** What Prometheus is told. One registry a daemon; every name begins with papertape_ and ends with its unit. */
import {Counter, collectDefaultMetrics, Gauge, Histogram, Registry} from "prom-client";
import type {PapertapeEvent} from "../../lib/events/event.js";

export type BreakerLevel = "closed" | "half-open" | "open";

export interface Metrics {
  /** Counts an event, and takes from it what there is to measure: freshness, decision latency, equity. */
  observe(event: PapertapeEvent, now: number): void;
  /** Sets the gauges by an event of before this process began, without counting it. */
  recall(event: PapertapeEvent): void;
  /** Null (no such group yet) leaves the component out rather than showing it at zero. */
  setEventLag(component: string, entries: number | null): void;
  setQueueDepth(queue: string, entries: number): void;
  setBreaker(name: string, state: BreakerLevel): void;
  setViewers(count: number): void;
  render(): Promise<{readonly contentType: string; readonly text: string}>;
}

const BREAKER_LEVELS: Readonly<Record<BreakerLevel, number>> = {closed: 0, "half-open": 1, open: 2};
/** From a bus hop to a minute's candle that came late. */
const LATENCY_BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

export interface MetricsOptions {
  /** Market time, epoch milliseconds; ages are told as of the moment they are asked for. */
  readonly clock: () => number;
  /** Market milliseconds in one of this machine's: latency is told in this machine's. 1 for a real market. */
  readonly speed: number;
}

export function createMetrics({clock, speed}: MetricsOptions): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({register: registry, prefix: "papertape_"});
  const registers = [registry];
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Gauge<Label>({name: `papertape_${name}`, help, labelNames, registers});
  const lag = gauge("event_lag_entries", "Events that a component has not acknowledged yet", ["component"]);
  const depth = gauge("queue_depth_entries", "Entries waiting in a queue", ["queue"]);
  const breakers = gauge("breaker_state", "0 closed, 1 half-open, 2 open", ["name"]);
  const viewers = gauge("stream_viewers", "Viewers of the live stream", []);
  const events = new Counter({name: "papertape_events_total", help: "Events seen", labelNames: ["fact"], registers});
  const equity = gauge("equity_quote_units", "Equity at the last mark", []);
  const drawdown = gauge("drawdown_ratio", "Share lost since the highest equity", []);
  const latency = new Histogram({
    name: "papertape_decision_latency_seconds",
    help: "From a candle's close to its decision being on the tape",
    buckets: LATENCY_BUCKETS_SECONDS,
    registers
  });
  const newestClose = freshnessGauge(registry, clock);
  const recall = (event: PapertapeEvent) => {
    if (event.fact === "CandleClosed") newestClose.note(event.payload);
    if (event.fact !== "EquityMarked") return;
    equity.set(event.payload.equity);
    drawdown.set(event.payload.drawdown);
  };
  return {
    recall,
    observe: (event, now) => {
      events.inc({fact: event.fact});
      recall(event);
      if (event.fact === "TradeSignalRaised" || event.fact === "TradeSignalWithheld") {
        // A replay's clock is not the candles' clock: no latency to speak of.
        const elapsedMs = (now - event.payload.closeTime) / speed;
        if (elapsedMs >= 0) latency.observe(elapsedMs / 1_000);
      }
    },
    setEventLag: (component, entries) => (entries === null ? lag.remove({component}) : lag.set({component}, entries)),
    setQueueDepth: (queue, entries) => depth.set({queue}, entries),
    setBreaker: (name, state) => breakers.set({name}, BREAKER_LEVELS[state]),
    setViewers: (count) => viewers.set(count),
    render: async () => ({contentType: registry.contentType, text: await registry.metrics()})
  };
}

/** Seconds since the newest close of each series. */
function freshnessGauge(registry: Registry, clock: () => number) {
  const newest = new Map<string, {instrument: string; timeframe: string; closeTime: number}>();
  new Gauge({
    name: "papertape_data_age_seconds",
    help: "Since the close of a series' newest candle",
    labelNames: ["instrument", "timeframe"],
    registers: [registry],
    collect() {
      for (const {instrument, timeframe, closeTime} of newest.values())
        this.set({instrument, timeframe}, (clock() - closeTime) / 1_000);
    }
  });
  return {
    note: ({instrument, timeframe, closeTime}: {instrument: string; timeframe: string; closeTime: number}) => {
      const key = `${instrument} ${timeframe}`;
      if (closeTime > (newest.get(key)?.closeTime ?? -1)) newest.set(key, {instrument, timeframe, closeTime});
    }
  };
}
