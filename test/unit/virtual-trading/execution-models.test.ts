/** Fee tiers, impact and the estimate behind it: small figures worked out by hand. */
import {describe, expect, it} from "vitest";
import {decimal} from "../../../src/lib/core/decimal.js";
import {countVolume, feeTiersProblem, tierAt, tieredFees} from "../../../src/lib/virtual-trading/models/fee-tiers.js";
import {newEstimate, observeCandle} from "../../../src/lib/virtual-trading/models/market-estimate.js";
import {impactOf, squareRootImpact, volumeShareImpact} from "../../../src/lib/virtual-trading/models/market-impact.js";
import {fillsOf, HOUR, hours, SPOT, START, signal, trade} from "../../support/strategy-tape.js";

const DAY = 24 * HOUR;
const tiers = [
  {fromVolume: 0, maker: 0.001, taker: 0.002},
  {fromVolume: 1_000, maker: 0, taker: 0.001}
];

describe("fee tiers", () => {
  it("count the 30 UTC days before a fill, and not its own", () => {
    const fees = tieredFees(tiers);
    const fill = {price: decimal(100), amount: decimal(10)};
    expect(tierAt(fees, 0).taker).toBe(0.002);
    countVolume(fees, fill, 5);
    expect(tierAt(fees, DAY - 1).taker).toBe(0.002);
    expect(tierAt(fees, DAY).taker).toBe(0.001);
    expect(tierAt(fees, 30 * DAY).taker).toBe(0.001);
    expect(tierAt(fees, 31 * DAY).taker).toBe(0.002);
  });

  it("have to begin at 0 and to rise", () => {
    expect(feeTiersProblem(tiers)).toBeNull();
    expect(feeTiersProblem(tiers.slice(1))).toContain("fromVolume 0");
    expect(feeTiersProblem([...tiers, ...tiers])).toContain("order");
  });

  it("charge a strategy by what it has traded", () => {
    const day = hours(SPOT, ...Array.from({length: 26}, () => [100, 100, 100, 100] as const));
    const buy = (hour: number) => signal(SPOT, START + hour * HOUR, {side: "buy", amount: "4"});
    const inputs = [...day.slice(0, 2), buy(1), ...day.slice(2, 50), buy(25), ...day.slice(50)];
    const feeTiers = tiers.map((tier) => ({...tier, fromVolume: 0.4 * tier.fromVolume}));
    const events = trade(SPOT, {feeTiers}, inputs);
    const fees = events.flatMap((event) => (event.fact === "OrderFilled" ? [event.payload.fee] : []));
    expect(fees).toEqual(["0.8", "0.4"]);
  });
});

describe("market impact", () => {
  it("is the coefficient times the square of the share of volume", () => {
    expect(volumeShareImpact(0.1, 0.5)).toBeCloseTo(0.025, 15);
    const model = {model: "volume-share", coefficient: 0.1} as const;
    expect(impactOf({model, amount: 5, price: 100, volume: 10, estimate: null})).toBeCloseTo(0.025, 15);
    expect(impactOf({model, amount: 5, price: 100, volume: 0, estimate: null})).toBeNull();
  });

  it("is the coefficient times volatility times the root of the share of a day", () => {
    const input = {coefficient: 0.7, dailyVolatility: 0.04, notional: 10_000, dailyVolume: 1_000_000};
    expect(squareRootImpact(input)).toBeCloseTo(0.7 * 0.04 * 0.1, 15);
  });

  it("is not known before a whole day was seen, and the order ends saying so", () => {
    const impact = {model: "square-root", coefficient: 0.7} as const;
    const inputs = hours(SPOT, [100, 100, 100, 100], [100, 100, 100, 100]);
    const events = trade(SPOT, {impact}, [
      ...inputs.slice(0, 2),
      signal(SPOT, START + HOUR, {side: "buy", amount: "1"}),
      ...inputs.slice(2)
    ]);
    expect(events.find((event) => event.fact === "OrderCanceled")?.payload).toMatchObject({reason: "no-estimate"});
  });

  it("makes a fill worse, rounded against the trader", () => {
    const model = {model: "volume-share", coefficient: 0.1} as const;
    const inputs = hours(SPOT, [100, 100, 100, 100], [100, 101, 99, 100]);
    const buy = signal(SPOT, START + HOUR, {side: "buy", amount: "5"});
    const events = trade(SPOT, {impact: model}, [...inputs.slice(0, 2), buy, ...inputs.slice(2)]);
    // 0.1 x (5 / 1000)^2 x 100 = 0.00025, up to the next 0.01.
    expect(fillsOf(events)).toEqual(["buy 5 at 100.01 +1h"]);
  });
});

describe("the estimate of a usual day", () => {
  const hour = (index: number, close: number) => ({
    openTime: START + index * HOUR,
    closeTime: START + (index + 1) * HOUR,
    close,
    volume: 2
  });

  it("takes the median value and the volatility of whole days", () => {
    const estimate = newEstimate();
    for (let i = 0; i < 24; i++) observeCandle(estimate, hour(i, i % 2 === 0 ? 100 : 101));
    expect(estimate.dailyVolume).toBe(12 * 200 + 12 * 202);
    expect(estimate.dailyVolatility).toBeCloseTo(Math.sqrt(23) * Math.log(1.01), 12);
  });

  it("leaves out a day that it did not see from its beginning", () => {
    const estimate = newEstimate();
    for (let i = 3; i < 24; i++) observeCandle(estimate, hour(i, 100));
    expect(estimate.dailyVolume).toBeNull();
    for (let i = 24; i < 48; i++) observeCandle(estimate, hour(i, 100));
    expect(estimate.dailyVolume).toBe(24 * 200);
  });

  it("counts a longer candle as so many days", () => {
    const estimate = newEstimate();
    observeCandle(estimate, {openTime: START, closeTime: START + 2 * DAY, close: 100, volume: 8});
    expect(estimate.dailyVolume).toBe(400);
  });
});
