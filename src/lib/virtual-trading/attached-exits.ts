/** The protective orders that go with an entry: children that start with its fill, one cancelling the others. */
import type {AttachedExits} from "./execution-rules.js";
import {type OrderRequest, orderRequest} from "./order.js";

export const EXIT_KINDS = ["stop-loss", "take-profit", "trailing-stop"] as const;
export type ExitKind = (typeof EXIT_KINDS)[number];

export interface AttachedExit {
  readonly kind: ExitKind;
  readonly order: OrderRequest;
}

/**
 * Stop-loss (stop-market), take-profit (limit) and trailing stop of an entry. Amount and prices come from what the entry
 * is filled with, at its average price, rounded to the grid away from it.
 */
export function attachedExits(
  entry: OrderRequest,
  {stopLoss, takeProfit, trailingStop}: AttachedExits
): AttachedExit[] {
  const side = entry.side === "buy" ? "sell" : "buy";
  const exits: AttachedExit[] = [];
  const attach = (kind: ExitKind, terms: Partial<OrderRequest>): void => {
    const id = `${entry.id}:${kind}`;
    const link = {group: `${entry.id}:exits`, type: "oco"} as const;
    exits.push({kind, order: orderRequest({id, side, parent: entry.id, reduceOnly: true, link, ...terms})});
  };
  // A stop that both would reach at once goes before the target: the older one wins a tie.
  if (stopLoss !== null) attach("stop-loss", {type: "stop", fromFill: -stopLoss});
  if (trailingStop !== null) {
    attach("trailing-stop", {
      type: "trailing-stop",
      trail: {by: "percent", value: percent(trailingStop), activation: null}
    });
  }
  if (takeProfit !== null) attach("take-profit", {type: "limit", fromFill: takeProfit});
  return exits;
}

/** Without the last bits that a multiplication by 100 leaves. */
function percent(fraction: number): number {
  return Number((100 * fraction).toPrecision(12));
}
