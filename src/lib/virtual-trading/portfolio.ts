/**
 * Cash and positions, kept in the ledger at average cost. A fill releases cost in proportion to what it closes; when a
 * position goes flat the whole rest is released, so that no crumb of rounding stays behind.
 */
import {
  absolute,
  add,
  compare,
  type Decimal,
  decimal,
  divide,
  minimum,
  multiply,
  negate,
  sign,
  subtract,
  toNumber,
  ZERO
} from "../core/decimal.js";
import type {OrderSide} from "../vocabulary/order.js";
import {balance, createLedger, type Ledger, type LedgerAccount, type PostingLine, post} from "./ledger.js";

export interface Portfolio {
  readonly ledger: Ledger;
  /** Realised profit after fees, by symbol, in quote units. */
  readonly realized: Map<string, Decimal>;
}

export interface PositionView {
  readonly amount: number;
  /** Null when flat. */
  readonly averagePrice: number | null;
  /** After the fees paid so far. */
  readonly realizedProfit: number;
}

interface SymbolAccounts {
  readonly holding: LedgerAccount;
  readonly market: LedgerAccount;
  readonly cost: LedgerAccount;
}

/** Names of accounts, put together once a symbol: a new text would be hashed anew wherever its account is looked up. */
const accountNames = new Map<string, SymbolAccounts>();

export function accountsOf(symbol: string): SymbolAccounts {
  let accounts = accountNames.get(symbol);
  if (accounts === undefined) {
    accounts = {holding: `holding:${symbol}`, market: `market:${symbol}`, cost: `cost:${symbol}`};
    accountNames.set(symbol, accounts);
  }
  return accounts;
}

/** Digits after the point of a released cost; what is rounded off stays in the position until it is flat. */
const COST_SCALE = 24;

export function createPortfolio(cash: Decimal): Portfolio {
  const ledger = createLedger();
  post(ledger, [
    {account: "cash", amount: cash},
    {account: "capital", amount: negate(cash)}
  ]);
  return {ledger, realized: new Map()};
}

/**
 * A position held at the start: on a spot account brought in beside the cash, on a margin account bought with it, so
 * that its value at the average price changes the equity of neither.
 */
export function openPosition(
  portfolio: Portfolio,
  symbol: string,
  held: {readonly amount: Decimal; readonly averagePrice: Decimal; readonly account: "spot" | "margin"}
): void {
  const cost = multiply(held.amount, held.averagePrice);
  const source = held.account === "spot" ? "capital" : "cash";
  const accounts = accountsOf(symbol);
  post(portfolio.ledger, [
    {account: accounts.holding, amount: held.amount},
    {account: accounts.market, amount: negate(held.amount)},
    {account: accounts.cost, amount: cost},
    {account: source, amount: negate(cost)}
  ]);
}

export interface BookedFill {
  readonly side: OrderSide;
  readonly price: Decimal;
  readonly amount: Decimal;
  readonly fee: Decimal;
  readonly feeIn: "quote" | "base";
}

export function bookFill(portfolio: Portfolio, symbol: string, fill: BookedFill): void {
  const {ledger} = portfolio;
  const accounts = accountsOf(symbol);
  const holding = balance(ledger, accounts.holding);
  const paid = signed(fill.side, multiply(fill.price, fill.amount));
  const baseFee = fill.feeIn === "base" ? fill.fee : ZERO;
  const received = signed(fill.side, subtract(fill.amount, baseFee));
  const closed = sign(holding) * sign(received) < 0 ? minimum(absolute(holding), absolute(received)) : ZERO;
  const released = releasedCost(balance(ledger, accounts.cost), closed, holding);
  const closedValue = signed(fill.side, multiply(fill.price, closed));
  const opened = subtract(multiply(fill.price, received), closedValue);
  const profit = negate(add(closedValue, released));
  post(ledger, [
    {account: "cash", amount: negate(paid)},
    {account: accounts.cost, amount: subtract(opened, released)},
    {account: "profit", amount: negate(profit)},
    {account: accounts.holding, amount: received},
    {account: accounts.market, amount: negate(signed(fill.side, fill.amount))},
    ...feeLines(symbol, fill)
  ]);
  const feeValue = fill.feeIn === "base" ? multiply(fill.price, fill.fee) : fill.fee;
  const net = subtract(profit, feeValue);
  if (sign(net) !== 0) portfolio.realized.set(symbol, add(portfolio.realized.get(symbol) ?? ZERO, net));
}

function feeLines(symbol: string, fill: BookedFill): readonly PostingLine[] {
  if (fill.feeIn === "quote") {
    return [
      {account: "cash", amount: negate(fill.fee)},
      {account: "fees", amount: fill.fee}
    ];
  }
  // A fee in base units costs what these units were bought for.
  return [
    {account: `base-fees:${symbol}`, amount: fill.fee},
    {account: "fees", amount: multiply(fill.price, fill.fee)}
  ];
}

function releasedCost(cost: Decimal, closed: Decimal, holding: Decimal): Decimal {
  if (sign(closed) === 0) return ZERO;
  if (compare(closed, absolute(holding)) === 0) return cost;
  return divide(multiply(cost, closed), absolute(holding), {scale: COST_SCALE, rounding: "half-up"});
}

/** Funding of a perpetual: position x price x rate. Longs pay a positive rate, shorts receive it. */
export function bookFunding(
  portfolio: Portfolio,
  {holding, price, rate}: {readonly holding: Decimal; readonly price: Decimal; readonly rate: Decimal}
): void {
  const paid = multiply(multiply(holding, price), rate);
  post(portfolio.ledger, [
    {account: "cash", amount: negate(paid)},
    {account: "funding", amount: paid}
  ]);
}

export function cashOf(portfolio: Portfolio): Decimal {
  return balance(portfolio.ledger, "cash");
}

/**
 * Cash as a margin account shows it: what linear positions cost is not taken off, only their realised results are in.
 * The same books, read with the cost of the positions added back.
 */
export function settledCash(portfolio: Portfolio): Decimal {
  let cash = cashOf(portfolio);
  for (const [account, amount] of portfolio.ledger.balances) if (account.startsWith("cost:")) cash = add(cash, amount);
  return cash;
}

/** Signed base units: above zero long, below zero short. */
export function holdingOf(portfolio: Portfolio, symbol: string): Decimal {
  return balance(portfolio.ledger, accountsOf(symbol).holding);
}

export function positionView(portfolio: Portfolio, symbol: string): PositionView {
  const amount = holdingOf(portfolio, symbol);
  const cost = balance(portfolio.ledger, accountsOf(symbol).cost);
  return {
    amount: toNumber(amount),
    averagePrice: sign(amount) === 0 ? null : toNumber(divide(cost, amount, {scale: COST_SCALE, rounding: "half-up"})),
    realizedProfit: toNumber(portfolio.realized.get(symbol) ?? ZERO)
  };
}

/** Cash and position valued at `mark`; null when there is a position and no price. */
export function equityAt(portfolio: Portfolio, symbol: string, mark: number | null): Decimal | null {
  const amount = holdingOf(portfolio, symbol);
  if (sign(amount) === 0) return cashOf(portfolio);
  return mark === null ? null : add(cashOf(portfolio), multiply(amount, decimal(mark)));
}

function signed(side: OrderSide, value: Decimal): Decimal {
  return side === "buy" ? value : negate(value);
}
