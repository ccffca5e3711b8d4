/** A run's report adds up: the ledger to the change of equity, attribution to the trades, falls to the deepest fall. */
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {DEFAULT_STRATEGY} from "../../../src/lib/configuration/strategy-configuration.js";
import {runBacktest} from "../../../src/lib/integration/backtest.js";
import {createStrategyPipeline} from "../../../src/lib/integration/create-strategy-pipeline.js";
import {createRunRecorder, type RunRecord} from "../../../src/lib/integration/run-record.js";
import {createRunReport, type RunReport} from "../../../src/lib/integration/run-report.js";
import {planStrategy} from "../../../src/lib/integration/strategy-plan.js";
import {candleTape} from "../../../src/lib/market-data/candle-tape.js";
import {candlesPerYear} from "../../../src/lib/vocabulary/timeframe.js";
import {benchInstruments, benchSeries} from "../../bench/bench-market.js";

const CAPITAL = 10_000;

interface Market {
  readonly candles: number;
  readonly driftShock: number;
  readonly slippageBps: number;
}

function reported({candles, driftShock, slippageBps}: Market): {record: RunRecord; report: RunReport} {
  const instruments = benchInstruments(2);
  const {execution, agents, decision} = DEFAULT_STRATEGY;
  const plan = planStrategy(
    {
      ...DEFAULT_STRATEGY,
      name: "test",
      startCapital: String(CAPITAL),
      agents: {...agents, names: ["trend", "mean-reversion"], horizonCandles: 6},
      decision: {...decision, minimumEdgeBps: 0},
      execution: {...execution, slippageBps}
    },
    instruments
  );
  const recorder = createRunRecorder({keepAll: false});
  const tape = candleTape("1h", benchSeries(instruments, candles, driftShock));
  runBacktest({pipeline: createStrategyPipeline(plan), tape, emit: (event) => recorder.take(event)});
  const record = recorder.record();
  const identity = {
    id: "run",
    strategy: "test",
    rules: "papertape-1",
    snapshot: "none",
    isSimulated: true,
    configurationHash: plan.hash,
    codeCommit: "none",
    seed: 7,
    timeframe: "1h",
    instruments: instruments.map(({id}) => id),
    from: null,
    to: null,
    startCapital: CAPITAL
  };
  const honesty = {
    trials: 1,
    deflatedSharpe: null,
    luckySharpe: null,
    probabilityOfOverfitting: null,
    reason: "one trial",
    lookAheadAudit: "none"
  };
  return {record, report: createRunReport({identity, record, periodsPerYear: candlesPerYear("1h"), honesty})};
}

const market = fc.record({
  candles: fc.integer({min: 150, max: 1200}),
  driftShock: fc.constantFrom(0.0004, 0.001, 0.002),
  slippageBps: fc.constantFrom(0, 1, 7)
});

describe("a run's report", () => {
  it("adds up, whatever the market", () => {
    let traded = 0;
    const property = fc.property(market, (given) => {
      const {record, report} = reported(given);
      const {gross, fees, slippage, funding, rounding, change, equity} = report.ledger;
      traded += record.trades.length;
      expect(gross + fees + slippage + funding + rounding).toBeCloseTo(change, 7);
      expect(Math.abs(rounding)).toBeLessThan(1e-6);
      expect(equity).toBe(record.equity.at(-1)?.equity);
      expect(report.attribution.total).toBeCloseTo(change - funding - rounding, 6);
      expect(report.drawdowns[0]?.depth ?? 0).toBeCloseTo(-(report.statistics.maximumDrawdown?.value ?? 0), 12);
      for (const trade of [...record.trades, ...record.openTrades]) {
        const sign = trade.side === "long" ? 1 : -1;
        expect(trade.worst).toBeLessThanOrEqual(0);
        expect(trade.best).toBeGreaterThanOrEqual(0);
        if (trade.exitPrice === null) continue;
        const result = sign * (trade.exitPrice / trade.entryPrice - 1);
        expect(result).toBeGreaterThanOrEqual(trade.worst - 1e-12);
        expect(result).toBeLessThanOrEqual(trade.best + 1e-12);
      }
      const inRegimes = report.regimes.reduce((sum, {candles}) => sum + candles, 0);
      expect(inRegimes).toBeLessThanOrEqual(record.equity.length);
      expect(report.randomEntries.n + report.randomEntries.dropped).toBe(record.trades.length);
    });
    fc.assert(property, {seed: 11, numRuns: 45});
    expect(traded).toBeGreaterThan(100);
  });

  it("is the same twice", () => {
    const given = {candles: 400, driftShock: 0.001, slippageBps: 1};
    expect(JSON.stringify(reported(given).report)).toBe(JSON.stringify(reported(given).report));
  });
});
