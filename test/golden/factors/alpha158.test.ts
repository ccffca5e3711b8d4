/** Alpha158 against qlib's own figures on real candles. */
import {describe, expect, it} from "vitest";
import {ALPHA158_FACTORS, qlibName} from "../../../src/lib/factors/alpha158/alpha158.js";
import {calculateColumns} from "../../../src/lib/factors/factor-columns.js";
import {type CandleColumns, emptyCandleColumns} from "../../../src/lib/vocabulary/candle.js";
import {describeWithData, goldenFolder} from "../../support/outside-data.js";
import {at, readJson, readTable} from "../statistics/golden-files.js";

/** README of the folder: 1e-8, and 1e-6 where qlib subtracts large sums. */
const LOOSE = /^(RSQR|RESI|CORR)\d/;
/** qlib's figures are printed with 12 digits. */
const FLOOR = 1e-11;

const FIELDS = ["open", "high", "low", "close", "volume"] as const;

describeWithData("alpha158 against qlib", goldenFolder(), (folder) => {
  const candles = readTable(folder, "alpha158/ohlcv.csv.gz");
  const features = readTable(folder, "alpha158/features.csv.gz");
  const assets = [...new Set(candles.text("asset"))];

  function rowsOf(table: typeof candles, asset: string): number[] {
    return table.text("asset").flatMap((name, row) => (name === asset ? [row] : []));
  }

  function columnsOf(asset: string): CandleColumns {
    const rows = rowsOf(candles, asset);
    const columns = emptyCandleColumns("1d", rows.length);
    const dates = candles.text("date");
    rows.forEach((row, i) => {
      columns.openTime[i] = Date.parse(dates[row] as string);
    });
    for (const field of FIELDS) {
      const values = candles.column(field);
      columns[field].set(rows.map((row) => values[row] as number));
    }
    const average = candles.column("vwap");
    rows.forEach((row, i) => {
      columns.quoteVolume[i] = (average[row] as number) * (columns.volume[i] as number);
    });
    return columns;
  }

  it("holds every expression of the set", () => {
    const expressions = Object.keys(at(readJson(folder, "alpha158/expressions.json"), "expressions"));
    expect(ALPHA158_FACTORS.map(qlibName).sort()).toEqual([...expressions].sort());
  });

  describe.each(assets)("%s", (asset) => {
    const columns = columnsOf(asset);
    const rows = rowsOf(features, asset);

    it.each(ALPHA158_FACTORS.map((factor) => [qlibName(factor), factor] as const))("%s agrees", (name, factor) => {
      const ours = calculateColumns(factor, columns);
      const theirs = features.column(name);
      const relative = LOOSE.test(name) ? 1e-6 : 1e-8;
      let worst = {i: -1, excess: 0};
      rows.forEach((row, i) => {
        const expected = theirs[row] as number;
        const actual = ours[i] as number;
        if (Number.isNaN(expected) && Number.isNaN(actual)) return;
        const allowed = Math.max(relative * Math.abs(expected), LOOSE.test(name) ? 1e-9 : FLOOR);
        const excess = Math.abs(actual - expected) / allowed;
        if (!(excess <= worst.excess)) worst = {i, excess};
      });
      const {i, excess} = worst;
      expect(excess, `candle ${i}: ours ${ours[i]}, qlib's ${theirs[rows[i] ?? 0]}`).toBeLessThanOrEqual(1);
    });
  });
});
