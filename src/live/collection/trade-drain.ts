/**
 * Empties an exchange's trade stream into a queue of ours the moment trades arrive, whatever their consumer does: ccxt
 * keeps only so many between two calls and forgets the rest without a word.
 */
import type {Exchange, Trade} from "ccxt";
import {pause} from "../../loaders/exchange/retry-exchange.js";
import {type CollectedTrade, TradeQueue, type TradeQueueState} from "./trade-queue.js";

export interface TradeDrainOptions {
  readonly client: Exchange;
  readonly symbol: string;
  /** Trades that wait for their consumer at most; 2 000 000 by default. */
  readonly capacity?: number;
}

export interface TradeDrain {
  /** The oldest trades, at most `limit`. */
  take(limit: number): CollectedTrade[];
  state(): TradeQueueState & {readonly reconnections: number};
  stop(): Promise<void>;
}

type WatchingExchange = Exchange & {watchTrades(symbol: string): Promise<Trade[]>};

/** Where ccxt keeps trades of streams, by symbol. */
interface KeepingExchange {
  readonly trades: Readonly<Record<string, (ArrayLike<Trade> & {clear?: () => void}) | undefined>>;
}

const DEFAULT_CAPACITY = 2_000_000;
const RECONNECT_PAUSE_MS = 250;

export function drainTrades({client, symbol, capacity = DEFAULT_CAPACITY}: TradeDrainOptions): TradeDrain {
  const queue = new TradeQueue(capacity);
  const stopping = new AbortController();
  let reconnections = 0;
  const run = async () => {
    while (!stopping.signal.aborted)
      try {
        queue.push(allKept(client, symbol, await (client as WatchingExchange).watchTrades(symbol)).map(collected));
      } catch {
        // A cut stream is connected anew; the ids tell afterwards what was missed.
        if (stopping.signal.aborted) return;
        reconnections++;
        await pause(RECONNECT_PAUSE_MS, stopping.signal);
      }
  };
  const running = run();
  return {
    take: (limit) => queue.take(limit),
    state: () => ({...queue.state(), reconnections}),
    stop: async () => {
      stopping.abort();
      await client.close();
      await running;
    }
  };
}

/**
 * Takes everything that ccxt keeps of the symbol and empties its store. A full one moves all of its 100 000 trades up by
 * one place for each that comes, which made a storm five times as long as it was. `given` where it keeps none.
 */
function allKept(client: Exchange, symbol: string, given: readonly Trade[]): readonly Trade[] {
  const kept = (client as Partial<KeepingExchange>).trades?.[symbol];
  if (kept === undefined || typeof kept.clear !== "function" || kept.length === 0) return given;
  // Nothing can come between these two: what is not in the copy is not cleared either.
  const copy = Array.from(kept);
  kept.clear();
  return copy;
}

function collected({id, timestamp, price, amount, side}: Trade): CollectedTrade {
  return {
    id: Number(id),
    time: Number(timestamp),
    price: Number(price),
    amount: Number(amount),
    takerSide: side === "buy" || side === "sell" ? side : null
  };
}
