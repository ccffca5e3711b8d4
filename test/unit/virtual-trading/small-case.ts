/** Small cases for the clauses of the rule sets, and the parts of their results that tests look at. */

import type {SimulationDone, SimulationResult} from "../../../src/lib/virtual-trading/simulate/result.js";
import {simulateCase} from "../../../src/lib/virtual-trading/simulate.js";

export type Fields = Readonly<Record<string, unknown>>;

export const INSTRUMENT = {symbol: "COIN/USDT", priceIncrement: 0.01, amountIncrement: 0.001};

export function run(fields: Fields): SimulationResult {
  const trading = {rules: "papertape-1", cash: 10_000, account: "margin", instrument: INSTRUMENT};
  const base = fields.kind === "protections" ? {} : trading;
  return simulateCase({id: "small", ...base, ...fields}, {readCsv: () => ""});
}

/** @throws when the case is invalid. */
export function done(fields: Fields): SimulationDone {
  const result = run(fields);
  if (!result.ok || !("fills" in result)) throw new Error(JSON.stringify(result));
  return result;
}

/** One-minute candles from the epoch on: open, high, low, close, and a volume of 10. */
export function candles(...rows: readonly (readonly [number, number, number, number])[]): Fields {
  return {timeframe: "1m", candles: rows.map((row, i) => [i * 60_000, ...row, 10])};
}

/** `id price x amount maker|taker @time` for each fill. */
export function fillLines(result: SimulationDone): string[] {
  return result.fills.map(
    ({orderId, price, amount, liquidity, time}) => `${orderId} ${price} x ${amount} ${liquidity} @${time}`
  );
}

/** `state reason` of an order. */
export function stateOf(result: SimulationDone, id: string): string {
  const order = result.orders.find((one) => one.id === id);
  return `${order?.state} ${order?.reason}`;
}
