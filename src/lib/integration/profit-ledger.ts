/**
 * From the start capital to the last equity, line by line: what prices gave, what costs took. The lines sum to the
 * change of equity; `rounding` is what the ledger's smallest unit left over, computed and shown.
 */
import {add, type Decimal, negate, parseDecimal, toNumber, ZERO} from "../core/decimal.js";
import type {RunRecord} from "./run-record.js";

/** All in quote units. */
export interface ProfitLedger {
  readonly startCapital: number;
  /** Of all trades, open ones at their last close, before any cost: priced at the closes that decided. */
  readonly gross: number;
  /** At most 0: paid to the exchange. */
  readonly fees: number;
  /** Negative where fills were worse than the closes that decided. */
  readonly slippage: number;
  /** Negative where holding perpetuals was paid for. */
  readonly funding: number;
  readonly rounding: number;
  /** The last equity; the start capital without a candle. */
  readonly equity: number;
  /** The sum of all lines: equity less start capital. */
  readonly change: number;
}

export function profitLedger(record: RunRecord, startCapital: number): ProfitLedger {
  const trades = toNumber(profitOfTrades(record));
  const fees = toNumber(negate(parseDecimal(record.fees)));
  const funding = toNumber(negate(parseDecimal(record.funding)));
  const slippage = negative(record.slippage);
  const equity = record.equity.at(-1)?.equity ?? startCapital;
  const change = equity - startCapital;
  return {
    startCapital,
    gross: trades - fees - slippage,
    fees,
    slippage,
    funding,
    rounding: change - trades - funding,
    equity,
    change
  };
}

/** Net of fees, open trades at their last close. */
function profitOfTrades({trades, openTrades}: RunRecord): Decimal {
  let total: Decimal = ZERO;
  for (const {profit, unrealized} of [...trades, ...openTrades])
    total = add(total, add(parseDecimal(profit), parseDecimal(unrealized)));
  return total;
}

/** Without a negative zero. */
function negative(value: number): number {
  return value === 0 ? 0 : -value;
}
