import type {Exchange, Trade} from "ccxt";
import {describe, expect, it} from "vitest";
import {drainTrades} from "../../../src/live/collection/trade-drain.js";

const SYMBOL = "BTC/USDT";

/** As ccxt keeps trades of a stream: a list that forgets the oldest, and an answer that may hold fewer than it. */
class Kept extends Array<Trade> {
  clear(): void {
    this.length = 0;
  }
}

function streamOf(rounds: readonly {readonly kept: readonly number[]; readonly answered: readonly number[]}[]) {
  const kept = new Kept();
  const left = [...rounds];
  const trade = (id: number) => ({id: String(id), timestamp: id, price: 1, amount: 1, side: "buy"}) as unknown as Trade;
  let end = () => {};
  const client = {
    trades: {[SYMBOL]: kept},
    async watchTrades() {
      const round = left.shift();
      if (round === undefined) return new Promise<Trade[]>((_, reject) => (end = () => reject(new Error("closed"))));
      kept.push(...round.kept.map(trade));
      return round.answered.map(trade);
    },
    async close() {
      end();
    }
  };
  return {client: client as unknown as Exchange, kept, isDone: () => left.length === 0};
}

describe("drainTrades", () => {
  it("takes all that ccxt keeps, also what its answer leaves out, and leaves its store empty", async () => {
    const {client, kept, isDone} = streamOf([
      {kept: [1, 2, 3], answered: [3]},
      {kept: [4, 5], answered: [4, 5]}
    ]);
    const drain = drainTrades({client, symbol: SYMBOL});
    while (!isDone()) await Promise.resolve();
    await drain.stop();
    expect(drain.take(10).map(({id}) => id)).toEqual([1, 2, 3, 4, 5]);
    expect(drain.state()).toMatchObject({received: 5, duplicates: 0, gaps: []});
    expect(kept).toHaveLength(0);
  });

  it("takes the answer where ccxt keeps nothing", async () => {
    const {client, isDone} = streamOf([{kept: [], answered: [7, 8]}]);
    const drain = drainTrades({client, symbol: SYMBOL});
    while (!isDone()) await Promise.resolve();
    await drain.stop();
    expect(drain.take(10).map(({id}) => id)).toEqual([7, 8]);
  });
});
