import {describe, expect, it} from "vitest";
import {orderRequest} from "../../../src/lib/virtual-trading/order.js";
import {NO_LIMITS, type RiskQuestion, riskRefusal} from "../../../src/lib/virtual-trading/risk-checks.js";

const buy = orderRequest({id: "a", side: "buy", type: "limit", amount: 2, limit: 100});
const question = (over: Partial<RiskQuestion>): RiskQuestion => ({
  order: buy,
  time: 10_000,
  limits: NO_LIMITS,
  tradingState: "active",
  last: 100,
  dataTime: 9_000,
  position: 0,
  sentTimes: [],
  ...over
});

describe("the broker's own checks", () => {
  it("let everything pass while no limit is set", () => {
    expect(riskRefusal(question({dataTime: null, last: null}))).toBeNull();
  });

  it("refuse an order worth more than the limit for one order", () => {
    const limits = {...NO_LIMITS, maxOrderNotional: 199};
    expect(riskRefusal(question({limits}))).toBe("max-notional");
    expect(riskRefusal(question({limits: {...limits, maxOrderNotional: 200}}))).toBeNull();
  });

  it("refuse a price outside the band around the last one, on both sides", () => {
    const limits = {...NO_LIMITS, priceBand: 0.05};
    expect(riskRefusal(question({limits, last: 106}))).toBe("price-band");
    expect(riskRefusal(question({limits, last: 94}))).toBe("price-band");
    expect(riskRefusal(question({limits, last: 104}))).toBeNull();
  });

  it("refuse the order that goes over the rate, and pass it once the window has moved on", () => {
    const limits = {...NO_LIMITS, orderRate: {count: 2, windowMs: 1_000}};
    expect(riskRefusal(question({limits, sentTimes: [9_500, 9_900]}))).toBe("order-rate");
    expect(riskRefusal(question({limits, sentTimes: [9_000, 9_900]}))).toBeNull();
  });

  it("send nothing on data that is too old, or on none", () => {
    const limits = {...NO_LIMITS, staleAfterMs: 500};
    expect(riskRefusal(question({limits}))).toBe("stale-data");
    expect(riskRefusal(question({limits, dataTime: null}))).toBe("stale-data");
    expect(riskRefusal(question({limits, dataTime: 9_600}))).toBeNull();
  });

  it("pass only what takes off the position while reducing, and nothing while halted", () => {
    expect(riskRefusal(question({tradingState: "reducing"}))).toBe("reducing");
    expect(riskRefusal(question({tradingState: "reducing", position: -2}))).toBeNull();
    expect(riskRefusal(question({tradingState: "reducing", position: -1}))).toBe("reducing");
    expect(riskRefusal(question({tradingState: "halted", position: -2}))).toBe("halted");
  });
});
