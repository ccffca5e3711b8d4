/** An invented backtest in the shapes of data/runs and data/research/decisions.json, for tests of pages. */
import {DuckDBInstance} from "@duckdb/node-api";
import {type Random, seededRandom} from "../../src/lib/core/random.js";
import {DAY_MS, HOUR_MS} from "../../src/lib/core/time.js";
import type {Figure} from "../../src/lib/integration/figure.js";
import {REGIMES} from "../../src/lib/integration/run-regimes.js";
import type {ReportedTrade, RunReport} from "../../src/lib/integration/run-report.js";
import {SAMPLE_DAYS, SAMPLE_INSTRUMENTS, SAMPLE_START} from "./sample-market.js";

export function sampleReport({id, snapshot, seed}: {id: string; snapshot: string; seed: number}): RunReport {
  const random = seededRandom(seed);
  const equity = equityCurve(random);
  const trades = Array.from({length: 140}, (_, index) => trade(random, index));
  const last = equity[equity.length - 1]?.[1] ?? 100_000;
  return {
    id,
    strategy: "consensus",
    rules: "papertape-1",
    snapshot,
    isSimulated: true,
    configurationHash: "b7c1f0a95e",
    codeCommit: "4f2d9ab",
    seed,
    timeframe: "1h",
    instruments: SAMPLE_INSTRUMENTS,
    from: SAMPLE_START,
    to: SAMPLE_START + SAMPLE_DAYS * DAY_MS,
    startCapital: 100_000,
    statistics: sampleFigures(last / 100_000 - 1),
    equity,
    monthly: Array.from({length: 10}, (_, month) => ({
      month: `2025-${String(month + 1).padStart(2, "0")}`,
      return: 0.03 * random.normal()
    })),
    drawdowns: [
      {from: SAMPLE_START, deepest: SAMPLE_START + 9 * DAY_MS, recovered: null, depth: 0.083, candles: 812},
      {from: null, deepest: SAMPLE_START + DAY_MS, recovered: SAMPLE_START + 2 * DAY_MS, depth: 0.02, candles: 40}
    ],
    regimes: REGIMES.map((regime, index) => ({
      regime,
      candles: 14_400,
      return: 0.04 - 0.03 * index,
      volatility: 0.1 + 0.1 * index,
      sharpe: index === 2 ? null : 0.9,
      market: 0.01,
      trades: 40,
      winRate: 0.5
    })),
    randomEntries: {
      n: 140,
      dropped: 0,
      draws: 1000,
      actual: 0.002,
      mean: -0.001,
      low: -0.003,
      high: 0.0018,
      pValue: 0.03
    },
    ledger: {
      startCapital: 100_000,
      gross: last - 100_000 + 1850.7,
      fees: -1240.5,
      slippage: -610.2,
      funding: 0,
      rounding: 0,
      equity: last,
      change: last - 100_000
    },
    trades,
    openTrades: [],
    withheld: {"edge-below-minimum": 5210, "already-at-target": 830},
    attribution: {
      agents: shares(random, ["trend", "mean-reversion", "online-logistic"]),
      factors: shares(random, ["momentum-24", "rsi-14", "btc-lead"]),
      instruments: shares(random, SAMPLE_INSTRUMENTS),
      hours: shares(random, ["00", "06", "12", "18"]),
      total: 4200
    },
    honesty: {
      trials: 48,
      deflatedSharpe: 0.61,
      luckySharpe: 0.9,
      probabilityOfOverfitting: null,
      reason: "the probability of overfitting needs a sweep of at least two parameter sets",
      lookAheadAudit: "passed at every bar",
      gapsTouched: 2,
      missingCandles: 624,
      ruleSet: "papertape-1",
      data: "simulated"
    },
    candles: 43_200,
    events: 180_000
  };
}

function shares(random: Random, names: readonly string[]) {
  return names.map((name) => ({name, profit: 3000 * random.normal()}));
}

function sampleFigures(totalReturn: number): Record<string, Figure> {
  const figures: [string, number | null, Figure["unit"], string, string][] = [
    ["totalReturn", totalReturn, "fraction", "Total return", "Last equity over start capital, less one."],
    ["annualReturn", totalReturn * 1.2, "fraction", "Annual return", "The steady yearly growth of the same total."],
    ["volatility", 0.15, "fraction", "Volatility", "Deviation of returns, scaled to a year."],
    ["sharpe", 1.12, "ratio", "Sharpe ratio", "Mean return over its deviation, scaled to a year."],
    ["sharpeLoAdjusted", null, "ratio", "Sharpe, Lo-adjusted", "The Sharpe ratio with autocorrelation."],
    ["sortino", 1.9, "ratio", "Sortino ratio", "Like Sharpe, but only losses count as risk."],
    ["maximumDrawdown", 0.083, "fraction", "Maximum drawdown", "The deepest fall from the highest value so far."],
    ["longestDrawdown", 812, "candles", "Longest drawdown", "Candles below an earlier high without a break."],
    ["calmar", 1.4, "ratio", "Calmar ratio", "Annual return over the maximum drawdown."],
    ["benchmarkReturn", -0.04, "fraction", "Buy and hold", "Holding all instruments in equal parts."],
    ["trades", 140, "count", "Closed trades", "Round trips from flat to flat."],
    ["winRate", 0.54, "fraction", "Win rate", "Share of closed trades with a profit."]
  ];
  return Object.fromEntries(
    figures.map(([key, value, unit, label, explanation]) => [
      key,
      {
        value,
        unit,
        label,
        explanation,
        ...(value === null ? {reason: "needs two years of candles"} : {}),
        ...(key === "sharpe" ? {low: 0.2, high: 2.0} : {})
      }
    ])
  );
}

function equityCurve(random: Random): [number, number, number, number][] {
  let equity = 100_000;
  let benchmark = 100_000;
  let peak = equity;
  return Array.from({length: SAMPLE_DAYS}, (_, day) => {
    equity *= 1 + 0.0006 + 0.008 * random.normal();
    benchmark *= 1 + 0.0002 + 0.02 * random.normal();
    peak = Math.max(peak, equity);
    return [SAMPLE_START + day * DAY_MS, equity, 1 - equity / peak, benchmark];
  });
}

function trade(random: Random, index: number): ReportedTrade {
  const entryTime = SAMPLE_START + (index * 2 + 1) * DAY_MS + random.below(24) * HOUR_MS;
  const ratio = 0.002 + 0.02 * random.normal();
  const entryPrice = 100 + 10 * random.normal();
  return {
    instrument: SAMPLE_INSTRUMENTS[index % SAMPLE_INSTRUMENTS.length] ?? "BTC/USDT",
    side: index % 3 === 0 ? "short" : "long",
    entryTime,
    exitTime: entryTime + (4 + random.below(40)) * HOUR_MS,
    entryPrice,
    exitPrice: entryPrice * (1 + ratio),
    amount: "12.5",
    profit: (1250 * ratio).toFixed(6),
    unrealized: "0",
    profitRatio: ratio,
    fees: "2.5",
    slippage: 1.2,
    candles: 4 + (index % 40),
    worst: Math.min(0, ratio) - 0.004,
    best: Math.max(0, ratio) + 0.006,
    entryReason: "Three agents lean up; 8.5 bps remain after costs.",
    exitReason: index % 5 === 0 ? "The stop was passed through." : "The expected gain no longer covers the costs.",
    entryDecision: `decision-${index % 60}`,
    exitDecision: null
  };
}

export function sampleDecisions(run: string, seed: number) {
  const random = seededRandom(seed);
  const decisions = Array.from({length: 60}, (_, index) => {
    const raised = index % 4 === 0;
    const parts = [0.09, -0.03, 0.05 * random.normal()];
    const score = parts.reduce((sum, part) => sum + part, 0);
    return {
      id: `decision-${index}`,
      fact: raised ? "TradeSignalRaised" : "TradeSignalWithheld",
      strategy: "consensus",
      instrument: SAMPLE_INSTRUMENTS[index % SAMPLE_INSTRUMENTS.length],
      timeframe: "1h",
      closeTime: SAMPLE_START + 250 * DAY_MS + index * HOUR_MS,
      referencePrice: 100 + index,
      probabilityUp: 1 / (1 + Math.exp(-score)),
      score,
      agents: ["trend", "mean-reversion", "online-logistic"].map((agent, part) => ({
        agent,
        prediction: `prediction-${index}-${agent}`,
        weight: [0.5, 0.2, 0.3][part],
        calibratedProbabilityUp: 1 / (1 + Math.exp(-(parts[part] ?? 0) * 2)),
        contribution: parts[part]
      })),
      factors: ["momentum-24", "rsi-14", "btc-lead"].map((factor) => ({factor, contribution: 0.05 * random.normal()})),
      expectedReturnBps: 22.5,
      costBps: 14,
      edgeBps: raised ? 8.5 : -3.1,
      confidence: 0.3,
      positionAmount: "0",
      targetAmount: raised ? "1.25" : "0",
      limits: raised ? [{limit: "gross exposure", before: 1.6, after: 1.25}] : [],
      rationale: raised
        ? "Three agents lean up; 8.5 bps remain after costs, so a quarter-Kelly position is bought."
        : "The expected gain does not cover fees and slippage.",
      reason: raised ? "entry" : "edge-below-minimum",
      ...(raised
        ? {
            side: "buy",
            amount: "1.25",
            orderType: "market",
            limitPrice: null,
            stopPrice: null,
            timeInForce: "gtc",
            expiresAt: null
          }
        : {})
    };
  });
  return {run, decisions};
}

/** The tables that a report queries: a few rows of each. */
export async function writeSampleRun(file: string): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(`ATTACH '${file}' AS s (STORAGE_VERSION 'v1.0.0')`);
  await connection.run(
    `CREATE TABLE s.equity AS SELECT epoch_ms(${SAMPLE_START} + i * ${DAY_MS}) AS time, 100000.0 + 50 * i AS equity FROM range(30) t(i)`
  );
  await connection.run(
    "CREATE TABLE s.orders AS SELECT 'order-' || i AS id, 'BTC/USDT' AS instrument, 'buy' AS side FROM range(20) t(i)"
  );
  await connection.run(
    "CREATE TABLE s.fills AS SELECT 'order-' || i AS order_id, 'BTC/USDT' AS instrument, 100.0 + i AS price, 0.1 AS fee FROM range(20) t(i)"
  );
  await connection.run(
    "CREATE TABLE s.decisions AS SELECT 'decision-' || i AS id, 'entry' AS reason FROM range(60) t(i)"
  );
  await connection.run(
    "CREATE TABLE s.predictions AS SELECT 'prediction-' || i || '-trend' AS id, 'trend' AS agent, 0.55 AS probability_up, 0.53 AS calibrated_probability_up, 0.002 AS expected_return, 0.1 AS confidence FROM range(60) t(i)"
  );
  await connection.run(
    `CREATE TABLE s.factor_values AS SELECT 'BTC/USDT' AS instrument, epoch_ms(${SAMPLE_START + 250 * DAY_MS} + i * ${HOUR_MS}) AS time, 'rsi-14' AS factor, 40.0 + i AS value FROM range(60) t(i)`
  );
  await connection.run("DETACH s");
  connection.closeSync();
  instance.closeSync();
}
