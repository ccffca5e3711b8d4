/** Volatility and spread estimators of the catalogue against the golden figures on real daily candles. */
import {it} from "vitest";
import {present} from "../../../src/lib/core/assert.js";
import {calculateColumns} from "../../../src/lib/factors/factor-columns.js";
import {factorNamed} from "../../../src/lib/factors/factor-named.js";
import {corwinSchultz, rollSpread} from "../../../src/lib/factors/spread-estimators.js";
import {covariance} from "../../../src/lib/statistics/moments.js";
import {type CandleColumns, emptyCandleColumns} from "../../../src/lib/vocabulary/candle.js";
import {sliceColumns} from "../../../src/lib/vocabulary/candle-rows.js";
import {candlesPerYear} from "../../../src/lib/vocabulary/timeframe.js";
import {describeWithData, goldenFolder, marketFolder} from "../../support/outside-data.js";
import {at, expectClose, figure, figures, marketPath, readJson, readTable} from "../statistics/golden-files.js";

const market = marketFolder();

/** The candles that the file names, like "market/open/binance-spot/1d/BTCUSDT.csv.gz first 60 rows". */
function candlesOf(input: string, root: string): CandleColumns {
  const rows = /first (\d+) rows/.exec(input)?.[1];
  const table = readTable(root, marketPath(root, input));
  const columns = emptyCandleColumns("1d", table.rows.length);
  columns.openTime.set(table.column("ts_ms"));
  for (const name of ["open", "high", "low", "close", "volume"] as const) columns[name].set(table.column(name));
  // The file has no quote volume; the oracle takes the close times the volume.
  columns.quoteVolume.set(columns.close.map((close, i) => close * (columns.volume[i] as number)));
  return sliceColumns(columns, 0, Number(rows));
}

describeWithData("range and spread estimators", market === null ? null : goldenFolder(), (folder) => {
  const golden = readJson(folder, "ensemble/ensemble_attribution.json");
  const volatility = at(golden, "volatility_estimators");
  const candles = candlesOf(String(volatility.input), present(market, "market folder"));
  const last = (name: string) => {
    const values = calculateColumns(present(factorNamed(name), name), candles);
    return present(values.at(-1), name);
  };
  const perCandle = (name: string) => last(name) / Math.sqrt(candlesPerYear("1d"));
  const {length} = candles;

  it.each([
    ["parkinson", "parkinson", 0],
    ["garman-klass", "garman_klass", 0],
    ["rogers-satchell", "rogers_satchell", 0],
    ["volatility", "close_to_close_std_ddof1", 1],
    ["yang-zhang", "yang_zhang", 1]
  ])("%s agrees", (name, key, before) => {
    expectClose(perCandle(`${name}-${length - before}`), figure(volatility[key]), name);
  });

  it("amihud agrees", () => {
    const expected = present(figure(at(golden, "liquidity_daily").amihud_mean), "amihud");
    expectClose(last(`amihud-${length - 1}`) / 1e6, expected, "amihud", {absolute: 1e-24});
  });

  it("the Roll spread of price changes agrees", () => {
    const changes = candles.close.subarray(1).map((close, i) => close - (candles.close[i] as number));
    const autocovariance = covariance(changes.subarray(1), changes.subarray(0, -1));
    expectClose(autocovariance, figure(at(golden, "liquidity_daily").roll_autocov), "autocovariance");
    expectClose(rollSpread(autocovariance), figure(at(golden, "liquidity_daily").roll_spread), "spread");
  });

  it("the Corwin-Schultz spread agrees, with negative estimates raised to 0 and as they are", () => {
    const expected = at(golden, "corwin_schultz");
    const candle = (i: number) => ({high: candles.high[i] as number, low: candles.low[i] as number});
    const raw = Array.from({length: length - 1}, (_, i) => corwinSchultz(candle(i), candle(i + 1)));
    figures(expected.first5).forEach((spread, i) => {
      expectClose(raw[i], spread, `pair ${i}`);
    });
    expectClose(raw.reduce((sum, spread) => sum + spread, 0) / raw.length, figure(expected.mean_raw), "mean");
    expectClose(last(`corwin-schultz-spread-${length - 1}`), figure(expected.mean_negatives_to_zero), "factor");
  });
});
