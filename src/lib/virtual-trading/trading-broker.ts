/** The broker of a strategy: its instruments' rules, its capital and its execution settings as the broker takes them. */
import type {Instrument} from "../vocabulary/instrument.js";
import {type Broker, createBroker} from "./broker.js";
import {type InstrumentRules, instrumentRules} from "./instrument-rules.js";
import type {MatchingModel} from "./matching/venue.js";

export interface ExecutionRules {
  /** Name of the rule set, recorded with every order. */
  readonly rules: "papertape-1";
  readonly candlePath: MatchingModel["candlePath"];
  readonly spreadBps: number;
  readonly slippageBps: number;
  readonly latencyMs: number;
  readonly volumeLimit: number | null;
}

export interface TradingBrokerOptions {
  readonly instruments: readonly Instrument[];
  /** Quote units, decimal text. */
  readonly startCapital: string;
  readonly execution: ExecutionRules;
}

/** Digits that fees are rounded to, in the quote currency. */
const QUOTE_DECIMALS = 8;

export function createTradingBroker({instruments, startCapital, execution}: TradingBrokerOptions): Broker {
  return createBroker({
    instruments: instruments.map(rulesOf),
    cash: startCapital,
    account: accountOf(instruments),
    model: {
      candlePath: execution.candlePath,
      volumeLimit: execution.volumeLimit,
      slippage: slippageOf(execution)
    },
    latencyMs: {submit: execution.latencyMs, cancel: execution.latencyMs, modify: execution.latencyMs}
  });
}

/** One account for all: a perpetual among them makes it a margin account. */
export function accountOf(instruments: readonly Instrument[]): "spot" | "margin" {
  return instruments.some(({kind}) => kind === "perpetual") ? "margin" : "spot";
}

/** A market order crosses half of the spread; candles show no book that could say so. */
export function slippageOf({slippageBps, spreadBps}: ExecutionRules): MatchingModel["slippage"] {
  return {type: "bps", value: slippageBps + spreadBps / 2};
}

/** An increment or a minimum of 0 is none. */
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
