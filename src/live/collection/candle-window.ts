/**
 * The range of candles that is asked for next, the same for all instruments, so that none runs ahead while another has
 * a hole to fill. After a long absence it moves up in windows of bounded size; at the present it holds the candles that
 * have just closed, and the few before them that may still come late.
 */
import {checkCandles} from "../../lib/market-data/quality.js";
import type {SequencedCandle} from "../../lib/market-data/sequencer.js";
import {candleAt} from "../../lib/vocabulary/candle-rows.js";
import type {Instrument} from "../../lib/vocabulary/instrument.js";
import {candleOpenTime, type Timeframe, timeframeMs} from "../../lib/vocabulary/timeframe.js";
import {fetchCandles} from "../../loaders/exchange/fetch-candles.js";
import type {ExchangeConnection} from "../../loaders/exchange/open-exchange.js";

export interface WindowAnswer {
  /** Checked; those of one instrument in order. */
  readonly candles: readonly SequencedCandle[];
  /** Candles that open before this time have been asked for. */
  readonly before: number;
  /** True when candles beyond the window have closed. */
  readonly hasMore: boolean;
  /** The first failure; null when every instrument was answered for. */
  readonly failure: unknown;
}

/** Candles a window holds at most for each instrument. */
const WINDOW_CANDLES = 1_000;
/** Newest candles that are asked for again while they are missing. */
const LATE_CANDLES = 3;
/** Instruments asked at the same time. */
const CONCURRENCY = 8;

interface Cursor {
  /** Open time of the next candle wanted. */
  next: number;
  previous: {readonly openTime: number; readonly close: number} | null;
}

export class CandleWindow {
  /** Rows refused at the door. */
  rejected = 0;
  readonly #exchange: ExchangeConnection;
  readonly #instruments: readonly Instrument[];
  readonly #timeframe: Timeframe;
  readonly #cursors: Map<string, Cursor>;

  constructor(options: {
    exchange: ExchangeConnection;
    instruments: readonly Instrument[];
    timeframe: Timeframe;
    from: number;
  }) {
    const {exchange, instruments, timeframe, from} = options;
    this.#exchange = exchange;
    this.#instruments = instruments;
    this.#timeframe = timeframe;
    const next = candleOpenTime(timeframe, from + timeframeMs(timeframe) - 1);
    this.#cursors = new Map(instruments.map(({id}) => [id, {next, previous: null}]));
  }

  /** True while a candle that has closed before `openTime` has not come for some instrument. */
  isAwaiting(openTime: number): boolean {
    return [...this.#cursors.values()].some(({next}) => next < openTime);
  }

  async ask(signal: AbortSignal): Promise<WindowAnswer> {
    const due = candleOpenTime(this.#timeframe, this.#exchange.now());
    const earliest = Math.min(...[...this.#cursors.values()].map(({next}) => next));
    const before = Math.min(due, earliest + WINDOW_CANDLES * timeframeMs(this.#timeframe));
    const candles: SequencedCandle[] = [];
    let failure: unknown = null;
    const queue = [...this.#instruments];
    const worker = async () => {
      for (let instrument = queue.shift(); instrument !== undefined; instrument = queue.shift()) {
        if (signal.aborted) return;
        try {
          candles.push(...(await this.#fetch(instrument, before)));
        } catch (error) {
          failure ??= error;
        }
      }
    };
    await Promise.all(Array.from({length: Math.min(CONCURRENCY, queue.length)}, worker));
    return {candles, before, hasMore: before < due, failure};
  }

  /** Moves on past what was handed on. A hole is left behind once it is too old to come late. */
  take({candles, before, failure}: WindowAnswer): void {
    for (const {instrument, candle} of candles) {
      const cursor = this.#cursors.get(instrument);
      if (cursor === undefined || candle.openTime < cursor.next) continue;
      cursor.next = candle.closeTime;
      cursor.previous = {openTime: candle.openTime, close: candle.close};
    }
    if (failure !== null) return;
    const oldest = before - LATE_CANDLES * timeframeMs(this.#timeframe);
    for (const cursor of this.#cursors.values()) cursor.next = Math.max(cursor.next, oldest);
  }

  async #fetch({id, symbol}: Instrument, before: number): Promise<SequencedCandle[]> {
    const cursor = this.#cursors.get(id);
    if (cursor === undefined || cursor.next >= before) return [];
    const candles: SequencedCandle[] = [];
    const range = {symbol, timeframe: this.#timeframe, from: cursor.next, before};
    let {previous} = cursor;
    for await (const {columns} of fetchCandles(this.#exchange, range)) {
      const recordedAt = this.#exchange.now();
      const {accepted, rejected} = checkCandles(columns, {now: recordedAt, ...(previous === null ? {} : {previous})});
      this.rejected += rejected.length;
      const origin = this.#exchange.isSimulated ? ("simulated" as const) : ("exchange" as const);
      for (let index = 0; index < accepted.length; index++) {
        const candle = candleAt(accepted, index);
        candles.push({instrument: id, candle, origin, recordedAt});
        previous = {openTime: candle.openTime, close: candle.close};
      }
    }
    return candles;
  }
}
