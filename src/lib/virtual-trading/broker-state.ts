/** What a broker is made from and what it is at one moment. */
import {decimal, parseDecimal, toNumber} from "../core/decimal.js";
import {createDesk, type Desk} from "./broker-desk.js";
import type {CandlePolicy} from "./candle-policies/candle-policy.js";
import type {MarginTerms} from "./execution-rules.js";
import type {InstrumentRules} from "./instrument-rules.js";
import {createVenue, DEFAULT_MODEL, type MatchingModel, type Venue} from "./matching/venue.js";
import {type FeeTier, type TieredFees, tieredFees} from "./models/fee-tiers.js";
import {cashOf, createPortfolio, type Portfolio} from "./portfolio.js";
import {createRecentIds, type RecentIds} from "./recent-ids.js";
import type {RiskLimits, TradingState} from "./risk-checks.js";

/** How many order ids are remembered. */
const REMEMBERED_IDS = 10_000;

export interface BrokerOptions {
  /** Each instrument's `symbol` is the key under which its data and orders come in. */
  readonly instruments: readonly InstrumentRules[];
  /** Quote units, decimal text or a number. */
  readonly cash: string | number;
  readonly account: "spot" | "margin";
  /** What the broker is fed with; candles alone match on candles. */
  readonly feed?: "candles" | "trades" | "books" | "books-and-trades";
  readonly model?: Partial<MatchingModel>;
  /** Milliseconds from sending to arrival. */
  readonly latencyMs?: {readonly submit: number; readonly cancel: number; readonly modify: number};
  readonly risk?: Partial<RiskLimits>;
  /** Null or left out: the instruments' own rates. */
  readonly feeTiers?: readonly FeeTier[] | null;
  /** Null or left out: a margin account without limits. Spot accounts do not read it. */
  readonly margin?: MarginTerms | null;
  /** How candles fill orders; null or left out: by papertape-1. */
  readonly policy?: CandlePolicy | null;
}

/** What a broker is at one moment, besides its options. */
export interface BrokerState {
  portfolio: Portfolio;
  readonly desks: Map<string, Desk>;
  /** Null without fee tiers. */
  readonly tieredFees: TieredFees | null;
  tradingState: TradingState;
  cash: number;
  peakEquity: number;
  /** When the latest orders were sent. */
  sentTimes: number[];
  /** The latest order ids, to know a repeated one. */
  readonly recentIds: RecentIds;
}

export function initialState(options: BrokerOptions): BrokerState {
  const {cash} = options;
  const portfolio = createPortfolio(typeof cash === "string" ? parseDecimal(cash) : decimal(cash));
  const feed = options.feed ?? "candles";
  const peers: Venue[] = [];
  const fees = options.feeTiers == null ? null : tieredFees(options.feeTiers);
  const desks = new Map<string, Desk>();
  for (const instrument of options.instruments) {
    const venue = createVenue(
      {
        instrument,
        model: {...DEFAULT_MODEL, ...options.model},
        account: options.account,
        feeds: {
          books: feed === "books" || feed === "books-and-trades",
          trades: feed === "trades" || feed === "books-and-trades",
          candles: feed === "candles"
        },
        portfolio,
        tieredFees: fees,
        margin: options.account === "margin" ? (options.margin ?? null) : null
      },
      peers
    );
    desks.set(instrument.symbol, createDesk(venue, options.policy ?? null));
  }
  const start = toNumber(cashOf(portfolio));
  return {
    portfolio,
    desks,
    tieredFees: fees,
    tradingState: "active",
    cash: start,
    peakEquity: start,
    sentTimes: [],
    recentIds: createRecentIds(REMEMBERED_IDS)
  };
}

/** @throws RangeError for an instrument that the broker was not made with. */
export function deskNamed(state: BrokerState, instrument: string): Desk {
  const desk = state.desks.get(instrument);
  if (desk === undefined) throw new RangeError(`The broker does not trade "${instrument}"`);
  return desk;
}
