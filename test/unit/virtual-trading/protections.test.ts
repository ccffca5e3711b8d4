import {describe, expect, it} from "vitest";
import {
  type ClosedTrade,
  isLocked,
  type Lock,
  newLocks,
  type Protection
} from "../../../src/lib/virtual-trading/protections.js";

const MINUTE = 60_000;
const NOON = Date.UTC(2024, 0, 10, 12);

const protection = (over: Partial<Protection>): Protection => ({
  type: "cooldown",
  lookbackMinutes: 60,
  stopMinutes: 60,
  unlockAtMinutes: null,
  tradeLimit: 1,
  requiredProfit: 0,
  onlyPerPair: false,
  onlyPerSide: false,
  maxDrawdown: 0,
  ...over
});

const closed = (minutesAgo: number, profitRatio: number, over: Partial<ClosedTrade> = {}): ClosedTrade => ({
  pair: "A/B",
  side: "long",
  openTime: NOON - (minutesAgo + 60) * MINUTE,
  closeTime: NOON - minutesAgo * MINUTE,
  exitReason: "stop-loss",
  profitRatio,
  ...over
});

const locksAt = (
  rule: Partial<Protection>,
  trades: readonly ClosedTrade[],
  pair: string,
  locks: readonly Lock[] = []
) =>
  newLocks(
    {trades, locks},
    {pair, side: "long", time: NOON},
    {protections: [protection(rule)], timeframeMs: 5 * MINUTE}
  );

describe("protections", () => {
  it("end a lock at the next candle start strictly after it", () => {
    expect(locksAt({stopMinutes: 30}, [closed(10, -0.1)], "A/B")[0]?.until).toBe(NOON + 25 * MINUTE);
    expect(locksAt({stopMinutes: 30}, [closed(11, -0.1)], "A/B")[0]?.until).toBe(NOON + 20 * MINUTE);
  });

  it("unlock at a time of day, tomorrow's when today's is over", () => {
    const at = (hours: number) => locksAt({unlockAtMinutes: hours * 60}, [closed(10, -0.1)], "A/B")[0]?.until;
    expect(at(13)).toBe(NOON + 65 * MINUTE);
    expect(at(11)).toBe(NOON + 23 * 60 * MINUTE + 5 * MINUTE);
  });

  it("do not lock again what is locked until then already", () => {
    const first = locksAt({}, [closed(10, -0.1)], "A/B");
    expect(locksAt({}, [closed(10, -0.1)], "A/B", first)).toEqual([]);
  });

  it("do not lock again at each check for an end that was over when it was found", () => {
    const late: Partial<Protection> = {stopMinutes: 10};
    const first = locksAt(late, [closed(50, -0.1)], "A/B");
    expect(first).toMatchObject([{from: NOON, until: NOON - 35 * MINUTE}]);
    expect(locksAt(late, [closed(50, -0.1)], "A/B", first)).toEqual([]);
  });

  it("count only stops with a loss, of one side when asked", () => {
    const rule: Partial<Protection> = {type: "stoploss-guard", tradeLimit: 2};
    const trades = [closed(10, -0.1), closed(11, 0), closed(12, 0.1), closed(13, -0.1, {exitReason: "exit-signal"})];
    expect(locksAt(rule, trades, "*")).toEqual([]);
    const short = closed(14, -0.1, {side: "short"});
    expect(locksAt(rule, [...trades, short], "*")).toMatchObject([{pair: "*", side: "*"}]);
    expect(locksAt({...rule, onlyPerSide: true}, [...trades, short], "*")).toEqual([]);
    expect(locksAt({...rule, onlyPerPair: true}, [...trades, short], "*")).toEqual([]);
  });

  it("measure the fall of the running sum from its peak, the first trade being the first", () => {
    const trades = [closed(30, 0.1), closed(20, -0.05), closed(10, -0.1)];
    expect(locksAt({type: "max-drawdown", maxDrawdown: 0.14}, trades, "*")).toHaveLength(1);
    expect(locksAt({type: "max-drawdown", maxDrawdown: 0.16}, trades, "*")).toEqual([]);
    expect(locksAt({type: "max-drawdown"}, [closed(10, -0.5)], "*")).toEqual([]);
  });

  it("lock one pair or all, one side or both", () => {
    const lock: Lock = {pair: "*", side: "long", from: NOON, until: NOON + MINUTE, type: "stoploss-guard"};
    const asked = (side: "long" | "short" | "*", time: number) => isLocked([lock], {pair: "A/B", side, time});
    expect([asked("long", NOON), asked("short", NOON), asked("*", NOON)]).toEqual([true, false, false]);
    expect([asked("long", NOON - 1), asked("long", NOON + MINUTE)]).toEqual([false, false]);
  });
});
