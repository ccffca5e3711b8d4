/** Measures of trades and quotes against the golden figures, on the real tapes that the market folder holds. */
import {readdirSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {present} from "../../../src/lib/core/assert.js";
import {bulkBought, volumeBucketImbalances, vpin} from "../../../src/lib/factors/microstructure/flow-toxicity.js";
import {type InformationMeasure, informationBars} from "../../../src/lib/factors/microstructure/information-bars.js";
import {kyleLambda, orderFlowImpact} from "../../../src/lib/factors/microstructure/price-impact.js";
import {realisedMeasures} from "../../../src/lib/factors/microstructure/realised-measures.js";
import {quoteBuckets, tradeBuckets} from "../../../src/lib/factors/microstructure/time-buckets.js";
import {microprices, quoteSummary, tradeSpreads} from "../../../src/lib/factors/microstructure/trade-spreads.js";
import {pearson} from "../../../src/lib/statistics/correlation.js";
import {describeWithData, goldenFolder, marketFolder} from "../../support/outside-data.js";
import {
  at,
  expectClose,
  figure,
  figures,
  type Json,
  type JsonObject,
  readJson,
  readTable
} from "../statistics/golden-files.js";
import {receivedTape} from "./market-tape.js";

const TEN_SECONDS_MS = 10_000;
const TEN_SECONDS_NS = 1e10;
const FIVE_SECONDS_NS = 5e9;

const market = marketFolder();

/** What a measure is called in the file: `dollar`, `volume`, or `tick` with its threshold behind it. */
function barRule(key: string, rule: JsonObject): {measure: InformationMeasure; threshold: number} {
  const ticks = /^tick(\d+)$/.exec(key);
  if (ticks !== null) return {measure: "tick", threshold: Number(ticks[1])};
  return {measure: key as InformationMeasure, threshold: present(figure(rule.threshold), `threshold of ${key}`)};
}

const largest = (values: Float64Array) => values.reduce((high, value) => Math.max(high, value), 0);

describeWithData("microstructure against the golden figures", market === null ? null : goldenFolder(), (folder) => {
  const files = readdirSync(join(folder, "micro")).filter((file) => file.endsWith(".json"));

  it("finds tapes to compare", () => {
    expect(files.length).toBeGreaterThan(0);
  });

  describe.each(files)("%s", (file) => {
    const name = file.replace(".json", "");
    const [venue = "", symbol = ""] = name.split(/_(?=[^_]+$)/);
    const golden = readJson(join(folder, "micro"), file);
    const tape = receivedTape(present(market, "market folder"), {venue, symbol});
    const quotes = quoteBuckets(tape.quotes, TEN_SECONDS_NS);
    const received = tradeBuckets(tape.trades, TEN_SECONDS_NS);
    const traded = tradeBuckets({...tape.trades, time: tape.tradeTimes}, TEN_SECONDS_MS);

    const bars = Object.entries(at(golden, "information_bars")).filter(([key]) => key !== "rule");
    it.each(bars)("closes %s bars on the same trades", (key, rule) => {
      const expected = rule as JsonObject;
      const ours = informationBars(tape.trades, barRule(key, expected));
      expect(ours).toHaveLength(Number(expected.count));
      const listed = Object.entries(expected).find(([field]) => /^first\d+$/.test(field))?.[1] as readonly Json[];
      const compare = (bar: JsonObject, index: number) => {
        for (const [field, value] of Object.entries(bar)) {
          expectClose(ours[index]?.[field as "open"], figure(value), `${field} of bar ${index}`);
        }
      };
      listed.forEach((bar, index) => {
        compare(bar as JsonObject, index);
      });
      compare(expected.last as JsonObject, ours.length - 1);
    });

    it("sums trades into the same bars of ten seconds", () => {
      const table = readTable(join(folder, "micro"), `${name}_bars10s.csv`);
      expect([...traded.bucket].map((bucket) => bucket * TEN_SECONDS_MS)).toEqual([...table.column("ts_ms")]);
      const columns = {volume: "volume", value: "quote", count: "n", bought: "buy_vol"} as const;
      for (const field of ["open", "high", "low", "close"] as const) {
        expect([...traded[field]]).toEqual([...table.column(field)]);
      }
      for (const [field, column] of Object.entries(columns)) {
        const expected = table.column(column);
        traded[field as keyof typeof columns].forEach((value, i) => {
          expectClose(value, expected[i] as number, `${column} of bar ${i}`);
        });
      }
    });

    it("finds the same order-flow imbalance and mid change in each bucket", () => {
      const table = readTable(join(folder, "micro"), `${name}_ofi10s.csv`);
      const base = Number(tape.baseNs / 10_000_000_000n);
      // The first bucket has no mid before it: the file leaves it out.
      expect([...quotes.bucket.subarray(1)].map((bucket) => bucket + base)).toEqual([
        ...table.column("bucket_recv_10s")
      ]);
      // Amounts of very different size are added up: rounding goes with the largest.
      const absolute = 1e-12 * largest(tape.quotes.bidAmount);
      table.column("ofi").forEach((flow, i) => {
        expectClose(quotes.flow[i + 1], flow, `flow of bucket ${i}`, {absolute});
      });
      table.column("dmid").forEach((change, i) => {
        expectClose(quotes.midChange[i + 1], change, `mid change of bucket ${i}`);
      });
    });

    it("regresses the mid change on order-flow imbalance", () => {
      const expected = at(golden, "ofi_regression_10s");
      const line = present(orderFlowImpact(quotes), "line");
      expect(line.n).toBe(expected.n);
      expectClose(line.intercept, figure(expected.alpha), "alpha");
      expectClose(line.slope, figure(expected.beta), "beta");
      expectClose(line.tStatistic, figure(expected.t_beta), "t");
      expectClose(line.rSquared, figure(expected.r2), "R2");
    });

    it("finds Kyle's lambda", () => {
      const expected = at(golden, "kyle_lambda_10s");
      const line = present(kyleLambda(quotes, received), "line");
      expectClose(line.slope, figure(expected.lam), "lambda");
      expectClose(line.tStatistic, figure(expected.t), "t");
      expectClose(line.rSquared, figure(expected.r2), "R2");
    });

    it("weighs the microprice by the other side's amount", () => {
      const expected = at(golden, "microprice");
      const ours = microprices(tape.quotes);
      figures(expected.first5).forEach((price, i) => {
        expectClose(ours[i], price, `microprice ${i}`);
      });
      const summary = present(quoteSummary(tape.quotes), "summary");
      // A difference of prices has the rounding of the prices.
      expectClose(summary.micropriceMinusMid, figure(expected.mean_minus_mid), "mean", {
        absolute: 1e-12 * (tape.quotes.bid[0] as number)
      });
      expectClose(summary.quotedSpreadBps, figure(expected.mean_quoted_spread_bps), "spread");
    });

    const lags = Object.keys(golden).flatMap((key) => {
      const lag = /^spreads_lag(\d+)ms$/.exec(key)?.[1];
      return lag === undefined ? [] : [[Number(lag), key] as const];
    });
    it.each(lags)("measures spreads with quotes joined %i ms back", (lagMs, key) => {
      const expected = at(golden, key);
      const options = {lag: lagMs * 1e6, horizon: FIVE_SECONDS_NS};
      const ours = present(tradeSpreads(tape.trades, tape.quotes, options), "spreads");
      expect(ours.n).toBe(expected.n);
      expectClose(ours.effectiveBps, figure(expected.effective_bps_mean), "effective", {absolute: 1e-10});
      expectClose(ours.effectiveWeightedBps, figure(expected.effective_bps_size_weighted), "weighted", {
        absolute: 1e-10
      });
      expectClose(ours.realisedBps, figure(expected.realised5s_bps_mean), "realised", {absolute: 1e-10});
      expectClose(ours.impactBps, figure(expected.impact5s_bps_mean), "impact", {absolute: 1e-10});
      expectClose(ours.signAgreement, figure(expected.trade_sign_vs_quote_rule_agreement), "agreement");
    });

    it("splits trades across volume buckets for VPIN", () => {
      const expected = at(golden, "vpin_true_side");
      const imbalances = volumeBucketImbalances(tape.trades, present(figure(expected.bucket_volume), "volume"));
      expect(imbalances).toHaveLength(Number(expected.n_complete_buckets));
      figures(expected.first5).forEach((imbalance, i) => {
        expectClose(imbalances[i], imbalance, `bucket ${i}`, {absolute: 1e-10});
      });
      expectClose(vpin(imbalances, {first: 0, count: 50}), figure(expected.vpin_first_50_mean), "vpin");
    });

    it("classifies volume in bulk", () => {
      const expected = at(golden, "bulk_volume_classification_10s");
      const bought = bulkBought(traded).subarray(1);
      figures(expected.first5).forEach((volume, i) => {
        expectClose(bought[i], volume, `bar ${i}`);
      });
      expectClose(pearson(bought, traded.bought.subarray(1)), figure(expected.corr_with_true_buy), "correlation");
    });

    it("measures realised variance, bipower variation and quarticity", () => {
      const expected = at(golden, "realised_measures_10s");
      const close = traded.close;
      const returns = close.subarray(1).map((price, i) => Math.log(price / (close[i] as number)));
      const ours = realisedMeasures(returns);
      // Log returns of prices this near each other keep 11 digits.
      expectClose(ours.variance, figure(expected.rv), "variance", {relative: 1e-9});
      expectClose(ours.bipower, figure(expected.bipower), "bipower", {relative: 1e-9});
      expectClose(ours.quarticity, figure(expected.realised_quarticity), "quarticity", {
        relative: 1e-9,
        absolute: 1e-20
      });
    });

    it("correlates the signs of trades with those after them", () => {
      const {side, length} = tape.trades;
      figures(golden.trade_sign_autocorr_1_5).forEach((expected, i) => {
        const lag = i + 1;
        expectClose(pearson(side.subarray(0, length - lag), side.subarray(lag)), expected, `lag ${lag}`);
      });
    });
  });
});
