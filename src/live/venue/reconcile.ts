/**
 * Compares our record with what the venue says: open orders, fills, balances, and the positions that the session
 * believes in. What we merely had not heard of yet is taken over; what cannot be explained is a difference, and trading
 * pauses until somebody has looked. Nothing is ever adjusted so that it fits.
 */
import {absolute, compare, type Decimal, parseDecimal, subtract, toText, ZERO} from "../../lib/core/decimal.js";
import {isOurs} from "./client-order-id.js";
import type {VenueFill, VenueOrderState} from "./venue.js";
import {expectedBalances, isAtWork, netAmount, type RecordedFill, type RecordedOrder} from "./venue-record.js";

export interface VenueReport {
  readonly openOrders: readonly VenueOrderState[];
  /** Of all our symbols, from the time of the first order on. */
  readonly fills: readonly VenueFill[];
  readonly balances: ReadonlyMap<string, string>;
}

export interface OwnRecord {
  readonly orders: readonly RecordedOrder[];
  readonly openings: ReadonlyMap<string, string>;
  /** Amounts by symbol that the session holds; null for one that is in the middle of something. */
  readonly positions: ReadonlyMap<string, string | null>;
}

export interface Difference {
  readonly kind: "order-unknown" | "order-foreign" | "fill-unknown" | "balance" | "position";
  readonly message: string;
}

export interface Reconciliation {
  /** Fills of ours, whole: what was recorded before and what was not. */
  readonly fills: readonly RecordedFill[];
  /** Orders that we believe at work and the venue does not list as open: each is to be looked up. */
  readonly ended: readonly RecordedOrder[];
  readonly differences: readonly Difference[];
}

/** Venues round fees in ways of their own: so much of an asset is no difference. */
const BALANCE_TOLERANCE = parseDecimal("0.00000100");

export function reconcile(own: OwnRecord, report: VenueReport): Reconciliation {
  const byVenueId = new Map(own.orders.map((order) => [`${order.wish.symbol} ${order.venueOrderId}`, order]));
  const fills: RecordedFill[] = [];
  const unknownFills: Difference[] = [];
  for (const fill of report.fills) {
    const order = byVenueId.get(`${fill.symbol} ${fill.venueOrderId}`);
    if (order === undefined) unknownFills.push(unknownFill(fill));
    else fills.push({...fill, clientOrderId: order.wish.clientOrderId});
  }
  const open = new Set(report.openOrders.map(({clientOrderId}) => clientOrderId));
  return {
    fills,
    ended: own.orders.filter((order) => isAtWork(order) && !open.has(order.wish.clientOrderId)),
    differences: [
      ...openOrderDifferences(own, report),
      ...unknownFills,
      ...balanceDifferences(own, report, fills),
      ...positionDifferences(own, fills)
    ]
  };
}

function openOrderDifferences({orders}: OwnRecord, {openOrders}: VenueReport): Difference[] {
  const atWork = new Set(orders.filter(isAtWork).map(({wish}) => wish.clientOrderId));
  return openOrders.flatMap(({clientOrderId, symbol, side, venueOrderId}): Difference[] => {
    if (atWork.has(clientOrderId)) return [];
    const what = `an open order to ${side} ${symbol} (${venueOrderId})`;
    if (isOurs(clientOrderId))
      return [{kind: "order-unknown", message: `the venue has ${what} in our name that we have no record of`}];
    return [{kind: "order-foreign", message: `the venue has ${what} that somebody else placed in this account`}];
  });
}

function unknownFill({symbol, side, amount, price, tradeId}: VenueFill): Difference {
  const message = `the venue has a trade ${tradeId}, ${side} ${amount} ${symbol} at ${price}, of an order we did not send`;
  return {kind: "fill-unknown", message};
}

/** Only of assets that we traded: what else lies in the account is not ours to judge. */
function balanceDifferences({openings}: OwnRecord, {balances}: VenueReport, fills: readonly RecordedFill[]) {
  const expected = expectedBalances(openings, fills);
  const traded = new Set(fills.flatMap(({symbol, feeAsset}) => [...symbol.split("/"), feeAsset]));
  return [...traded].sort().flatMap((asset): Difference[] => {
    const ours = expected.get(asset) ?? ZERO;
    const theirs = parseDecimal(balances.get(asset) ?? "0");
    if (asset === "" || isWithin(subtract(ours, theirs), BALANCE_TOLERANCE)) return [];
    const message = `the venue holds ${toText(theirs)} ${asset} and our fills make it ${toText(ours)}`;
    return [{kind: "balance", message}];
  });
}

function positionDifferences({positions}: OwnRecord, fills: readonly RecordedFill[]): Difference[] {
  return [...positions].flatMap(([symbol, amount]): Difference[] => {
    if (amount === null) return [];
    const held = netAmount(fills, symbol);
    if (isWithin(subtract(held, parseDecimal(amount)), ZERO)) return [];
    const message = `the session holds ${amount} ${symbol} and our fills at the venue make ${toText(held)}`;
    return [{kind: "position", message}];
  });
}

function isWithin(difference: Decimal, tolerance: Decimal): boolean {
  return compare(absolute(difference), tolerance) <= 0;
}
