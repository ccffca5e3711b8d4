import {describe, expect, it} from "vitest";
import {parseDecimal, toText} from "../../../src/lib/core/decimal.js";
import {limitPrice, orderBetween, orderGrid, targetOnGrid} from "../../../src/lib/decision/order-amount.js";
import {positionShare} from "../../../src/lib/decision/sizing/position-share.js";
import {configuration, instrument} from "./decision-tape.js";

describe("sizes", () => {
  const base = {edge: 0.01, horizonCandles: 4, candleVolatility: 0.02, candlesPerYear: 8760, confidence: 0.2};
  const share = (sizing: Partial<ReturnType<typeof configuration>["sizing"]>, changes = {}) =>
    positionShare({...base, ...changes, sizing: {...configuration().sizing, maximumFraction: 10, ...sizing}});

  it("are a fixed share, a share of Kelly's, or what adds the wanted volatility", () => {
    expect(share({method: "fixed-fraction", fraction: 0.3})).toBe(0.3);
    expect(share({method: "fractional-kelly", kellyFraction: 0.5})).toBeCloseTo((0.5 * 0.01) / (0.0004 * 4), 12);
    expect(share({method: "volatility-target", targetVolatility: 0.5})).toBeCloseTo(0.5 / (0.02 * Math.sqrt(8760)), 12);
  });

  it("are capped, scaled by confidence where asked for, and 0 for Kelly without an edge", () => {
    expect(share({method: "fractional-kelly", kellyFraction: 0.5, maximumFraction: 0.25})).toBe(0.25);
    expect(share({method: "fixed-fraction", fraction: 0.3, scaleByConfidence: true})).toBeCloseTo(0.06, 12);
    expect(share({method: "fractional-kelly"}, {edge: -0.01})).toBe(0);
  });

  it("are unknown while the volatility is", () => {
    expect(share({method: "fractional-kelly"}, {candleVolatility: null})).toBeNull();
    expect(share({method: "volatility-target"}, {candleVolatility: 0})).toBeNull();
  });

  it("become amounts on the grid, towards zero, and prices on the patient side", () => {
    const grid = orderGrid(instrument("BTC/USDT", {amountIncrement: "0.0005", priceIncrement: "0.5"}));
    expect(toText(targetOnGrid(1.23999, grid))).toBe("1.2395");
    expect(toText(targetOnGrid(-1.23999, grid))).toBe("-1.2395");
    const order = orderBetween(parseDecimal("-0.4"), parseDecimal("0.30071"), grid);
    expect(order && [order.side, toText(order.amount)]).toEqual(["buy", "0.7005"]);
    expect(orderBetween(parseDecimal("0.3"), parseDecimal("0.3004"), grid)).toBeNull();
    expect([toText(limitPrice(99.9, "buy", grid)), toText(limitPrice(99.9, "sell", grid))]).toEqual(["99.5", "100"]);
  });
});
