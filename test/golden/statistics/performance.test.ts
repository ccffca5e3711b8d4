/** Strategy statistics against empyrical, quantstats and the folder's own reference figures (METHODS 8.1; traps T6, T7, T9). */
import {expect, it} from "vitest";
import {DAY_MS} from "../../../src/lib/core/time.js";
import {compareWithBenchmark} from "../../../src/lib/statistics/benchmark.js";
import {downsideDeviation, omegaRatio, sortinoRatio} from "../../../src/lib/statistics/downside.js";
import {drawdownTable, summarizeDrawdowns} from "../../../src/lib/statistics/drawdown.js";
import {probabilisticSharpe, sharpeEstimate} from "../../../src/lib/statistics/probabilistic-sharpe.js";
import {summarizeReturns} from "../../../src/lib/statistics/return-summary.js";
import {autocorrelationPenalty, loFactor, sharpeRatio} from "../../../src/lib/statistics/sharpe.js";
import {tailRisk} from "../../../src/lib/statistics/value-at-risk.js";
import {winLoss} from "../../../src/lib/statistics/win-loss.js";
import {describeWithData, goldenFolder} from "../../support/outside-data.js";
import {at, expectClose, figure, figures, hasFile, type JsonObject, readJson, readTable} from "./golden-files.js";

interface Series {
  readonly returns: Float64Array;
  readonly benchmark: Float64Array | null;
  readonly dates: readonly string[];
}

describeWithData("strategy statistics", goldenFolder(), (folder) => {
  if (!hasFile(folder, "perf/performance.json")) return;
  const golden = readJson(folder, "perf/performance.json");
  const edges = readJson(folder, "perf/edge_series.json");
  const main = readTable(folder, "perf/returns_main.csv");

  const seriesOf = (name: string): Series => {
    const [strategy = "", bench = ""] = main.names.slice(1);
    if (name in edges) return {returns: Float64Array.from(figures(edges[name])), benchmark: null, dates: []};
    if (name === strategy)
      return {returns: main.column(name), benchmark: main.column(bench), dates: main.text(main.names[0] ?? "")};
    if (name.startsWith("buy_hold"))
      return {returns: main.column(bench), benchmark: null, dates: main.text(main.names[0] ?? "")};
    const table = readTable(
      folder,
      name.startsWith("hourly") ? "perf/returns_hourly.csv" : "perf/returns_fat_tail.csv"
    );
    return {returns: table.column(table.names[1] ?? ""), benchmark: null, dates: table.text(table.names[0] ?? "")};
  };

  for (const name of Object.keys(golden).filter((key) => key !== "_meta")) {
    const series = seriesOf(name);
    const blocks = at(golden, name);
    for (const [block, expected] of Object.entries(blocks)) {
      if (typeof expected !== "object") continue;
      const periods = Number(/_(\d+)$/.exec(block)?.[1] ?? 365);
      if (block.startsWith("empyrical"))
        it(`gives the ratios of ${name} at ${periods} bars a year`, () =>
          checkEmpyrical(series, {periods, expected: expected as JsonObject}));
      if (block.startsWith("quantstats"))
        it(`gives the win-loss figures of ${name}`, () =>
          checkQuantstats(series.returns, periods, expected as JsonObject));
      if (block === "extra_reference")
        it(`gives errors, tails and drawdown shape of ${name}`, () =>
          checkExtra(series.returns, expected as JsonObject));
      if (block.startsWith("drawdown_table"))
        it(`lists the deepest drawdowns of ${name} in calendar days`, () =>
          checkDrawdowns(series, expected as unknown as readonly JsonObject[]));
    }
  }
});

/** Where the oracle divides floating noise or infinities (trap T9), ours says null. */
function checkRatio(actual: number | null, expected: number | null, what: string): void {
  const noise = expected !== null && Number.isFinite(expected) && Math.abs(expected) > 1e12;
  if (noise || expected === Number.NEGATIVE_INFINITY) expect(actual, what).toBeNull();
  else expectClose(actual, expected, what);
}

function checkEmpyrical(series: Series, {periods, expected}: {periods: number; expected: JsonObject}): void {
  const {returns} = series;
  const summary = summarizeReturns(returns, periods);
  const falls = summarizeDrawdowns(returns, periods);
  const rf = 0.02;
  const ours: Record<string, number | null> = {
    total_return: summary.total,
    annual_return_cagr: summary.annual,
    annual_volatility: summary.volatility,
    sharpe: sharpeRatio(returns, {periods}).annual,
    sortino: sortinoRatio(returns, {periods}),
    downside_risk: downsideDeviation(returns, {periods}),
    calmar: falls.calmar,
    max_drawdown: falls.maximum,
    omega_req0: omegaRatio(returns, {periods}),
    omega_req10pct_annual: omegaRatio(returns, {periods, required: 0.1}),
    var_hist_5pct: tailRisk(returns, 0.05).historical,
    cvar_hist_5pct: tailRisk(returns, 0.05).historicalShortfall,
    var_hist_1pct: tailRisk(returns, 0.01).historical,
    cvar_hist_1pct: tailRisk(returns, 0.01).historicalShortfall,
    tail_ratio: summary.tailRatio
  };
  for (const [key, value] of Object.entries(ours)) checkRatio(value, figure(expected[key]), key);
  const daily = figure(expected.sharpe_rf_2pct_daily);
  // The oracle's rate per bar is that of 365 days, whatever the bars a year.
  const perDay = sharpeRatio(
    returns.map((value) => value - ((1 + rf) ** (1 / periods) - 1)),
    {periods}
  ).annual;
  expectClose(sharpeRatio(returns, {periods, riskFree: rf}).annual, perDay, "risk-free rate a bar");
  if (periods === 365) checkRatio(perDay, daily, "sharpe_rf_2pct_daily");
  // A line without spread has no R^2; the oracle says 0.
  if (summary.volatility !== 0) expectClose(summary.stability, figure(expected.stability_r2), "stability_r2");
  if (series.benchmark !== null) checkBenchmark(series, {periods, expected});
}

function checkBenchmark(series: Series, {periods, expected}: {periods: number; expected: JsonObject}): void {
  const benchmark = series.benchmark ?? new Float64Array();
  const ours = compareWithBenchmark(series.returns, benchmark, {periods});
  expectClose(ours.alphaAnnual, figure(expected.alpha_annual), "alpha");
  expectClose(ours.beta, figure(expected.beta), "beta");
  expectClose(ours.informationRatioPerBar, figure(expected.excess_sharpe_information_ratio_per_period), "IR");
  expectClose(ours.betaFragility, figure(expected.beta_fragility), "beta fragility");
  const batting = at(expected, "batting_average");
  expectClose(ours.battingAverage, figure(batting["batting average"]), "batting average");
  expectClose(ours.battingAverageUp, figure(batting["up market"]), "batting average up");
  expectClose(ours.battingAverageDown, figure(batting["down market"]), "batting average down");
  // Trap T6: the oracle's capture is at 252 days; ours takes the bars a year.
  const capture = compareWithBenchmark(series.returns, benchmark, {periods: 252});
  expectClose(capture.capture, figure(expected.capture_252), "capture");
  expectClose(capture.upCapture, figure(expected.up_capture_252), "up capture");
  expectClose(capture.downCapture, figure(expected.down_capture_252), "down capture");
}

function checkQuantstats(returns: Float64Array, periods: number, expected: JsonObject): void {
  const summary = summarizeReturns(returns, periods);
  const trades = winLoss(returns);
  const sharpe = sharpeRatio(returns, {periods}).annual;
  const moving = sharpe !== null;
  const ours: Record<string, number | null> = {
    best: summary.best,
    worst: summary.worst,
    comp: summary.total,
    cagr: summary.annual,
    volatility: summary.volatility,
    payoff_ratio: trades.payoff,
    avg_win: trades.meanWin,
    avg_loss: trades.meanLoss,
    kelly_criterion: trades.kelly,
    outlier_loss_ratio: trades.outlierLoss,
    consecutive_wins: trades.longestWinStreak,
    consecutive_losses: trades.longestLossStreak,
    gain_to_pain_ratio: trades.gainToPain
  };
  if (moving) {
    ours.skew = summary.skewnessSample;
    ours.kurtosis = summary.excessKurtosisSample;
    ours.autocorr_penalty = autocorrelationPenalty(returns);
    ours.smart_sharpe = sharpe / autocorrelationPenalty(returns);
    ours.profit_factor = trades.profitFactor;
    ours.win_rate = trades.winRate;
    ours.outlier_win_ratio = trades.outlierWin;
    ours.recovery_factor = trades.recoveryFactor;
    ours.expected_return = summary.geometricMeanPerBar ?? summary.total;
  }
  for (const [key, value] of Object.entries(ours)) expectClose(value, figure(expected[key]), key);
}

function checkExtra(returns: Float64Array, expected: JsonObject): void {
  const sharpe = sharpeRatio(returns, {periods: 365});
  const summary = summarizeReturns(returns, 365);
  const falls = summarizeDrawdowns(returns, 365);
  const tail = tailRisk(returns, 0.05);
  const estimate = sharpeEstimate(returns);
  const ours: Record<string, number | null> = {
    n: sharpe.n,
    sharpe_per_period: sharpe.perBar,
    skew_pop: summary.skewnessPopulation,
    kurt_pop_raw: summary.kurtosisRaw,
    skew_sample_bias_corrected: summary.skewnessSample,
    exkurt_sample_bias_corrected: summary.excessKurtosisSample,
    se_sharpe_iid_normal_lo2002: sharpe.standardErrorIid,
    se_sharpe_mertens_n_minus_1: sharpe.standardErrorMertens,
    lo2002_eta_annual_q5: loFactor(returns, 5),
    lo2002_eta_q20: loFactor(returns, 20),
    sharpe_annual_lo_adjusted_q365: sharpe.annualLoAdjusted,
    psr_vs_0: estimate === null ? null : probabilisticSharpe(estimate),
    var5_gaussian: tail.gaussian,
    var5_cornish_fisher: tail.cornishFisher,
    es5_gaussian: tail.gaussianShortfall,
    ulcer_index_population: falls.ulcerIndex,
    pain_index: falls.painIndex,
    time_under_water_fraction: falls.timeUnderWater,
    longest_underwater_bars: falls.longestBars,
    gain_to_pain_sum: winLoss(returns).gainToPain,
    profit_factor: winLoss(returns).profitFactor
  };
  for (const [key, value] of Object.entries(ours)) expectClose(value, figure(expected[key]), key);
}

function checkDrawdowns({returns, dates}: Series, expected: readonly JsonObject[]): void {
  const times = dates.map((date) => Date.parse(`${date}Z`));
  const table = drawdownTable(returns, {times, barMs: DAY_MS});
  expected.forEach((row, i) => {
    const fall = table[i];
    expectClose(fall?.depth, (figure(row["max drawdown"]) ?? Number.NaN) / 100, `depth ${i}`);
    expect(dates[fall?.firstBelow ?? -1], `start ${i}`).toBe(row.start);
    expect(dates[fall?.valley ?? -1], `valley ${i}`).toBe(row.valley);
    expect(dates[fall?.lastBelow ?? -1], `end ${i}`).toBe(row.end);
    expect((fall?.elapsedMs ?? Number.NaN) / DAY_MS, `days ${i}`).toBe(row.days);
  });
}
