import {describe, expect, it} from "vitest";
import {decimal, toText} from "../../../src/lib/core/decimal.js";
import {balance, createLedger, imbalance, post} from "../../../src/lib/virtual-trading/ledger.js";
import {
  bookFill,
  bookFunding,
  cashOf,
  createPortfolio,
  positionView,
  settledCash
} from "../../../src/lib/virtual-trading/portfolio.js";

const fill = (side: "buy" | "sell", price: number, amount: number, fee = 0) => ({
  side,
  price: decimal(price),
  amount: decimal(amount),
  fee: decimal(fee),
  feeIn: "quote" as const
});

describe("a posting", () => {
  it("that does not sum to zero is refused and leaves the books as they were", () => {
    const ledger = createLedger();
    const lines = [
      {account: "cash", amount: decimal(1)},
      {account: "capital", amount: decimal(-0.9)}
    ] as const;
    expect(() => post(ledger, lines)).toThrow("off by 0.1 in quote");
    expect(toText(balance(ledger, "cash"))).toBe("0");
  });

  it("must sum to zero in each unit by itself", () => {
    const lines = [
      {account: "cash", amount: decimal(1)},
      {account: "holding:BTC/USDT", amount: decimal(-1)}
    ] as const;
    expect(() => post(createLedger(), lines)).toThrow("off by");
  });
});

describe("a portfolio", () => {
  it("keeps the average cost through buys and releases it with sells", () => {
    const portfolio = createPortfolio(decimal(1000));
    bookFill(portfolio, "X", fill("buy", 100, 2, 0.2));
    bookFill(portfolio, "X", fill("buy", 110, 1, 0.1));
    bookFill(portfolio, "X", fill("sell", 120, 1, 0.12));
    const view = positionView(portfolio, "X");
    expect(view.amount).toBe(2);
    expect(view.averagePrice).toBeCloseTo(310 / 3, 12);
    expect(view.realizedProfit).toBeCloseTo(120 - 310 / 3 - 0.42, 12);
    expect(toText(cashOf(portfolio))).toBe("809.58");
  });

  it("leaves no crumb of rounding in a position that is flat", () => {
    const portfolio = createPortfolio(decimal(1000));
    for (const price of [1, 2, 4]) bookFill(portfolio, "X", fill("buy", price, 1));
    for (const amount of [1, 0.5, 1.5]) bookFill(portfolio, "X", fill("sell", 3, amount));
    expect(toText(balance(portfolio.ledger, "cost:X"))).toBe("0");
    expect(positionView(portfolio, "X")).toMatchObject({amount: 0, averagePrice: null, realizedProfit: 2});
    expect(imbalance(portfolio.ledger).size).toBe(0);
  });

  it("turns a position round at the price of the fill that does it", () => {
    const portfolio = createPortfolio(decimal(0));
    bookFill(portfolio, "X", fill("buy", 100, 1));
    bookFill(portfolio, "X", fill("sell", 90, 3));
    expect(positionView(portfolio, "X")).toEqual({amount: -2, averagePrice: 90, realizedProfit: -10});
    expect(toText(settledCash(portfolio))).toBe("-10");
  });

  it("takes a fee in base units off what was bought", () => {
    const portfolio = createPortfolio(decimal(1000));
    bookFill(portfolio, "X", {...fill("buy", 100, 1, 0.001), feeIn: "base"});
    expect(positionView(portfolio, "X")).toMatchObject({amount: 0.999, averagePrice: 100});
    expect(toText(cashOf(portfolio))).toBe("900");
    expect(toText(balance(portfolio.ledger, "fees"))).toBe("0.1");
  });

  it("lets longs pay and shorts receive a positive funding rate", () => {
    const portfolio = createPortfolio(decimal(0));
    bookFunding(portfolio, {holding: decimal(2), price: decimal(100), rate: decimal(0.0001)});
    expect(toText(cashOf(portfolio))).toBe("-0.02");
    bookFunding(portfolio, {holding: decimal(-4), price: decimal(100), rate: decimal(0.0001)});
    expect(toText(cashOf(portfolio))).toBe("0.02");
    expect(toText(balance(portfolio.ledger, "funding"))).toBe("-0.02");
  });
});
