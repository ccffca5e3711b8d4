/** An order at the simulated exchange's private side, and what became of it. Amounts and prices are exact decimals. */
import {type Decimal, subtract, ZERO} from "../../lib/core/decimal.js";
import type {MarketProfile} from "./market-profile.js";

export type AccountOrderStatus = "NEW" | "PARTIALLY_FILLED" | "FILLED" | "CANCELED" | "EXPIRED";
export type AccountOrderType = "MARKET" | "LIMIT" | "STOP_LOSS_LIMIT" | "STOP_LOSS";

export interface AccountOrder {
  readonly orderId: number;
  readonly clientOrderId: string;
  readonly profile: MarketProfile;
  readonly side: "BUY" | "SELL";
  readonly type: AccountOrderType;
  readonly timeInForce: "GTC" | "IOC" | "FOK";
  readonly amount: Decimal;
  readonly price: Decimal | null;
  readonly stopPrice: Decimal | null;
  readonly time: number;
  status: AccountOrderStatus;
  filled: Decimal;
  filledValue: Decimal;
  updateTime: number;
  /** False while a stop has not been reached. */
  isWorking: boolean;
  /** Exchange time up to which the market's trades have been looked at for it. */
  seenUntil: number;
}

export interface AccountTrade {
  readonly id: number;
  readonly order: AccountOrder;
  readonly price: Decimal;
  readonly amount: Decimal;
  readonly commission: Decimal;
  readonly commissionAsset: string;
  readonly time: number;
  readonly isMaker: boolean;
}

export function isOpen({status}: AccountOrder): boolean {
  return status === "NEW" || status === "PARTIALLY_FILLED";
}

export function remainingOf({amount, filled}: AccountOrder): Decimal {
  return subtract(amount, filled);
}

export function newAccountOrder(
  order: Omit<AccountOrder, "status" | "filled" | "filledValue" | "updateTime" | "isWorking" | "seenUntil">
): AccountOrder {
  const {time, stopPrice} = order;
  return {
    ...order,
    status: "NEW",
    filled: ZERO,
    filledValue: ZERO,
    updateTime: time,
    isWorking: stopPrice === null,
    seenUntil: time
  };
}
