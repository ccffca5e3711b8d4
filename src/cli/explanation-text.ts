/** An explanation as a person reads it: what happened first, then why, down to the candle. */
import {isoTime} from "../lib/core/time.js";
import type {CandleClosed} from "../lib/events/market-data-event.js";
import type {OrderAccepted, OrderFilled, OrderRejected} from "../lib/events/trade-execution-event.js";
import type {TradeSignalEvent} from "../lib/events/trade-signal-event.js";
import type {SessionExplanation} from "../live/explain-session.js";
import {textTable} from "./text-table.js";

const DIGITS = 4;

export function explanationText(explanation: SessionExplanation): string {
  const {fill, order, decision, command, candle, fillCandle} = explanation;
  const parts = [
    `session   ${explanation.session}`,
    fill === null ? [] : fillLines(fill, fillCandle),
    order === null ? [] : orderLines(order),
    command === null ? [] : `command   ${command.fact} at ${isoTime(command.occurredAt)}\n          ${command.id}`,
    decision === null ? [] : decisionLines(decision),
    predictionLines(explanation),
    factorLines(explanation),
    candle === null ? [] : `candle    ${candleLine(candle)}`,
    explanation.missing.map((link) => `missing   ${link}`)
  ];
  return parts.flat().join("\n");
}

function fillLines({id, payload}: OrderFilled, candle: CandleClosed | null): readonly string[] {
  const {side, amount, instrument, price, fee, feeCurrency, liquidity, time, remaining, whileAway} = payload;
  return [
    `fill      ${side} ${amount} ${instrument} at ${price}, fee ${fee} ${feeCurrency} as ${liquidity}, ${isoTime(time)}${whileAway ? ", worked out afterwards" : ""}`,
    `          ${remaining} left to fill; ${id}`,
    ...(candle === null ? [] : [`          by ${candleLine(candle)}`])
  ];
}

function orderLines({id, fact, payload}: OrderAccepted | OrderRejected): readonly string[] {
  const {orderType, side, amount, instrument, limitPrice, submittedAt} = payload;
  const limit = limitPrice === null ? "" : ` at ${limitPrice}`;
  const outcome = fact === "OrderRejected" ? `rejected: ${payload.message}` : `accepted under ${payload.rules}`;
  return [
    `order     ${orderType} ${side} ${amount} ${instrument}${limit}, ${outcome}, ${isoTime(submittedAt)}`,
    `          ${id}`
  ];
}

function decisionLines({id, fact, payload}: TradeSignalEvent): readonly string[] {
  const {probabilityUp, edgeBps, costBps, positionAmount, targetAmount, limits, closeTime} = payload;
  const verdict = fact === "TradeSignalRaised" ? payload.reason : `withheld (${payload.reason})`;
  return [
    `decision  ${verdict} at ${isoTime(closeTime)}: ${payload.rationale}`,
    `          probability of up ${rounded(probabilityUp)}, edge ${rounded(edgeBps)} bps after ${rounded(costBps)} bps of costs, position ${positionAmount} wanted ${targetAmount}`,
    ...limits.map(({limit, before, after}) => `          limit ${limit}: ${rounded(before)} became ${rounded(after)}`),
    `          ${id}`
  ];
}

function predictionLines({predictions}: SessionExplanation): readonly string[] {
  if (predictions.length === 0) return [];
  const rows = predictions.map(({weight, contribution, prediction: {payload}}) => ({
    agent: payload.agent,
    weight: Number(weight.toFixed(DIGITS)),
    contribution: Number(contribution.toFixed(DIGITS)),
    "probability of up": Number(payload.calibratedProbabilityUp.toFixed(DIGITS)),
    "as said": Number(payload.probabilityUp.toFixed(DIGITS)),
    "by factor": payload.factors
      .map((factor, index) => `${factor} ${rounded(payload.contributions[index] ?? null)}`)
      .join(", ")
  }));
  return ["", textTable(rows), ""];
}

function factorLines({factors, recalculated, notRecalculated}: SessionExplanation): readonly string[] {
  if (factors === null) return [];
  const {payload} = factors;
  const again = new Map(recalculated?.map((entry) => [entry.factor, entry]));
  const rows = payload.factors.map((factor, index) => {
    const entry = again.get(factor);
    return {
      factor,
      value: payload.values[index] ?? null,
      "from the candles": entry?.recalculated ?? null,
      "": entry === undefined ? "not recomputed" : entry.isEqual ? "equal" : "differs",
      gap: payload.touchedByGap.includes(factor) ? "window touches a gap" : ""
    };
  });
  const note = notRecalculated === null ? [] : [`The values were not recomputed: ${notRecalculated}`];
  return [textTable(rows), ...note, ""];
}

function candleLine({payload}: CandleClosed): string {
  const {instrument, timeframe, openTime, open, high, low, close, volume, origin, revision} = payload;
  const version = revision === 0 ? "as first published" : `revision ${revision}`;
  return `${instrument} ${timeframe} ${isoTime(openTime)} open ${open} high ${high} low ${low} close ${close} volume ${volume}, ${origin}, ${version}`;
}

function rounded(value: number | null): string {
  return value === null ? "–" : String(Number(value.toFixed(DIGITS)));
}
