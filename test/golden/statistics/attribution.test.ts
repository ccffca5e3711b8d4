/** Attribution, event study and bar estimators against direct formulas (METHODS 8.4-8.6, I10, F4, F6). */
import {readdirSync} from "node:fs";
import {join} from "node:path";
import {expect, it} from "vitest";
import {brinsonFachler, carinoLinked} from "../../../src/lib/statistics/brinson.js";
import {eventStudy, type StudyEvent} from "../../../src/lib/statistics/event-study.js";
import {linearShap} from "../../../src/lib/statistics/factor-attribution.js";
import {amihudIlliquidity, corwinSchultz, rollSpread} from "../../../src/lib/statistics/illiquidity.js";
import {leastSquares} from "../../../src/lib/statistics/least-squares.js";
import {rowOf} from "../../../src/lib/statistics/matrix.js";
import {rangeVolatility} from "../../../src/lib/statistics/range-volatility.js";
import {shapleyOfRSquared, shapleyValues} from "../../../src/lib/statistics/shapley.js";
import {describeWithData, goldenFolder, marketFolder} from "../../support/outside-data.js";
import {
  at,
  expectAllClose,
  expectClose,
  figure,
  figures,
  hasFile,
  type JsonObject,
  marketPath,
  readJson,
  readTable,
  type Table
} from "./golden-files.js";

describeWithData("attribution", goldenFolder(), (folder) => {
  if (!hasFile(folder, "ensemble/ensemble_attribution.json")) return;
  const golden = readJson(folder, "ensemble/ensemble_attribution.json");
  const table = readTable(folder, "attribution/xy.csv");
  const y = table.column("y");
  const factors = table.names.filter((name) => name !== "y").map((name) => table.column(name));

  it("shares R2 among factors", () => {
    const wanted = at(golden, "shapley_r2_lmg");
    for (const [coalition, value] of Object.entries(at(wanted, "values"))) {
      const chosen = coalition === "" ? [] : coalition.split("|").map((i) => factors[Number(i)] ?? y);
      const rSquared = chosen.length === 0 ? 0 : leastSquares(y, chosen)?.rSquared;
      expectClose(rSquared, figure(value), `R2 of ${coalition}`);
    }
    const ours = shapleyOfRSquared(y, factors);
    expectAllClose(ours, figures(wanted.shapley), "Shapley");
    expectClose(
      ours.reduce((total, value) => total + value, 0),
      figure(wanted.total_r2),
      "efficiency"
    );
  });

  it("shares a game's worth among players", () => {
    const wanted = at(golden, "shapley_toy_game");
    const game = at(wanted, "game");
    const values = figures(wanted.shapley);
    const worth = (coalition: number) => {
      const members = values.map((_, i) => i).filter((i) => (coalition & (2 ** i)) !== 0);
      return figure(game[members.join("|")]) ?? Number.NaN;
    };
    expectAllClose(shapleyValues(values.length, worth), values, "Shapley");
  });

  it("explains linear predictions", () => {
    const wanted = at(golden, "linear_shap_first3");
    const ours = linearShap(y, factors);
    if (ours === null) throw new Error("not fitted");
    expectAllClose(ours.coefficients, figures(wanted.params), "coefficients");
    expectClose(ours.base, figure(wanted.base), "base");
    (wanted.phi as unknown as number[][]).forEach((phi, i) => {
      expectAllClose(rowOf(ours.contributions, i), phi, `contributions ${i}`);
    });
    const predictions = figures(wanted.prediction);
    expectAllClose(ours.predictions.subarray(0, predictions.length), predictions, "predictions");
  });

  it("splits active return by sector and links periods", () => {
    const wanted = at(golden, "brinson_fachler");
    const ours = brinsonFachler({
      portfolioWeights: figures(wanted.wp),
      benchmarkWeights: figures(wanted.wb),
      portfolioReturns: figures(wanted.rp),
      benchmarkReturns: figures(wanted.rb)
    });
    for (const key of ["allocation", "selection", "interaction"] as const)
      expectAllClose(ours[key], figures(wanted[key]), key);
    expectClose(ours.active, figure(wanted.active), "active");
    const linking = at(golden, "carino_linking");
    const linked = carinoLinked(figures(linking.rp), figures(linking.rb));
    expectAllClose(linked, figures(linking.linked), "linked");
    expectClose(
      linked.reduce((total, value) => total + value, 0),
      figure(linking.arithmetic_active),
      "sum"
    );
  });
});

describeWithData("bars", goldenFolder() === null ? null : marketFolder(), (market) => {
  const folder = goldenFolder() ?? "";
  if (!hasFile(folder, "ensemble/ensemble_attribution.json")) return;
  const golden = readJson(folder, "ensemble/ensemble_attribution.json");
  const inputs = at(golden, "volatility_estimators");
  const path = marketPath(market, String(inputs.input));
  const size = /first (\d+) rows/.exec(String(inputs.input))?.[1];

  it("give range volatilities and illiquidity", () => {
    const table = readTable(market, path);
    const n = Number(size);
    const column = (name: string) => table.column(name).subarray(0, n);
    const [open, high, low, close] = [column("open"), column("high"), column("low"), column("close")];
    const ours = rangeVolatility({open, high, low, close});
    expectClose(ours.closeToClose, figure(inputs.close_to_close_std_ddof1), "close to close");
    expectClose(ours.parkinson, figure(inputs.parkinson), "Parkinson");
    expectClose(ours.garmanKlass, figure(inputs.garman_klass), "Garman-Klass");
    expectClose(ours.rogersSatchell, figure(inputs.rogers_satchell), "Rogers-Satchell");
    expectClose(ours.yangZhang, figure(inputs.yang_zhang), "Yang-Zhang");
    expectClose(ours.yangZhangWeight, figure(inputs.yz_k), "Yang-Zhang weight");
    const returns = close.map((price, i) => (i === 0 ? Number.NaN : price / (close[i - 1] ?? Number.NaN) - 1));
    const liquidity = at(golden, "liquidity_daily");
    const quote = table.names.includes("quote_volume")
      ? column("quote_volume")
      : column("volume").map((v, i) => v * (close[i] ?? 0));
    expectClose(amihudIlliquidity(returns, quote), figure(liquidity.amihud_mean), "Amihud");
    expectClose(rollSpread(close).autocovariance, figure(liquidity.roll_autocov), "Roll autocovariance");
    expectClose(rollSpread(close).spread, figure(liquidity.roll_spread), "Roll");
    const spreads = corwinSchultz(high, low);
    const wanted = at(golden, "corwin_schultz");
    const first = figures(wanted.first5);
    expectAllClose(spreads.raw.subarray(0, first.length), first, "Corwin-Schultz");
    expectClose(spreads.meanRaw, figure(wanted.mean_raw), "mean");
    expectClose(spreads.meanFloored, figure(wanted.mean_negatives_to_zero), "floored mean");
  });

  it("carry an event study", () => {
    const wanted = at(golden, "event_study");
    const rows = wanted.events as readonly JsonObject[];
    const assets = rows.map((row) => String(row.asset));
    const folderOfBars = path.replace(/[^/]+$/, "");
    const fileOf = fileNaming(market, folderOfBars, assets);
    // The file does not name the market of the study: the usual one, unless that is itself looked at.
    const isUsual = !assets.includes("BTC") && hasFile(market, fileOf("BTC"));
    const marketTable = readTable(market, isUsual ? fileOf("BTC") : path);
    const [, estimation, gap, before, after] =
      /on (\d+) bars ending (\d+) bars before the event; window -(\d+)\.\.\+(\d+)/.exec(String(wanted.rule)) ?? [];
    expect(Number(gap)).toBe(Number(before) + 1);
    const events = rows.map((row) =>
      studyEvent(readTable(market, fileOf(String(row.asset))), marketTable, String(row.date))
    );
    const ours = eventStudy(events, {estimation: Number(estimation), before: Number(before), after: Number(after)});
    expect(ours.n).toBe(rows.length);
    rows.forEach((row, i) => {
      const event = ours.events[i];
      expectClose(event?.alpha, figure(row.alpha), `alpha ${i}`);
      expectClose(event?.beta, figure(row.beta), `beta ${i}`);
      expectClose(event?.residualVariance, figure(row.s2), `variance ${i}`);
      expectAllClose(event?.abnormal ?? [], figures(row.ar), `abnormal ${i}`);
      expectClose(event?.standardised[Number(before)], figure(row.sar0), `standardised ${i}`);
      expectClose(event?.cumulative, figure(row.car), `cumulative ${i}`);
      expectClose(event?.cumulativeStandardised, figure(row.scar), `standardised sum ${i}`);
    });
    expectAllClose(ours.meanAbnormal, figures(wanted.aar), "mean abnormal");
    expectAllClose(ours.meanCumulative, figures(wanted.caar), "mean cumulative");
    expectClose(ours.crossSectional.statistic, figure(wanted.t_cross_section_car), "cross-sectional t");
    expectClose(ours.patell.statistic, figure(wanted.patell_z_day0), "Patell");
    expectClose(ours.bmp.statistic, figure(wanted.bmp_t_day0), "BMP");
    expectClose(ours.signTestP, figure(wanted.sign_test_p_car), "sign test");
  });
});

/** How the folder names an asset's file: with the ending that all the assets have there. */
function fileNaming(market: string, folder: string, assets: readonly string[]): (asset: string) => string {
  const [first = ""] = assets;
  const endings = readdirSync(join(market, folder)).flatMap((file) =>
    file.startsWith(first) ? [file.slice(first.length)] : []
  );
  const ending = endings.find((one) => assets.every((asset) => hasFile(market, `${folder}${asset}${one}`))) ?? "";
  return (asset) => `${folder}${asset}${ending}`;
}

/** Log returns of asset and market on the bars that both have. */
function studyEvent(asset: Table, market: Table, date: string): StudyEvent {
  const closes = new Map(
    Array.from(market.column("ts_ms"), (time, i) => [time, market.column("close")[i] ?? Number.NaN])
  );
  const own = asset.column("close");
  const times = Array.from(asset.column("ts_ms")).filter((time) => closes.has(time));
  const ownAt = new Map(Array.from(asset.column("ts_ms"), (time, i) => [time, own[i] ?? Number.NaN]));
  const returns = (at: ReadonlyMap<number, number>) =>
    times.map((time, i) =>
      i === 0 ? Number.NaN : Math.log((at.get(time) ?? Number.NaN) / (at.get(times[i - 1] ?? 0) ?? Number.NaN))
    );
  return {asset: returns(ownAt), market: returns(closes), bar: times.indexOf(Date.parse(`${date}Z`))};
}
