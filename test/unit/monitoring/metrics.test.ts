/** What Prometheus reads. */
import {expect, it} from "vitest";
import type {PapertapeEvent} from "../../../src/lib/events/event.js";
import {createMetrics} from "../../../src/live/monitoring/metrics.js";

const event = (fact: string, payload: object) => ({fact, payload}) as unknown as PapertapeEvent;

it("tells lag, depth, breakers, latency, freshness and equity by name and unit", async () => {
  let now = 100_000;
  const metrics = createMetrics({clock: () => now, speed: 1});
  metrics.setEventLag("decision", 12);
  metrics.setEventLag("unborn", null);
  metrics.setQueueDepth("notification:phone", 3);
  metrics.setBreaker("exchange", "open");
  metrics.observe(event("CandleClosed", {instrument: "X", timeframe: "1m", closeTime: 60_000}), now);
  metrics.observe(event("CandleClosed", {instrument: "X", timeframe: "1m", closeTime: 30_000}), now);
  metrics.observe(event("TradeSignalWithheld", {closeTime: 99_960}), now);
  metrics.observe(event("TradeSignalRaised", {closeTime: 100_001}), now);
  metrics.observe(event("EquityMarked", {equity: 10_500.5, drawdown: 0.02}), now);
  now = 180_000;
  const {contentType, text} = await metrics.render();
  expect(contentType).toContain("text/plain");
  const lines = text.split("\n");
  for (const line of [
    'papertape_event_lag_entries{component="decision"} 12',
    'papertape_queue_depth_entries{queue="notification:phone"} 3',
    'papertape_breaker_state{name="exchange"} 2',
    'papertape_data_age_seconds{instrument="X",timeframe="1m"} 120',
    'papertape_decision_latency_seconds_bucket{le="0.025"} 0',
    'papertape_decision_latency_seconds_bucket{le="0.05"} 1',
    "papertape_decision_latency_seconds_count 1",
    "papertape_equity_quote_units 10500.5",
    "papertape_drawdown_ratio 0.02",
    'papertape_events_total{fact="CandleClosed"} 2'
  ])
    expect(lines).toContain(line);
  expect(text).not.toContain("unborn");
  expect(text).toContain("papertape_process_cpu_seconds_total");
});
