/** Impact of factors against alphalens, qlib's ICIR and statsmodels (METHODS I1-I9; traps T2, T3, T4). */
import {describe, expect, it} from "vitest";
import {averagePath, cumulativeReturns} from "../../../src/lib/statistics/average-path.js";
import {finiteValues} from "../../../src/lib/statistics/column.js";
import {
  alphaBeta,
  factorWeights,
  portfolioReturns,
  universeReturns
} from "../../../src/lib/statistics/factor-portfolio.js";
import {forwardReturns} from "../../../src/lib/statistics/forward-returns.js";
import {coefficientDecay} from "../../../src/lib/statistics/ic-decay.js";
import {coefficientInference} from "../../../src/lib/statistics/ic-inference.js";
import {
  coefficientsByMonth,
  informationCoefficients,
  summarizeCoefficients
} from "../../../src/lib/statistics/information-coefficient.js";
import {mean, standardDeviation} from "../../../src/lib/statistics/moments.js";
import {type Groups, groupsOf, type Panel} from "../../../src/lib/statistics/panel.js";
import {
  bucketSpread,
  bucketStatistics,
  demeaned,
  quantileReturns,
  spreadErrors
} from "../../../src/lib/statistics/quantile-returns.js";
import {bucketTurnover, rankAutocorrelation} from "../../../src/lib/statistics/turnover.js";
import {describeWithData, goldenFolder} from "../../support/outside-data.js";
import {type CleanFactor, cleanFactor, type FactorTables, horizonOf, readFactorTables} from "./factor-tables.js";
import {
  at,
  expectAllClose,
  expectClose,
  figure,
  hasFile,
  type JsonObject,
  readJson,
  readTable
} from "./golden-files.js";

interface Case {
  readonly clean: CleanFactor;
  readonly tables: FactorTables;
  readonly groups: Groups;
  readonly expected: JsonObject;
  readonly raw: Panel;
}

describeWithData("factor impact", goldenFolder(), (folder) => {
  if (!hasFile(folder, "factor/alphalens.json")) return;
  const golden = readJson(folder, "factor/alphalens.json");
  const tables = readFactorTables(folder, "factor");
  const groups = groupsOf(tables.prices.symbols, readJson(folder, "factor/groups.json") as Record<string, string>);
  for (const name of Object.keys(golden).filter((key) => key in tables.factors)) {
    const expected = at(golden, name);
    const raw = tables.factors[name];
    if (raw === undefined) continue;
    const horizons = Object.keys(at(expected, "ic_summary_dropna"));
    const quantiles = Object.keys(at(expected, "mean_return_by_quantile_raw", horizons[0] ?? "")).length;
    const how = {kind: "quantiles", quantiles, policy: "drop-date"} as const;
    const given: Case = {clean: cleanFactor(raw, tables.prices, {horizons, how}), tables, groups, expected, raw};
    describe(`of ${name}`, () => {
      it("rests on the same rows", () => expect(given.clean.rows).toBe(expected.rows_clean));
      it("puts every row into the same bucket", () => checkLabels(folder, name, given));
      it("has the same coefficients by date and in summary", () => checkCoefficients(folder, name, given));
      it("allows for overlap as statsmodels does", () => checkInference(given));
      it("has the same bucket returns, errors and spread", () => checkQuantiles(folder, name, given));
      it("splits by group and by month", () => checkGroups(given));
      it("has the same turnover and rank autocorrelation", () => checkTurnover(folder, name, given));
      it("implies the same portfolio, with alpha at 365 days", () => checkPortfolio(folder, name, given));
      it("keeps all rows of each horizon in the decay", () => checkDecay(given));
      it("has the same path before and after formation", () => checkPaths(given));
      it("allows other bucketings", () => checkBucketings(given));
    });
  }
});

function checkLabels(folder: string, name: string, {clean, tables}: Case): void {
  const table = readTable(folder, `factor/${name}_quantiles.csv`);
  const [dates, assets, labels] = [table.text("date"), table.text("asset"), table.column("factor_quantile")];
  const rowOf = new Map(tables.dates.map((date, i) => [date, i]));
  const width = tables.prices.symbols.length;
  const wanted = new Int16Array(clean.assignment.labels.length);
  dates.forEach((date, i) => {
    wanted[(rowOf.get(date) ?? 0) * width + tables.prices.symbols.indexOf(assets[i] ?? "")] = labels[i] ?? 0;
  });
  expect(clean.assignment.labels).toEqual(wanted);
}

function series(clean: CleanFactor, key: string): Float64Array {
  return informationCoefficients(clean.factor, clean.forward.get(key) ?? clean.factor).values;
}

/** A date series of the folder, aligned to all dates. */
function dated(folder: string, path: string, tables: FactorTables): (key: string) => Float64Array {
  const table = readTable(folder, path);
  const rowOf = new Map(table.text("date").map((date, i) => [date, i]));
  return (key) => {
    const column = table.column(key);
    return Float64Array.from(tables.dates, (date) => column[rowOf.get(date) ?? -1] ?? Number.NaN);
  };
}

function checkCoefficients(folder: string, name: string, {clean, tables, expected}: Case): void {
  const wanted = dated(folder, `factor/${name}_ic.csv`, tables);
  for (const [key, json] of Object.entries(at(expected, "ic_summary_dropna"))) {
    const values = series(clean, key);
    expectAllClose(values, wanted(key), `IC ${key}`);
    const ours = summarizeCoefficients(values);
    const summary = json as JsonObject;
    expect(ours.n, "n").toBe(summary.n);
    expectClose(ours.mean, figure(summary.mean), "mean");
    expectClose(ours.std, figure(summary.std), "std");
    expectClose(ours.t, figure(summary.t), "t");
    expectClose(ours.p, figure(summary.p), "p");
    expectClose(ours.skewness, figure(summary.skew_pop), "skewness");
    expectClose(ours.excessKurtosis, figure(summary.exkurt_pop), "kurtosis");
    expectClose(ours.hitRate, figure(summary.hit_rate), "hit rate");
    expectClose(ours.ratio, figure(at(expected, "rank_ic_icir", key).icir), "rank ICIR");
    const pearson = informationCoefficients(clean.factor, clean.forward.get(key) ?? clean.factor, {kind: "pearson"});
    const ofPearson = summarizeCoefficients(pearson.values);
    expectClose(ofPearson.mean, figure(at(expected, "pearson_ic", key).mean), "Pearson IC");
    expectClose(ofPearson.ratio, figure(at(expected, "pearson_ic", key).icir), "Pearson ICIR");
  }
}

function checkInference({clean, expected}: Case): void {
  for (const key of Object.keys(at(expected, "ic_hac"))) {
    const ours = coefficientInference(series(clean, key), {horizon: horizonOf(key)});
    for (const [form, json] of Object.entries(at(expected, "ic_hac", key))) {
      const test = form === "h-1" ? ours.overlap : ours.automatic;
      const wanted = json as JsonObject;
      expect(test.lag, form).toBe(wanted.lag);
      expectClose(test.t, figure(wanted.t), `${key} ${form} t`);
      expectClose(test.standardError, figure(wanted.se), `${key} ${form} error`);
      expectClose(test.pNormal, figure(wanted.p_normal), `${key} ${form} p`);
    }
  }
}

function checkQuantiles(folder: string, name: string, {clean, tables, groups, expected}: Case): void {
  const wantedSpread = dated(folder, `factor/${name}_spread.csv`, tables);
  const forms = [
    ["mean_return_by_quantile_demeaned", "std_err_by_quantile_demeaned", {}],
    ["mean_return_by_quantile_raw", "std_err_by_quantile_raw", {demean: "none"}],
    ["mean_return_by_quantile_group_adjusted", "", {demean: "group", groups}]
  ] as const;
  for (const [means, errors, options] of forms)
    for (const key of Object.keys(at(expected, means))) {
      const ours = quantileReturns(clean.forward.get(key) ?? clean.factor, clean.assignment, options);
      for (const summary of ours.summaries) {
        const bucket = String(summary.bucket);
        expectClose(summary.mean, figure(at(expected, means, key)[bucket]), `${means} ${key} ${bucket}`);
        if (errors !== "")
          expectClose(summary.standardError, figure(at(expected, errors, key)[bucket]), `${errors} ${key} ${bucket}`);
      }
    }
  const [meanKey = ""] = Object.keys(expected).filter((key) => /^spread_q\d+_q\d+_mean$/.test(key));
  for (const key of Object.keys(at(expected, meanKey))) {
    const ours = quantileReturns(clean.forward.get(key) ?? clean.factor, clean.assignment);
    const spread = bucketSpread(ours);
    expectAllClose(spread, wantedSpread(key), `spread ${key}`);
    expectClose(mean(finiteValues(spread)), figure(at(expected, meanKey)[key]), "spread mean");
    const std = figure(at(expected, meanKey.replace(/mean$/, "std"))[key]);
    expectClose(standardDeviation(finiteValues(spread)), std, "spread std");
    expectClose(
      mean(finiteValues(spreadErrors(ours))),
      figure(at(expected, "spread_joint_stderr_mean")[key]),
      "joint error"
    );
  }
  const statistics = bucketStatistics(clean.factor.values, clean.assignment);
  for (const {bucket, count, share, minimum, maximum, mean: centre, std} of statistics) {
    const wanted = (key: string) => figure(at(expected, "quantile_statistics", key)[String(bucket)]);
    expect(count).toBe(wanted("count"));
    expectClose(share, (wanted("count %") ?? Number.NaN) / 100, "share");
    expectClose(minimum, wanted("min"), "min");
    expectClose(maximum, wanted("max"), "max");
    expectClose(centre, wanted("mean"), "mean");
    expectClose(std, wanted("std"), "std");
  }
}

function checkGroups({clean, groups, expected}: Case): void {
  for (const [key, json] of Object.entries(at(expected, "mean_ic_by_group"))) {
    const forward = clean.forward.get(key) ?? clean.factor;
    for (const [group, value] of Object.entries(json as JsonObject)) {
      const ours = informationCoefficients(clean.factor, forward, {only: {groups, group}});
      expectClose(summarizeCoefficients(ours.values).mean, figure(value), `IC of ${group} ${key}`);
    }
    const neutral = {...forward, values: demeaned(forward, clean.assignment.labels, {demean: "group", groups})};
    const adjusted = summarizeCoefficients(informationCoefficients(clean.factor, neutral).values);
    expectClose(adjusted.mean, figure(at(expected, "mean_ic_group_adjusted")[key]), `adjusted ${key}`);
    const months = coefficientsByMonth(informationCoefficients(clean.factor, forward));
    for (const [month, value] of Object.entries(at(expected, "mean_ic_by_month", key)))
      expectClose(months.get(month) ?? null, figure(value), `IC of ${month}`);
    for (const [cell, value] of Object.entries(at(expected, "mean_return_by_quantile_by_group", key))) {
      const [bucket = "", only = ""] = cell.split("|");
      const ours = quantileReturns(forward, clean.assignment, {groups, only});
      expectClose(ours.summaries[Number(bucket) - 1]?.mean, figure(value), `bucket ${cell} ${key}`);
    }
  }
}

function checkTurnover(folder: string, name: string, {clean, tables, expected}: Case): void {
  const width = clean.factor.symbols.length;
  const {factor, assignment} = clean;
  for (const [lag, json] of Object.entries(at(expected, "quantile_turnover_mean")))
    for (const [bucket, value] of Object.entries(json as JsonObject)) {
      const ours = bucketTurnover(assignment, {width, bucket: Number(bucket), lag: Number(lag)});
      expectClose(mean(finiteValues(ours)), figure(value), `turnover of ${bucket} at ${lag}`);
    }
  for (const [lag, value] of Object.entries(at(expected, "rank_autocorr_mean")))
    expectClose(
      mean(finiteValues(rankAutocorrelation(factor, Number(lag)))),
      figure(value),
      `autocorrelation at ${lag}`
    );
  const path = `factor/${name}_turnover_autocorr.csv`;
  const wanted = dated(folder, path, tables);
  for (const column of readTable(folder, path).names.slice(1)) {
    const [, bucket, lag] = /^(?:q(\d+)_turnover|rank_autocorr)_(\d+)$/.exec(column) ?? [];
    const ours =
      bucket === undefined
        ? rankAutocorrelation(factor, Number(lag))
        : bucketTurnover(assignment, {width, bucket: Number(bucket), lag: Number(lag)});
    expectAllClose(ours, wanted(column), column);
  }
}

function checkPortfolio(folder: string, name: string, {clean, tables, expected}: Case): void {
  const wanted = dated(folder, `factor/${name}_factor_returns.csv`, tables);
  const weights = factorWeights(clean.factor);
  const equal = factorWeights(clean.factor, "equal");
  for (const key of Object.keys(at(expected, "factor_returns_mean"))) {
    const forward = clean.forward.get(key) ?? clean.factor;
    const returns = portfolioReturns(weights, forward);
    expectAllClose(returns, wanted(key), `factor return ${key}`);
    expectClose(mean(finiteValues(returns)), figure(at(expected, "factor_returns_mean")[key]), "mean");
    expectClose(standardDeviation(finiteValues(returns)), figure(at(expected, "factor_returns_std")[key]), "std");
    const ofEqual = mean(finiteValues(portfolioReturns(equal, forward)));
    expectClose(ofEqual, figure(at(expected, "factor_returns_equal_weight_mean")[key]), "equal-weight mean");
    const horizon = horizonOf(key);
    const ours = alphaBeta(returns, universeReturns(clean.factor, forward), {periods: 365, horizon});
    const alpha = at(expected, "alpha_beta_365", key);
    expect(ours?.n).toBe(alpha.n);
    expectClose(ours?.alpha, figure(alpha.alpha), "alpha");
    expectClose(ours?.beta, figure(alpha.beta), "beta");
    expectClose(ours?.tAlpha, figure(alpha.t_alpha), "t of alpha");
    expectClose(ours?.alphaAnnual, figure(alpha.ann_alpha_365), "annual alpha");
    // Trap T4: alphalens annualises with 252 days; the same alpha, another number.
    const at252 = alphaBeta(returns, universeReturns(clean.factor, forward), {periods: 252, horizon});
    expectClose(
      at252?.alphaAnnual,
      figure(at(expected, "alpha_beta_alphalens_252", key)["Ann. alpha"]),
      "alpha at 252"
    );
  }
}

function checkDecay({raw, tables, expected}: Case): void {
  const wanted = at(expected, "ic_decay_spearman_all_rows");
  const points = coefficientDecay(raw, tables.prices, {horizons: Object.keys(wanted).map(Number)});
  for (const {horizon, cumulative} of points) {
    const {mean: centre, std, n} = at(wanted, String(horizon));
    expect(cumulative.n, `dates at ${horizon}`).toBe(n);
    expectClose(cumulative.mean, figure(centre), `mean at ${horizon}`);
    expectClose(cumulative.std, figure(std), `std at ${horizon}`);
  }
}

function checkPaths({clean, tables, expected}: Case): void {
  const cumulative = cumulativeReturns(tables.prices);
  for (const [key, json] of Object.entries(at(expected, "event_avg_cum_return_demeaned"))) {
    const [bucket, form] = key.split("|");
    const offsets = Object.keys(json as JsonObject).map(Number);
    const [before, after] = [-Math.min(...offsets), Math.max(...offsets)];
    const {labels} = clean.assignment;
    const points = averagePath(cumulative, labels, {before, after, bucket: Number(bucket), base: "sample-start"});
    for (const point of points)
      expectClose(
        form === "mean" ? point.mean : point.std,
        figure((json as JsonObject)[String(point.offset)]),
        `${key} ${point.offset}`
      );
  }
}

function checkBucketings({raw, tables, expected}: Case): void {
  for (const [key, json] of Object.entries(expected)) {
    const [, form = "", size, horizon = ""] = /^(bins|zero_aware)(\d+)_mean_return_(\w+)$/.exec(key) ?? [];
    if (form === "") continue;
    const count = Number(size);
    const how =
      form === "bins"
        ? ({kind: "equal-width", bins: count} as const)
        : ({kind: "quantiles", quantiles: count, policy: "drop-date", zeroAware: true} as const);
    const other = cleanFactor(raw, tables.prices, {horizons: [horizon], how});
    const ours = quantileReturns(other.forward.get(horizon) ?? raw, other.assignment);
    for (const {bucket, mean: centre} of ours.summaries)
      expectClose(centre, figure((json as JsonObject)[String(bucket)]), `${key} ${bucket}`);
    if (form === "zero_aware") expect(other.rows).toBe(expected[`zero_aware${size}_rows`]);
    else
      for (const {bucket, count: n} of bucketStatistics(other.factor.values, other.assignment))
        expect(n).toBe(figure(at(expected, `bins${size}_counts`)[String(bucket)]));
  }
}

describeWithData("delisted symbols", goldenFolder(), (folder) => {
  if (!hasFile(folder, "factor_delist/alphalens.json")) return;
  const golden = readJson(folder, "factor_delist/alphalens.json");
  const tables = readFactorTables(folder, "factor_delist");
  const [name = ""] = Object.keys(tables.factors);
  const factor = tables.factors[name] ?? tables.prices;
  const forms = {alphalens_default_padded: "padded", nan_aware: "absent"} as const;

  for (const [form, missingExit] of Object.entries(forms)) {
    const expected = at(golden, form);
    const horizons = Object.keys(at(expected, "ic"));
    it(`have the ${form} forward returns (trap T1)`, () => {
      const table = readTable(folder, `factor_delist/forward_returns_${form}.csv`);
      const rowOf = new Map(tables.dates.map((date, i) => [date, i]));
      const assets = table.text("asset");
      const places = table.text("date").map((date, i) => {
        const column = tables.prices.symbols.indexOf(assets[i] ?? "");
        return (rowOf.get(date) ?? 0) * tables.prices.symbols.length + column;
      });
      for (const key of horizons) {
        const ours = forwardReturns(tables.prices, {horizon: horizonOf(key), missingExit}).panel.values;
        expectAllClose(
          places.map((place) => ours[place] ?? Number.NaN),
          table.column(key),
          `${form} ${key}`
        );
      }
    });
    it(`give the ${form} coefficients and bucket returns`, () => {
      const quantiles = Object.keys(at(expected, "mean_return_by_quantile_demeaned", horizons[0] ?? "")).length;
      const how = {kind: "quantiles", quantiles, policy: "drop-date"} as const;
      const clean = cleanFactor(factor, tables.prices, {horizons, how, policy: {missingExit}});
      expect(clean.rows).toBe(expected.rows_clean);
      for (const key of horizons) {
        const forward = clean.forward.get(key) ?? factor;
        const summary = summarizeCoefficients(informationCoefficients(clean.factor, forward).values);
        expect(summary.n).toBe(at(expected, "ic", key).n);
        expectClose(summary.mean, figure(at(expected, "ic", key).mean), `IC ${key}`);
        expectClose(summary.std, figure(at(expected, "ic", key).std), `IC std ${key}`);
        for (const {bucket, mean: centre} of quantileReturns(forward, clean.assignment).summaries) {
          const wanted = at(expected, "mean_return_by_quantile_demeaned", key)[String(bucket)];
          expectClose(centre, figure(wanted), `bucket ${bucket} ${key}`);
        }
      }
    });
  }
});
