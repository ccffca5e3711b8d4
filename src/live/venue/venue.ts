/** Where real orders go: the few things that trading needs of a venue. Amounts, prices and fees are exact decimal text. */
import type {OrderSide, OrderType, TimeInForce} from "../../lib/vocabulary/order.js";

export interface VenueOrder {
  /** Derived from our order's id: the same order has the same one, however often it is sent. */
  readonly clientOrderId: string;
  /** As ccxt writes it, e.g. `BTC/USDT`. */
  readonly symbol: string;
  readonly side: OrderSide;
  readonly type: OrderType;
  readonly amount: string;
  readonly limitPrice: string | null;
  readonly stopPrice: string | null;
  readonly timeInForce: TimeInForce;
}

export type OrderName = Pick<VenueOrder, "clientOrderId" | "symbol">;

export interface VenueOrderState extends OrderName {
  readonly venueOrderId: string;
  readonly state: "open" | "filled" | "canceled";
  readonly side: OrderSide;
  readonly filled: string;
}

export interface VenueFill {
  readonly tradeId: string;
  readonly venueOrderId: string;
  readonly symbol: string;
  readonly side: OrderSide;
  readonly price: string;
  readonly amount: string;
  readonly fee: string;
  readonly feeAsset: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/**
 * Failures are OperatingErrors: VENUE_REFUSED (final), VENUE_DUPLICATE (an open order has this client order id),
 * VENUE_BUSY (not carried out, may be tried again), VENUE_UNCERTAIN (carried out or not: look before trying again).
 */
export interface Venue {
  readonly name: string;
  /** Epoch milliseconds by the venue's clock. */
  now(): number;
  /** How long a request that was given up may still arrive and count, in this machine's milliseconds. */
  readonly requestLifeMs: number;
  place(order: VenueOrder): Promise<VenueOrderState>;
  /** False when there was nothing to cancel any more. */
  cancel(order: OrderName): Promise<boolean>;
  /** The newest order of that client order id; null where there was none. */
  find(order: OrderName): Promise<VenueOrderState | null>;
  openOrders(symbol: string): Promise<readonly VenueOrderState[]>;
  /** Oldest first, from a time on. */
  fills(symbol: string, since: number): Promise<readonly VenueFill[]>;
  /** Free and locked together, by asset. */
  balances(): Promise<ReadonlyMap<string, string>>;
  /** Resolves when an order of ours has changed there; never, where the venue cannot say. Rejects when cut off. */
  changed(): Promise<void>;
  close(): Promise<void>;
}
