/** The public streams of Binance spot over one WebSocket: kline, trade, aggTrade and depth, driven by the exchange's clock. */
import type {WebSocket, WebSocketServer} from "ws";
import {candleAt} from "../../lib/vocabulary/candle-rows.js";
import {candleOpenTime, isTimeframe, type Timeframe, timeframeMs} from "../../lib/vocabulary/timeframe.js";
import {depthMessage, klineMessage, marketId, tradeMessage} from "./binance-messages.js";
import type {FaultPanel} from "./fault-panel.js";
import type {MarketProfile} from "./market-profile.js";
import {bookChange, orderBook, type SimulatedBook} from "./order-book.js";
import type {SimulatedMarket} from "./simulated-market.js";
import {sendThroughFaults} from "./stream-faults.js";
import {SUBSCRIBE_BY_SIGNATURE, type UserStreams} from "./user-stream.js";
import type {VirtualClock} from "./virtual-clock.js";

type StreamKind =
  | {readonly kind: "kline"; readonly timeframe: Timeframe}
  | {readonly kind: "trade" | "aggTrade"}
  | {readonly kind: "depth"};

interface StreamCommand {
  readonly method: string;
  /** Streams by name; for the user data stream what signs in. */
  readonly params?: readonly string[] | Readonly<Record<string, string | number>>;
  readonly id: unknown;
}

interface Stream {
  readonly name: string;
  readonly profile: MarketProfile;
  readonly what: StreamKind;
  readonly sockets: Set<WebSocket>;
  /** Exchange time up to which it has told. */
  toldUntil: number;
}

export interface StreamsOptions {
  readonly market: SimulatedMarket;
  readonly clock: VirtualClock;
  readonly faults: FaultPanel;
  readonly users: UserStreams;
  /** Milliseconds between messages of one stream, by the machine's clock. */
  readonly tickMs: number;
}

/** Levels a side that the depth streams keep up to date, and that the REST snapshot has at most. */
const BOOK_DEPTH = 200;

export class BinanceStreams {
  readonly #options: StreamsOptions;
  readonly #server: WebSocketServer;
  readonly #streams = new Map<string, Stream>();
  readonly #books = new Map<string, SimulatedBook>();
  readonly #timer: NodeJS.Timeout;
  /** Ids of storms' trades, far above the market's own. */
  #stormId = 1e12;

  constructor(server: WebSocketServer, options: StreamsOptions) {
    this.#server = server;
    this.#options = options;
    server.on("connection", (socket) => this.#welcome(socket));
    this.#timer = setInterval(() => this.tick(), options.tickMs);
  }

  close(): void {
    clearInterval(this.#timer);
    this.disconnect();
  }

  disconnect(): void {
    for (const socket of this.#server.clients) socket.terminate();
    this.#streams.clear();
  }

  /** The book as last told, or as it is now where no stream tells it. */
  bookOf(profile: MarketProfile, depth: number): SimulatedBook {
    const isTold = this.#streams.has(streamName(profile, "depth"));
    const book = (isTold ? this.#books.get(profile.symbol) : undefined) ?? this.#bookNow(profile);
    return {...book, bids: book.bids.slice(0, depth), asks: book.asks.slice(0, depth)};
  }

  /** Tells every subscriber what happened since the last tick. */
  tick(): void {
    const now = this.#options.clock.now();
    this.#options.users.settle();
    for (const stream of this.#streams.values()) {
      if (now <= stream.toldUntil) continue;
      for (const message of this.#messages(stream, now)) this.#tell(stream, message);
      stream.toldUntil = now;
    }
  }

  /** Trades of a storm: `count` of them, ids in sequence, at most `perSecond`. Resolves when all are sent. */
  async burst({symbol, count, perSecond}: {symbol: string; count: number; perSecond: number}): Promise<void> {
    const {market, clock} = this.#options;
    const profile = market.profile(symbol);
    const stream = profile === null ? undefined : this.#streams.get(streamName(profile, "trade"));
    if (stream === undefined) return;
    const [first] = market.trades({symbol, from: clock.now() - 3_600_000, before: clock.now()}).slice(-1);
    const start = performance.now();
    for (let sent = 0; sent < count; ) {
      const due = Math.min(count, Math.floor(((performance.now() - start) * perSecond) / 1000));
      for (; sent < due; sent++) {
        const trade = {
          id: this.#stormId++,
          time: clock.now(),
          price: first?.price ?? 1,
          amount: 1,
          isBuyerMaker: false
        };
        this.#tell(stream, tradeMessage(stream.profile, trade, "trade"));
      }
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  #welcome(socket: WebSocket): void {
    if (this.#options.faults.isInMaintenance) {
      socket.terminate();
      return;
    }
    socket.on("message", (data) => this.#command(socket, String(data)));
    socket.on("close", () => {
      for (const stream of this.#streams.values()) this.#leave(stream, socket);
    });
    // A reset by the other side is the other side's affair.
    socket.on("error", () => socket.terminate());
  }

  #command(socket: WebSocket, text: string): void {
    if (this.#options.faults.streams.isStalled) return;
    const {method, params = [], id} = JSON.parse(text) as StreamCommand;
    if (!isStreamNames(params)) {
      if (method === SUBSCRIBE_BY_SIGNATURE) this.#options.users.subscribe(socket, id, params);
      return;
    }
    for (const name of params) {
      const stream = this.#stream(name);
      if (stream === null) continue;
      if (method === "SUBSCRIBE") stream.sockets.add(socket);
      else this.#leave(stream, socket);
    }
    socket.send(JSON.stringify({result: null, id}));
  }

  #leave(stream: Stream, socket: WebSocket): void {
    stream.sockets.delete(socket);
    if (stream.sockets.size === 0) this.#streams.delete(stream.name);
  }

  /** The stream of that name, opened if need be; null for a name that is none. */
  #stream(name: string): Stream | null {
    const known = this.#streams.get(canonicalName(name));
    if (known !== undefined) return known;
    const [id = "", channel = ""] = name.split("@");
    const profile = this.#options.market.profiles.find((entry) => marketId(entry).toLowerCase() === id);
    const what = streamKind(channel);
    if (profile === undefined || what === null) return null;
    const stream = {
      name: canonicalName(name),
      profile,
      what,
      sockets: new Set<WebSocket>(),
      toldUntil: this.#options.clock.now()
    };
    if (what.kind === "depth") this.#books.set(profile.symbol, this.#bookNow(profile));
    this.#streams.set(stream.name, stream);
    return stream;
  }

  #messages(stream: Stream, now: number): unknown[] {
    const {market} = this.#options;
    const {profile, what, toldUntil} = stream;
    switch (what.kind) {
      case "kline":
        return this.#klines(stream, what.timeframe, now);
      case "trade":
      case "aggTrade":
        return market
          .trades({symbol: profile.symbol, from: toldUntil, before: now})
          .map((trade) => tradeMessage(profile, trade, what.kind));
      case "depth":
        return this.#depth(profile, now);
    }
  }

  /** Candles that closed since the last tick, then the running one. */
  #klines({profile, toldUntil}: Stream, timeframe: Timeframe, now: number): unknown[] {
    const {market, faults} = this.#options;
    const {symbol} = profile;
    const before = candleOpenTime(timeframe, now);
    const closed = market.candles({symbol, timeframe, from: candleOpenTime(timeframe, toldUntil), before});
    const messages: unknown[] = [];
    for (let index = 0; index < closed.length; index++) {
      const candle = faults.published(symbol, timeframe, candleAt(closed, index));
      if (candle !== null) messages.push(klineMessage({profile, timeframe, candle, isClosed: true, time: now}));
    }
    const running = market.openCandle(symbol, timeframe, now);
    if (running === null) return messages;
    const candle = {...running, closeTime: running.openTime + timeframeMs(timeframe)};
    return [...messages, klineMessage({profile, timeframe, candle, isClosed: false, time: now})];
  }

  #depth(profile: MarketProfile, time: number): unknown[] {
    const before = this.#books.get(profile.symbol) ?? this.#bookNow(profile);
    const after = this.#bookNow(profile);
    if (after.sequence === before.sequence) return [];
    this.#books.set(profile.symbol, after);
    const change = bookChange(before, after);
    return [depthMessage({profile, change, firstSequence: before.sequence + 1, lastSequence: after.sequence, time})];
  }

  #bookNow(profile: MarketProfile): SimulatedBook {
    const {market, clock} = this.#options;
    const time = clock.now();
    const price = market.priceAt(profile.symbol, time);
    return orderBook({profile, seed: market.seed, price, time, depth: BOOK_DEPTH});
  }

  #tell(stream: Stream, message: unknown): void {
    const text = JSON.stringify(message);
    for (const socket of stream.sockets) sendThroughFaults(socket, text, this.#options.faults.streams);
  }
}

/** The two spellings of the depth stream (with and without its pace) are one. */
function canonicalName(name: string): string {
  const [id, channel] = name.split("@");
  return `${id}@${channel}`;
}

function streamName(profile: MarketProfile, channel: string): string {
  return `${marketId(profile).toLowerCase()}@${channel}`;
}

function streamKind(channel: string): StreamKind | null {
  if (channel === "trade" || channel === "aggTrade" || channel === "depth") return {kind: channel};
  const timeframe = channel.startsWith("kline_") ? channel.slice("kline_".length) : "";
  return isTimeframe(timeframe) && timeframe !== "1s" ? {kind: "kline", timeframe} : null;
}

function isStreamNames(params: NonNullable<StreamCommand["params"]>): params is readonly string[] {
  return Array.isArray(params);
}
