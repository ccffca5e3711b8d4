/** Shorter candles in a tape: before the candle that they are a part of, without a watermark of their own. */
import {describe, expect, it} from "vitest";
import {candleTape} from "../../../src/lib/market-data/candle-tape.js";
import {withFinerCandles} from "../../../src/lib/market-data/finer-tape.js";
import {sliceColumns} from "../../../src/lib/vocabulary/candle-rows.js";
import {testInstrument, walkCandles} from "../../support/candles.js";

const FROM = Date.UTC(2024, 0, 1);
const [a, b] = [testInstrument("AAA/USDT").id, testInstrument("BBB/USDT").id];
const series = (instrument: typeof a, timeframe: "1h" | "30m", length: number) => ({
  instrument,
  origin: "simulated" as const,
  columns: walkCandles({timeframe, from: FROM, length})
});
const lines = (tape: Iterable<{readonly fact: string; readonly occurredAt: number; readonly payload: object}>) =>
  [...tape].map(({fact, occurredAt, payload}) => {
    const name = "instrument" in payload ? String(payload.instrument).slice(0, 3) : "all";
    return `${fact} ${name} ${"timeframe" in payload ? payload.timeframe : ""} ${(occurredAt - FROM) / 3_600_000}h`;
  });

describe("a tape with finer candles", () => {
  const coarse = [series(a, "1h", 2), series(b, "1h", 2)];

  it("shows them before the candles that they are a part of, by time and then by instrument", () => {
    const finer = {timeframe: "30m" as const, series: [series(b, "30m", 4), series(a, "30m", 4)]};
    expect(lines(withFinerCandles(candleTape("1h", coarse), finer)).slice(0, 7)).toEqual([
      "CandleClosed AAA 30m 0.5h",
      "CandleClosed BBB 30m 0.5h",
      "CandleClosed AAA 30m 1h",
      "CandleClosed BBB 30m 1h",
      "CandleClosed AAA 1h 1h",
      "CandleClosed BBB 1h 1h",
      "SliceCompleted all 1h 1h"
    ]);
  });

  it("leaves gaps of theirs as they are, and shows none after its end", () => {
    const whole = series(a, "30m", 8);
    const finer = {timeframe: "30m" as const, series: [{...whole, columns: sliceColumns(whole.columns, 1, 8)}]};
    const inside = lines(withFinerCandles(candleTape("1h", coarse), finer)).filter((line) => line.includes("30m"));
    expect(inside.map((line) => line.split(" ").at(-1))).toEqual(["1h", "1.5h", "2h"]);
    expect(lines(withFinerCandles(candleTape("1h", coarse), finer)).join()).not.toContain("Gap");
  });

  it("is the tape itself without any", () => {
    expect(lines(withFinerCandles(candleTape("1h", coarse), null))).toEqual(lines(candleTape("1h", coarse)));
  });
});
