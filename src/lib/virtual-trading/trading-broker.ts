/** The broker that a strategy's execution block asks for: the same core as `papertape simulate`, with its choices. */
import type {Instrument} from "../vocabulary/instrument.js";
import {type Broker, createBroker} from "./broker.js";
import type {BrokerOptions} from "./broker-state.js";
import {candlePolicy} from "./candle-policies/policy-of-rules.js";
import type {ExecutionRules, FillSource} from "./execution-rules.js";
import {type InstrumentRules, instrumentRules} from "./instrument-rules.js";
import {DEFAULT_MODEL, type MatchingModel} from "./matching/venue.js";

const FEEDS: Readonly<Record<FillSource, NonNullable<BrokerOptions["feed"]>>> = {
  candles: "candles",
  trades: "trades",
  book: "books",
  "book-and-trades": "books-and-trades"
};

export interface TradingBrokerOptions {
  readonly instruments: readonly Instrument[];
  /** Quote units, decimal text. */
  readonly startCapital: string;
  readonly execution: ExecutionRules;
}

export function createTradingBroker(options: TradingBrokerOptions): Broker {
  return createBroker(brokerOptions(options));
}

function brokerOptions({instruments, startCapital, execution}: TradingBrokerOptions): BrokerOptions {
  const {latencyMs} = execution;
  return {
    instruments: instruments.map(rulesOf),
    cash: startCapital,
    account: accountOf(instruments),
    feed: FEEDS[execution.fills],
    model: {
      ...DEFAULT_MODEL,
      candlePath: execution.candlePath,
      limitOnTouch: execution.limitOnTouch,
      volumeLimit: execution.volumeLimit,
      // A stop that is passed before it gets there protects at once; refusing it would leave the position bare.
      stopInMarket: "trigger",
      slippage: slippageOf(execution),
      impact: execution.impact,
      // Attached exits are cut to the position whenever it shrinks; they need not keep it from the strategy's own orders.
      reserveReduceOnly: false
    },
    latencyMs: {submit: latencyMs, cancel: latencyMs, modify: latencyMs},
    feeTiers: execution.feeTiers,
    margin: execution.rules === "papertape-1" ? execution.margin : null,
    risk: execution.risk,
    policy: candlePolicy(execution)
  };
}

/** One account for all: a perpetual among them makes it a margin account. */
export function accountOf(instruments: readonly Instrument[]): "spot" | "margin" {
  return instruments.some(({kind}) => kind === "perpetual") ? "margin" : "spot";
}

/** A market order crosses half of the spread; candles show no book that could say so. */
export function slippageOf({slippageBps, spreadBps}: ExecutionRules): MatchingModel["slippage"] {
  return {type: "bps", value: slippageBps + spreadBps / 2};
}

/** Digits that fees are rounded to, in the quote currency. */
const QUOTE_DECIMALS = 8;

/** The exchange's own increments, minimums and rates; 0 is none. */
export function rulesOf(instrument: Instrument): InstrumentRules {
  const positive = (text: string) => (Number(text) > 0 ? Number(text) : undefined);
  const optional = {
    priceIncrement: positive(instrument.priceIncrement),
    amountIncrement: positive(instrument.amountIncrement),
    minAmount: positive(instrument.minimumAmount),
    minNotional: positive(instrument.minimumNotional)
  };
  const given = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
  return instrumentRules({
    ...given,
    symbol: instrument.id,
    quoteDecimals: QUOTE_DECIMALS,
    fees: {maker: instrument.makerFee, taker: instrument.takerFee}
  });
}
