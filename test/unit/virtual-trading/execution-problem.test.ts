/** What an execution block cannot be, said before a run, and the label that a result carries. */
import {describe, expect, it} from "vitest";
import {DEFAULT_EXECUTION} from "../../../src/lib/configuration/execution-configuration.js";
import {executionLabel, executionProblem, tapeLack} from "../../../src/lib/virtual-trading/execution-problem.js";
import type {ExecutionRules} from "../../../src/lib/virtual-trading/execution-rules.js";
import {PERPETUAL, SPOT} from "../../support/strategy-tape.js";

const problem = (change: Partial<ExecutionRules>, instrument = SPOT) =>
  executionProblem({...DEFAULT_EXECUTION, ...change}, {timeframe: "1h", instruments: [instrument]});
const leverage = (value: number) => ({margin: {leverage: value, maintenance: 0.05, liquidationFee: 0}});

describe("an execution block", () => {
  it("is possible as it is by default, and under each rule set that fills orders", () => {
    expect(problem({})).toBeNull();
    for (const rules of ["lean-immediate", "lean-gap", "volume-share", "freqtrade-like"] as const) {
      expect(problem({rules})).toBeNull();
    }
  });

  it.each([
    [{rules: "next-open-all-in"}, "sizes orders by all the free cash"],
    [{rules: "freqtrade-dry-run"}, "from books"],
    [{rules: "lean-gap", fills: "trades"}, "from candles only"],
    [{rules: "lean-gap", finerTimeframe: "5m"}, "finerTimeframe"],
    [{rules: "volume-share", exits: {stopLoss: 0.1, takeProfit: null, trailingStop: null}}, "no attached exits"],
    [{finerTimeframe: "1h"}, "be shorter"],
    [{finerTimeframe: "2h"}, "be shorter"],
    [{finerTimeframe: "5m", fills: "trades"}, "belongs to execution.fills candles"],
    [{feeTiers: [{fromVolume: 5, maker: 0, taker: 0}]}, "fromVolume 0"],
    [leverage(2), "needs perpetuals"]
  ] as [Partial<ExecutionRules>, string][])("is refused with a reason: %j", (change, words) => {
    expect(problem(change)).toContain(words);
  });

  it("needs a maintenance margin below the initial one", () => {
    expect(problem(leverage(10), PERPETUAL)).toBeNull();
    expect(problem(leverage(20), PERPETUAL)).toContain("below the initial margin");
  });

  it("needs a tape that carries what it fills from", () => {
    const candles = {timeframes: ["1h"], trades: false, books: false};
    expect(tapeLack(DEFAULT_EXECUTION, candles)).toBeNull();
    expect(tapeLack({...DEFAULT_EXECUTION, fills: "trades"}, candles)).toContain("needs trades");
    expect(tapeLack({...DEFAULT_EXECUTION, fills: "book-and-trades"}, {...candles, trades: true})).toContain("books");
    expect(tapeLack({...DEFAULT_EXECUTION, finerTimeframe: "1m"}, candles)).toContain("needs 1m candles");
    expect(tapeLack({...DEFAULT_EXECUTION, finerTimeframe: "1m"}, {...candles, timeframes: ["1m", "1h"]})).toBeNull();
  });

  it("has a label that says by which rules a result was made", () => {
    expect(executionLabel(DEFAULT_EXECUTION)).toBe("papertape-1 on candles, path adaptive");
    expect(executionLabel({...DEFAULT_EXECUTION, finerTimeframe: "5m"})).toBe(
      "papertape-1 on 5m candles, path adaptive"
    );
    expect(executionLabel({...DEFAULT_EXECUTION, fills: "book-and-trades"})).toBe("papertape-1 on book and trades");
    expect(executionLabel({...DEFAULT_EXECUTION, rules: "lean-gap"})).toBe("lean-gap on candles");
  });
});
