/** The ways out of a position of the rule set freqtrade-like, in the order in which they are tried. */
import {MINUTE_MS} from "../../core/time.js";
import type {MatchedCandle} from "../matching/candle-matching.js";
import type {CaseSignals} from "../simulate/case-signals.js";
import {
  adjustStop,
  away,
  bestPrice,
  type HeldTrade,
  isStopReached,
  priceForRatio,
  profitRatio
} from "./freqtrade-trade.js";

export interface ExitQuestion {
  readonly trade: HeldTrade;
  readonly candle: MatchedCandle;
  readonly signals: CaseSignals;
  readonly fee: number;
  readonly timeframeMinutes: number;
  readonly hasExitFlag: boolean;
  readonly hasEntryFlag: boolean;
}

export interface ExitChoice {
  readonly reason: "exit-signal" | "stop-loss" | "take-profit" | "trailing-stop";
  readonly price: number;
}

/** Exit signal, stop-loss, take-profit, trailing stop: those that apply to this candle. Moves the stop first. */
export function exitChoices(question: ExitQuestion): ExitChoice[] {
  const {trade, candle, signals, fee} = question;
  adjustStop(trade, candle, {signals, fee});
  const isStopped = isStopReached(trade, candle);
  const choices: ExitChoice[] = [];
  if (signals.useExitSignal && question.hasExitFlag && !question.hasEntryFlag) {
    choices.push({reason: "exit-signal", price: signalPrice(question)});
  }
  if (isStopped && !trade.isTrailing) choices.push({reason: "stop-loss", price: stopPrice(question)});
  const target = targetPrice(question);
  if (target !== null) choices.push({reason: "take-profit", price: target});
  if (isStopped && trade.isTrailing) choices.push({reason: "trailing-stop", price: stopPrice(question)});
  return choices;
}

function minutesHeld({trade, candle}: ExitQuestion): number {
  return Math.floor((candle.openTime - trade.entryTime) / MINUTE_MS);
}

function signalPrice({trade, candle, signals}: ExitQuestion): number {
  const wanted = signals.exitPrice ?? candle.open;
  return trade.side === "long" ? Math.max(wanted, candle.low) : Math.min(wanted, candle.high);
}

function stopPrice(question: ExitQuestion): number {
  const {trade, candle} = question;
  const stop = trade.stop ?? candle.open;
  const isWholeCandleBeyond = trade.side === "long" ? stop > candle.high : stop < candle.low;
  if (isWholeCandleBeyond) return candle.open;
  return trade.isTrailing && minutesHeld(question) === 0 ? entryCandleStop(question) : stop;
}

/** On the entry candle the path is not known: the worst one just arms the stop and then turns round. */
function entryCandleStop({trade, candle, signals}: ExitQuestion): number {
  const {trailing, customStop} = signals;
  const direction = trade.side === "long" ? 1 : -1;
  const isOffset = customStop === null && trailing?.onlyAfterOffset === true && trailing.positive !== null;
  const stop = isOffset
    ? candle.open * (1 + direction * trailing.offset - direction * (trailing.positive ?? 0))
    : away(trade, candle.open, trade.stopDistance);
  return trade.side === "long" ? Math.max(stop, candle.low) : Math.min(stop, candle.high);
}

/** Null when the target of the time held is not reached, or cannot honestly have been. */
function targetPrice(question: ExitQuestion): number | null {
  const {trade, candle, signals, fee, timeframeMinutes} = question;
  const minutes = minutesHeld(question);
  const entry = signals.takeProfit.findLast((row) => row.minutes <= minutes);
  if (entry === undefined || profitRatio(trade, bestPrice(trade, candle), fee) <= entry.ratio) return null;
  const isOnGrid = entry.minutes % timeframeMinutes === 0;
  if (entry.ratio === -1 && isOnGrid) return candle.open;
  const price = priceForRatio(trade, entry.ratio, fee);
  const isOpenBetter = trade.side === "long" ? candle.open > price : candle.open < price;
  if (minutes > 0 && minutes === entry.minutes && isOnGrid && isOpenBetter) return candle.open;
  if (minutes === 0 && looksBack(trade, candle, price)) return null;
  return Math.min(Math.max(price, candle.low), candle.high);
}

/** The candle ended against the trade, and the target lies between a better entry and the close: the target came first. */
function looksBack(trade: HeldTrade, {open, close}: MatchedCandle, price: number): boolean {
  return trade.side === "long"
    ? close < open && trade.entryPrice < open && price > close
    : close > open && trade.entryPrice > open && price < close;
}
