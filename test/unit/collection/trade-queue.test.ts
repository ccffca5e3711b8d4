import {describe, expect, it} from "vitest";
import {TradeQueue} from "../../../src/live/collection/trade-queue.js";

const trades = (...ids: number[]) => ids.map((id) => ({id, time: id, price: 1, amount: 1, takerSide: null}));
const ids = (list: readonly {id: number}[]) => list.map(({id}) => id);

describe("trade queue", () => {
  it("hands trades on in order of id, each once", () => {
    const queue = new TradeQueue(10);
    queue.push(trades(2, 1, 3, 3));
    queue.push(trades(3, 4));
    expect(ids(queue.take(3))).toEqual([1, 2, 3]);
    expect(ids(queue.take(9))).toEqual([4]);
    expect(queue.state()).toEqual({waiting: 0, received: 4, duplicates: 2, overflowed: 0, gaps: []});
  });

  it("notices a hole in the ids and that it is filled later", () => {
    const queue = new TradeQueue(10);
    queue.push(trades(1, 5));
    expect(queue.state().gaps).toEqual([{from: 2, to: 4}]);
    queue.push(trades(3));
    expect(queue.state().gaps).toEqual([
      {from: 2, to: 2},
      {from: 4, to: 4}
    ]);
    queue.push(trades(2, 4));
    expect(queue.state()).toMatchObject({gaps: [], received: 5});
  });

  it("says which trades did not fit", () => {
    const queue = new TradeQueue(2);
    queue.push(trades(1, 2, 3));
    expect(queue.state()).toMatchObject({waiting: 2, overflowed: 1, gaps: [{from: 3, to: 3}]});
  });
});
