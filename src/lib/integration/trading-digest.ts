/**
 * What a run traded, as one hash: all orders, fills, cancellations, positions and equity marks in order. A backtest, a
 * paper session and a replay of the same candles have the same digest.
 */
import {sha256} from "@noble/hashes/sha2.js";
import {bytesToHex, utf8ToBytes} from "@noble/hashes/utils.js";
import {canonicalJson} from "../core/canonical-json.js";
import type {PapertapeEvent} from "../events/event.js";

export interface TradingSummary {
  /** 64 hexadecimal digits. */
  readonly digest: string;
  readonly orders: number;
  readonly rejected: number;
  readonly fills: number;
  readonly marks: number;
  /** Quote units; null before the first mark. */
  readonly finalEquity: number | null;
  readonly finalCash: string | null;
  /** Close time of the last mark. */
  readonly lastCloseTime: number | null;
}

export interface TradingDigest {
  take(event: PapertapeEvent): void;
  summary(): TradingSummary;
}

export function createTradingDigest(): TradingDigest {
  const hash = sha256.create();
  const count = {orders: 0, rejected: 0, fills: 0, marks: 0};
  let last: {finalEquity: number; finalCash: string; lastCloseTime: number} | null = null;
  return {
    take: (event) => {
      if (event.type !== "TradeExecutionEvent") return;
      const {id, fact, occurredAt, causationId, payload} = event;
      hash.update(utf8ToBytes(canonicalJson([id, fact, occurredAt, causationId, payload])));
      if (fact === "OrderAccepted") count.orders++;
      else if (fact === "OrderRejected") count.rejected++;
      else if (fact === "OrderFilled") count.fills++;
      else if (event.fact === "EquityMarked") {
        count.marks++;
        last = {
          finalEquity: event.payload.equity,
          finalCash: event.payload.cash,
          lastCloseTime: event.payload.closeTime
        };
      }
    },
    summary: () => ({
      digest: bytesToHex(hash.clone().digest()),
      ...count,
      ...(last ?? {finalEquity: null, finalCash: null, lastCloseTime: null})
    })
  };
}
