/**
 * Alpha360 on the candles that qlib's figures of Alpha158 were made from: by its definition, lag by lag, and against qlib's
 * own figures where the two sets hold the same ratio.
 */
import {describe, expect, it} from "vitest";
import {ALPHA360_FACTORS} from "../../../src/lib/factors/alpha360/alpha360.js";
import {calculateColumns} from "../../../src/lib/factors/factor-columns.js";
import {factorNamed, withoutSets} from "../../../src/lib/factors/factor-named.js";
import {type CandleColumns, emptyCandleColumns} from "../../../src/lib/vocabulary/candle.js";
import {describeWithData, goldenFolder} from "../../support/outside-data.js";
import {readTable} from "../statistics/golden-files.js";

const FIELDS = ["open", "high", "low", "close", "volume"] as const;
/** Ours, and qlib's name of the same ratio in Alpha158. */
const SHARED = {
  "alpha360-close-5": "ROC5",
  "alpha360-close-10": "ROC10",
  "alpha360-close-20": "ROC20",
  "alpha360-close-30": "ROC30",
  "alpha360-open-0": "OPEN0",
  "alpha360-high-0": "HIGH0",
  "alpha360-low-0": "LOW0",
  "alpha360-vwap-0": "VWAP0"
};

describe("alpha360", () => {
  it("is 360 factors, from 59 candles ago to the newest, found by name and as a set", () => {
    expect(ALPHA360_FACTORS).toHaveLength(360);
    expect(ALPHA360_FACTORS[0]?.name).toBe("alpha360-close-59");
    expect(ALPHA360_FACTORS.at(-1)?.name).toBe("alpha360-volume-0");
    expect(factorNamed("alpha360-vwap-7")?.warmUp).toBe(8);
    expect(withoutSets(["alpha360", "rsi-14", "alpha360-open-3"])).toHaveLength(361);
  });
});

describeWithData("alpha360 on qlib's candles", goldenFolder(), (folder) => {
  const candles = readTable(folder, "alpha158/ohlcv.csv.gz");
  const features = readTable(folder, "alpha158/features.csv.gz");
  const assets = [...new Set(candles.text("asset"))];
  const rowsOf = (table: typeof candles, asset: string) =>
    table.text("asset").flatMap((name, row) => (name === asset ? [row] : []));

  describe.each(assets)("%s", (asset) => {
    const rows = rowsOf(candles, asset);
    const columns: CandleColumns = emptyCandleColumns("1d", rows.length);
    const average = Float64Array.from(rows, (row) => candles.column("vwap")[row] as number);
    for (const field of FIELDS) columns[field].set(rows.map((row) => candles.column(field)[row] as number));
    rows.forEach((row, i) => {
      columns.openTime[i] = Date.parse(candles.text("date")[row] as string);
      columns.quoteVolume[i] = (average[i] as number) * (columns.volume[i] as number);
    });

    it("each factor is its field of so many candles ago over the newest close or volume", () => {
      for (const factor of ALPHA360_FACTORS) {
        const field = factor.definition.replace("alpha360-", "") as (typeof FIELDS)[number] | "vwap";
        const source = field === "vwap" ? average : columns[field];
        const lag = factor.parameters.candles ?? Number.NaN;
        const ours = calculateColumns(factor, columns);
        for (let i = 0; i < rows.length; i++) {
          const below = field === "volume" ? (columns.volume[i] as number) + 1e-12 : (columns.close[i] as number);
          const expected = i < lag ? Number.NaN : (source[i - lag] as number) / below;
          if (Number.isNaN(expected)) expect(ours[i]).toBeNaN();
          else expect(Math.abs((ours[i] as number) / expected - 1)).toBeLessThan(1e-14);
        }
      }
    });

    it.each(Object.entries(SHARED))("%s agrees with qlib's %s", (name, theirs) => {
      const factor = factorNamed(name);
      if (factor === null) return expect.fail(`no factor ${name}`);
      const ours = calculateColumns(factor, columns);
      const expected = features.column(theirs);
      rowsOf(features, asset).forEach((row, i) => {
        if (Number.isNaN(expected[row])) expect(ours[i]).toBeNaN();
        else expect(Math.abs((ours[i] as number) - (expected[row] as number))).toBeLessThan(1e-11);
      });
    });
  });
});
