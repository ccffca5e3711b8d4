/** Fixed answers of the daemon's API, in the shapes that the live pages read. */
import {DAY_MS, HOUR_MS} from "../../src/lib/core/time.js";
import {SAMPLE_DAYS, SAMPLE_INSTRUMENTS, SAMPLE_START} from "./sample-market.js";
import {sampleDecisions} from "./sample-run.js";

const NOW = SAMPLE_START + SAMPLE_DAYS * DAY_MS;

export function sampleApi(seed = 1): Readonly<Record<string, unknown>> {
  const equityHistory = Array.from({length: 200}, (_, index) => {
    const equity = 100_000 + 900 * Math.sin(index / 17) + 12 * index;
    return {
      closeTime: NOW - (200 - index) * HOUR_MS,
      equity,
      drawdown: Math.max(0, 0.02 * Math.sin(index / 23)),
      cash: "61200.50",
      exposure: 0.4
    };
  });
  return {
    "/api/me": {username: "ada", via: "session", role: "admin"},
    "/api/status": {
      trading: "active",
      startedAt: NOW - 5 * HOUR_MS,
      lastCloseTime: NOW,
      equity: equityHistory.at(-1),
      equityHistory,
      components: [
        {name: "collection", state: "running", lagMs: 120, restarts: 0, since: NOW - 5 * HOUR_MS, message: null},
        {name: "virtual-trading", state: "running", lagMs: 300, restarts: 1, since: NOW - HOUR_MS, message: null},
        {
          name: "notification",
          state: "degraded",
          lagMs: null,
          restarts: 4,
          since: NOW - HOUR_MS,
          message: "the webhook does not answer; trading goes on"
        }
      ],
      breakers: [
        {name: "exchange", state: "closed", failures: 0, since: null},
        {name: "webhook", state: "open", failures: 5, since: NOW - HOUR_MS}
      ],
      streams: SAMPLE_INSTRUMENTS.map((instrument, index) => ({
        instrument,
        timeframe: "1h",
        lastCloseTime: NOW - (index === 5 ? 9 * HOUR_MS : 0),
        ageMs: index === 5 ? 9 * HOUR_MS : 40_000,
        isStale: index === 5
      }))
    },
    "/api/positions": {
      positions: [
        {
          instrument: "BTC/USDT",
          amount: "0.75",
          averagePrice: "2710.5",
          lastPrice: 2744.2,
          unrealizedProfit: 25.3,
          realizedProfit: "-12.25"
        }
      ]
    },
    "/api/orders": {
      orders: [
        {
          orderId: "order-1",
          instrument: "BTC/USDT",
          side: "buy",
          orderType: "market",
          amount: "0.75",
          limitPrice: null,
          state: "filled",
          signal: "decision-0",
          submittedAt: NOW - 3 * HOUR_MS
        }
      ]
    },
    "/api/fills": {
      fills: [
        {
          orderId: "order-1",
          instrument: "BTC/USDT",
          side: "buy",
          time: NOW - 3 * HOUR_MS,
          price: "2710.5",
          amount: "0.75",
          fee: "2.03",
          referencePrice: 2709.1,
          signal: "decision-0",
          whileAway: true
        }
      ]
    },
    "/api/decisions": sampleDecisions("live", seed),
    "/api/configuration": {
      keys: [
        {key: "decision.limits.grossExposure", value: 0.8, layer: "strategy default", isChangeable: true},
        {key: "decision.sizing.method", value: "fixed-fraction", layer: "runtime", isChangeable: true},
        {key: "collection.historyDays", value: 180, layer: "config/default.yaml", isChangeable: false}
      ]
    },
    "/api/quarantine": {
      rows: [
        {
          instrument: "BTC/USDT@binance",
          timeframe: "1h",
          openTime: NOW - 30 * HOUR_MS,
          reason: "the high 99.5 is below the low 101",
          text: "1700000000000,100,99.5,101,100.2,12.5",
          origin: "import",
          foundAt: NOW - HOUR_MS
        }
      ]
    },
    "/api/production": {
      environment: "production",
      exchange: "kraken",
      mode: "venue",
      missing: [],
      arming: {armedBy: "ada", armedAt: NOW - HOUR_MS, expiresAt: NOW + 7 * HOUR_MS}
    },
    "/api/audit": {
      entries: [
        {
          seq: 1,
          at: NOW - HOUR_MS,
          actor: "ada",
          action: "sign-in",
          target: "ada",
          outcome: "accepted",
          details: {},
          previousHash: "0000000000000000000000",
          hash: "9b1c77d0e2aa41c5f0b3"
        },
        {
          seq: 2,
          at: NOW,
          actor: "ada",
          action: "trading.pause",
          target: "",
          outcome: "accepted",
          details: {reason: "maintenance"},
          previousHash: "9b1c77d0e2aa41c5f0b3",
          hash: "03ce5a77be12d9909f41"
        }
      ]
    }
  };
}
