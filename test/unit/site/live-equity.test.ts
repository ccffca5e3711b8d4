import {describe, expect, it} from "vitest";
import {withMarks} from "../../../notebooks/components/live-equity.js";
import {type LiveEquity, payloadOf} from "../../../notebooks/components/live-shapes.js";

const mark = (closeTime: number, equity: number): LiveEquity => ({closeTime, equity, drawdown: 0.01});

describe("the live curve of equity", () => {
  it("takes marks in the order of their time, the later word for a time being the one that counts", () => {
    const first = withMarks([], [mark(2_000, 101), mark(1_000, 100)]);
    expect(withMarks(first, [mark(2_000, 102)])).toEqual([
      [1_000, 100, 0.01],
      [2_000, 102, 0.01]
    ]);
  });

  it("is not broken by a position that changed, which comes on the same stream", () => {
    const points = withMarks([], [mark(1_000, 100)]);
    const position = payloadOf<LiveEquity>({
      id: "position:1",
      fact: "PositionChanged",
      payload: {instrument: "BTC/USDT", amount: "0.5", averagePrice: "100"}
    });
    expect(withMarks(points, [position])).toEqual(points);
  });
});
