/**
 * The portfolio as the decision engine knows it, from execution events alone: positions, cash, equity, what was asked
 * for and not yet answered, and the trades that were closed.
 */
import type {EquityMarked, PositionChanged} from "../events/trade-execution-event.js";
import type {SignalReason} from "../events/trade-signal-event.js";
import type {ClosedTrade} from "./limits/risk-limit.js";

export interface Holding {
  /** Exact decimal text, base units, signed; and the nearest float64. */
  readonly amountText: string;
  readonly amount: number;
  readonly averagePrice: number | null;
  readonly realizedProfit: number;
  /** Realised profit when the position was opened, and the largest value it has cost since. */
  readonly realizedAtOpen: number;
  readonly largestCost: number;
  /** Reason of the newest signal raised for the instrument. */
  readonly lastReason: SignalReason | null;
}

export interface PortfolioState {
  readonly holdings: Readonly<Record<string, Holding>>;
  readonly cash: number | null;
  readonly equity: number | null;
  readonly highestEquity: number;
  readonly dayStart: number;
  readonly dayStartEquity: number;
  /** When the drawdown limit was first seen broken; null while it holds. */
  readonly drawdownSince: number | null;
  readonly trades: readonly ClosedTrade[];
}

export interface Portfolio {
  holding(instrument: string): Holding;
  cash(): number;
  /** Null before the first mark. */
  equity(): number | null;
  highestEquity(): number;
  dayStartEquity(): number;
  trades(): readonly ClosedTrade[];
  drawdownSince(): number | null;
  markDrawdown(since: number | null): void;
  /** Losses are counted from the present equity on. */
  forgetHighestEquity(): void;
  noteSignal(instrument: string, reason: SignalReason): void;
  applyPosition(event: PositionChanged): void;
  applyEquity(event: EquityMarked): void;
  snapshot(): PortfolioState;
  restore(state: PortfolioState): void;
}

const FLAT: Holding = {
  amountText: "0",
  amount: 0,
  averagePrice: null,
  realizedProfit: 0,
  realizedAtOpen: 0,
  largestCost: 0,
  lastReason: null
};
/** Trades kept for the locks; more than any sensible look-back holds. */
const KEPT_TRADES = 1000;
const DAY_MS = 86_400_000;

export function createPortfolio(): Portfolio {
  const holdings = new Map<string, Holding>();
  let trades: ClosedTrade[] = [];
  let cash: number | null = null;
  /** What `cash` was last read from a mark as; null when it came from elsewhere. */
  let cashText: string | null = null;
  let equity: number | null = null;
  let highestEquity = 0;
  let dayStart = -1;
  let dayStartEquity = 0;
  let drawdownSince: number | null = null;
  return {
    holding: (instrument) => holdings.get(instrument) ?? FLAT,
    cash: () => cash ?? 0,
    equity: () => equity,
    highestEquity: () => highestEquity,
    dayStartEquity: () => dayStartEquity,
    trades: () => trades,
    drawdownSince: () => drawdownSince,
    markDrawdown: (since) => {
      drawdownSince = since;
    },
    forgetHighestEquity: () => {
      highestEquity = equity ?? 0;
      drawdownSince = null;
    },
    noteSignal: (instrument, reason) => {
      holdings.set(instrument, {...(holdings.get(instrument) ?? FLAT), lastReason: reason});
    },
    applyPosition: (event) => {
      const {instrument} = event.payload;
      const {holding, trade} = nextHolding(holdings.get(instrument) ?? FLAT, event);
      holdings.set(instrument, holding);
      if (trade !== null) trades.push(trade);
      if (trades.length > KEPT_TRADES) trades.shift();
      cash = Number(event.payload.cash);
      cashText = null;
    },
    applyEquity: ({payload}) => {
      // A mark at midnight is the first of the new day: what the day is measured against.
      const day = Math.floor(payload.closeTime / DAY_MS);
      if (day !== dayStart) dayStartEquity = payload.equity;
      dayStart = day;
      // Between fills it is the same text mark after mark.
      if (payload.cash !== cashText) cash = Number(payload.cash);
      cashText = payload.cash;
      equity = payload.equity;
      highestEquity = Math.max(highestEquity, equity);
    },
    snapshot: () => ({
      holdings: Object.fromEntries(holdings),
      trades: [...trades],
      cash,
      equity,
      highestEquity,
      dayStart,
      dayStartEquity,
      drawdownSince
    }),
    restore: (state) => {
      holdings.clear();
      for (const [instrument, holding] of Object.entries(state.holdings)) holdings.set(instrument, holding);
      trades = [...state.trades];
      ({cash, equity, highestEquity, dayStart, dayStartEquity, drawdownSince} = state);
      cashText = null;
    }
  };
}

/** A position that comes to 0 or turns to the other side ends a trade. */
function nextHolding(before: Holding, event: PositionChanged): {holding: Holding; trade: ClosedTrade | null} {
  const {instrument, amount: amountText, averagePrice: priceText, realizedProfit: profitText} = event.payload;
  const amount = Number(amountText);
  const averagePrice = priceText === null ? null : Number(priceText);
  const realizedProfit = Number(profitText);
  const isOpening = before.amount === 0 || before.amount * amount < 0;
  const isClosing = before.amount !== 0 && before.amount * amount <= 0;
  const cost = Math.abs(amount) * (averagePrice ?? 0);
  const trade = isClosing
    ? {
        instrument,
        closedAt: event.occurredAt,
        profit: before.largestCost > 0 ? (realizedProfit - before.realizedAtOpen) / before.largestCost : 0,
        isStopLoss: before.lastReason === "stop-loss"
      }
    : null;
  const realizedAtOpen = isClosing ? realizedProfit : isOpening ? before.realizedProfit : before.realizedAtOpen;
  return {
    trade,
    holding: {
      amountText,
      amount,
      averagePrice,
      realizedProfit,
      realizedAtOpen,
      largestCost: isOpening || isClosing ? cost : Math.max(before.largestCost, cost),
      lastReason: before.lastReason
    }
  };
}
