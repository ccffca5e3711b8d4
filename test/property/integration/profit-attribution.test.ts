/** Profit is shared out whole, by every key, among those who argued for the trade. */
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import type {TradeSignalRaised} from "../../../src/lib/events/trade-signal-event.js";
import {attributeProfit, UNATTRIBUTED} from "../../../src/lib/integration/profit-attribution.js";
import type {Trade} from "../../../src/lib/integration/trade-log.js";

const contribution = fc.double({min: -2, max: 2, noNaN: true});
const tradeArbitrary = fc.record({
  profit: fc.double({min: -1000, max: 1000, noNaN: true}),
  side: fc.constantFrom("long" as const, "short" as const),
  agents: fc.array(contribution, {maxLength: 4}),
  known: fc.boolean()
});

function build(rows: readonly {profit: number; side: "long" | "short"; agents: readonly number[]; known: boolean}[]) {
  const signals = new Map<string, TradeSignalRaised>();
  const trades = rows.map(({profit, side, agents, known}, index): Trade => {
    const decision = `decision:${index}`;
    const shares = agents.map((value, agent) => ({agent: `agent-${agent}`, contribution: value}));
    const factors = agents.map((value, factor) => ({factor: `factor-${factor}`, contribution: value}));
    if (known) signals.set(decision, {payload: {agents: shares, factors}} as unknown as TradeSignalRaised);
    return {
      instrument: `I${index % 3}`,
      side,
      entryTime: index * 3_600_000,
      exitTime: null,
      entryPrice: 1,
      exitPrice: null,
      amount: "1",
      profit: profit.toFixed(8),
      unrealized: "0",
      profitRatio: 0,
      fees: "0",
      slippage: 0,
      candles: 1,
      worst: 0,
      best: 0,
      entryDecision: decision,
      exitDecision: null
    };
  });
  return {trades, signals};
}

describe("attribution of profit", () => {
  it("sums to the total by agent, factor, instrument and hour", () => {
    fc.assert(
      fc.property(fc.array(tradeArbitrary, {maxLength: 30}), (rows) => {
        const {trades, signals} = build(rows);
        const {agents, factors, instruments, hours, total} = attributeProfit(trades, signals);
        for (const shares of [agents, factors, instruments, hours])
          expect(shares.reduce((sum, {profit}) => sum + profit, 0)).toBeCloseTo(total, 6);
      }),
      {seed: 21, numRuns: 300}
    );
  });

  it("gives nothing to who argued against the trade, and leaves commands unattributed", () => {
    const {trades, signals} = build([
      {profit: 10, side: "long", agents: [0.3, -0.1, 0.1], known: true},
      {profit: 5, side: "long", agents: [1], known: false}
    ]);
    const {agents} = attributeProfit(trades, signals);
    const of = (name: string) => agents.find((share) => share.name === name)?.profit;
    expect(of("agent-0")).toBeCloseTo(7.5, 12);
    expect(of("agent-1")).toBeUndefined();
    expect(of("agent-2")).toBeCloseTo(2.5, 12);
    expect(of(UNATTRIBUTED)).toBe(5);
  });
});
