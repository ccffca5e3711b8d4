/**
 * Candle streams of ccxt, one a symbol, watched for signs of life. A stream that is connected but silent is as bad as
 * one that is cut: both are seen here, reported by `health`, and connected anew with a growing pause.
 */
import type {Exchange, OHLCV} from "ccxt";
import type {Timeframe} from "../../lib/vocabulary/timeframe.js";
import {pause} from "../../loaders/exchange/retry-exchange.js";

export interface StreamHealth {
  readonly symbol: string;
  readonly state: "following" | "silent" | "disconnected";
  /** This machine's milliseconds since the last message, or since the start before the first. */
  readonly silentMs: number;
  readonly reconnections: number;
}

export interface CandleStreamsOptions {
  readonly client: Exchange;
  readonly symbols: readonly string[];
  readonly timeframe: Timeframe;
  readonly staleAfterMs: number;
  readonly machineNow: () => number;
  /** A message spoke of a candle that none spoke of before: the one before it has closed. */
  readonly onNewCandle: () => void;
}

type WatchingExchange = Exchange & {
  watchOHLCV(symbol: string, timeframe: string): Promise<OHLCV[]>;
};

interface Stream {
  readonly symbol: string;
  lastMessageAt: number;
  /** When it last began to wait for a message; null while it pauses before it connects anew. */
  waitingSince: number | null;
  newestOpenTime: number;
  isConnected: boolean;
  reconnections: number;
  /** Failures in a row. */
  failures: number;
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;

export class CandleStreams {
  readonly #options: CandleStreamsOptions;
  readonly #streams: readonly Stream[];
  readonly #stopping = new AbortController();
  #watches: Promise<void>[] = [];
  #timer: NodeJS.Timeout | null = null;
  #closedAt: number;

  constructor(options: CandleStreamsOptions) {
    this.#options = options;
    const now = options.machineNow();
    this.#closedAt = now;
    this.#streams = options.symbols.map((symbol) => ({
      symbol,
      lastMessageAt: now,
      waitingSince: null,
      newestOpenTime: 0,
      isConnected: true,
      reconnections: 0,
      failures: 0
    }));
  }

  start(): void {
    const now = this.#options.machineNow();
    for (const stream of this.#streams) stream.lastMessageAt = now;
    this.#watches = this.#streams.map((stream) => this.#watch(stream));
    this.#timer = setInterval(() => this.#cutSilent(), Math.max(20, this.#options.staleAfterMs / 4));
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#options.client.close();
    await Promise.all(this.#watches);
  }

  health(): StreamHealth[] {
    const now = this.#options.machineNow();
    return this.#streams.map(({symbol, lastMessageAt, isConnected, reconnections}) => {
      const silentMs = now - lastMessageAt;
      const isSilent = silentMs > this.#options.staleAfterMs;
      const state = isSilent ? "silent" : isConnected ? "following" : "disconnected";
      return {symbol, state, silentMs, reconnections};
    });
  }

  async #watch(stream: Stream): Promise<void> {
    const {client, timeframe, machineNow, onNewCandle} = this.#options;
    const {signal} = this.#stopping;
    while (!signal.aborted)
      try {
        stream.waitingSince = machineNow();
        const candles = await (client as WatchingExchange).watchOHLCV(stream.symbol, timeframe);
        stream.lastMessageAt = machineNow();
        stream.isConnected = true;
        stream.failures = 0;
        const newest = Number(candles.at(-1)?.[0] ?? 0);
        if (newest <= stream.newestOpenTime) continue;
        stream.newestOpenTime = newest;
        onNewCandle();
      } catch {
        // Whatever it was, the answer is the same: connect anew. REST goes on meanwhile and tells what is wrong there.
        if (signal.aborted) return;
        stream.isConnected = false;
        stream.waitingSince = null;
        stream.reconnections++;
        await pause(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(stream.failures++, 10)), signal);
      }
  }

  /**
   * A silent stream's promise never settles: closing the connections is what ends it. A stream that has just been
   * connected anew is given the same time as any other before it is cut again.
   */
  #cutSilent(): void {
    const {client, machineNow, staleAfterMs} = this.#options;
    const now = machineNow();
    const isStuck = this.#streams.some(({waitingSince}) => waitingSince !== null && now - waitingSince > staleAfterMs);
    if (!isStuck || now - this.#closedAt < staleAfterMs) return;
    this.#closedAt = now;
    client.close().catch(() => {});
  }
}
