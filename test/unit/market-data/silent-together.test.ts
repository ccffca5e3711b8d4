import {describe, expect, it} from "vitest";
import {type FollowedSeries, silentTogether} from "../../../src/lib/market-data/silent-together.js";

let id = 0;
function series(instrument: string, holes: readonly (readonly [number, number])[], range = [0, 100]): FollowedSeries {
  const [firstOpenTime = 0, lastOpenTime = 0] = range;
  return {instrument, firstOpenTime, lastOpenTime, holes: holes.map(([from, to]) => ({id: id++, from, to}))};
}

const idsOf = (all: readonly FollowedSeries[], from: number) =>
  all.flatMap(({holes}) => holes.filter((hole) => hole.from === from).map((hole) => hole.id));

describe("silentTogether", () => {
  it("finds the holes that all instruments share, and no hole of one alone", () => {
    const all = [
      series("a", [
        [10, 12],
        [40, 40]
      ]),
      series("b", [[10, 12]]),
      series("c", [
        [5, 6],
        [9, 12]
      ])
    ];
    expect(silentTogether(all)).toEqual([...idsOf(all.slice(0, 2), 10)]);
  });

  it("asks only those that had candles before and after the hole", () => {
    const others = [series("a", [[10, 12]]), series("b", [[10, 12]]), series("c", [[10, 12]])];
    const later = series("later", [], [20, 100]);
    const gone = series("gone", [], [0, 11]);
    expect(silentTogether([...others, later, gone])).toEqual(idsOf(others, 10));
    expect(silentTogether([...others, series("there", [])])).toEqual([]);
  });

  it("takes two instruments for no evidence", () => {
    expect(silentTogether([series("a", [[10, 12]]), series("b", [[10, 12]])])).toEqual([]);
  });
});
