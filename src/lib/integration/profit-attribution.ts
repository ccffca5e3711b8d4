/**
 * Who earned the profit of trades, open ones at their last close. Each trade's net profit, or loss, is shared among those whose contribution to
 * the entry decision argued for it, in proportion to how much; who argued against has no part in it. Shares sum to the
 * trade's profit. Trades without a decision (operator commands) stay unattributed.
 */
import {add, parseDecimal, toNumber} from "../core/decimal.js";
import type {TradeSignalRaised} from "../events/trade-signal-event.js";
import type {Trade} from "./trade-log.js";

export interface ProfitShare {
  readonly name: string;
  /** Quote units. */
  readonly profit: number;
}

export interface ProfitAttribution {
  readonly agents: readonly ProfitShare[];
  readonly factors: readonly ProfitShare[];
  readonly instruments: readonly ProfitShare[];
  /** By UTC hour of entry, `00` to `23`. */
  readonly hours: readonly ProfitShare[];
  /** Sum over all trades: what each of the four lists sums to. */
  readonly total: number;
}

export const UNATTRIBUTED = "unattributed";

export function attributeProfit(
  trades: readonly Trade[],
  signals: ReadonlyMap<string, TradeSignalRaised>
): ProfitAttribution {
  const agents = new Map<string, number>();
  const factors = new Map<string, number>();
  const instruments = new Map<string, number>();
  const hours = new Map<string, number>();
  let total = 0;
  for (const trade of trades) {
    const profit = toNumber(add(parseDecimal(trade.profit), parseDecimal(trade.unrealized)));
    const decision = signals.get(trade.entryDecision)?.payload;
    total += profit;
    share(
      agents,
      {profit, side: trade.side},
      (decision?.agents ?? []).map(({agent, contribution}) => [agent, contribution])
    );
    share(
      factors,
      {profit, side: trade.side},
      (decision?.factors ?? []).map(({factor, contribution}) => [factor, contribution])
    );
    addTo(instruments, trade.instrument, profit);
    addTo(hours, String(new Date(trade.entryTime).getUTCHours()).padStart(2, "0"), profit);
  }
  return {
    agents: sorted(agents),
    factors: sorted(factors),
    instruments: sorted(instruments),
    hours: sorted(hours),
    total
  };
}

/** All of it unattributed where nobody argued for the trade. */
function share(
  into: Map<string, number>,
  {profit, side}: {profit: number; side: Trade["side"]},
  contributions: readonly (readonly [string, number])[]
): void {
  const direction = side === "long" ? 1 : -1;
  const arguing = contributions.filter(([, contribution]) => contribution * direction > 0);
  const sum = arguing.reduce((total, [, contribution]) => total + contribution, 0);
  if (sum === 0) {
    addTo(into, UNATTRIBUTED, profit);
    return;
  }
  let rest = profit;
  arguing.forEach(([name, contribution], index) => {
    // The last takes what is left, so that the shares sum to the profit.
    const part = index === arguing.length - 1 ? rest : (profit * contribution) / sum;
    rest -= part;
    addTo(into, name, part);
  });
}

function addTo(into: Map<string, number>, name: string, profit: number): void {
  into.set(name, (into.get(name) ?? 0) + profit);
}

/** Largest profit first; equal profits by name. */
function sorted(shares: ReadonlyMap<string, number>): readonly ProfitShare[] {
  return [...shares]
    .map(([name, profit]) => ({name, profit}))
    .sort((a, b) => b.profit - a.profit || (a.name < b.name ? -1 : 1));
}
