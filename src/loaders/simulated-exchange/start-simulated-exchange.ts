/**
 * A simulated exchange on loopback that speaks Binance spot's public protocol, so that ccxt's own code runs against it
 * without a network. The same seed gives the same market on every machine.
 */
import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {WebSocketServer} from "ws";
import {answerRest} from "./binance-rest.js";
import {BinanceStreams} from "./binance-streams.js";
import {FaultPanel} from "./fault-panel.js";
import type {MarketProfile} from "./market-profile.js";
import {SimulatedAccount, type SimulatedAccountOptions} from "./simulated-account.js";
import {SimulatedMarket} from "./simulated-market.js";
import {UserStreams} from "./user-stream.js";
import {type VirtualClock, virtualClock} from "./virtual-clock.js";

export interface SimulatedExchangeOptions {
  readonly seed: number;
  /** A free one by default. */
  readonly port?: number;
  /** The exchange's time; by default the machine's, from `startAt` on at `speed` where these are given. */
  readonly clock?: VirtualClock;
  readonly startAt?: number;
  readonly speed?: number;
  readonly profiles?: readonly MarketProfile[];
  /** Milliseconds between messages of one stream, by the machine's clock; 100 by default. */
  readonly tickMs?: number;
  /** Who may trade there; nobody by default. */
  readonly accounts?: readonly SimulatedAccountOptions[];
}

const ACCOUNT_BOOK_DEPTH = 200;

export interface SimulatedExchange {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** `ws://127.0.0.1:<port>/ws` */
  readonly wsUrl: string;
  readonly clock: VirtualClock;
  readonly market: SimulatedMarket;
  readonly faults: FaultPanel;
  /** As they stand now; in the order they were given. */
  readonly accounts: readonly SimulatedAccount[];
  /** Sends a storm of trades to the subscribers of a trade stream. */
  burst(storm: {symbol: string; count: number; perSecond: number}): Promise<void>;
  /** Requests answered so far, faults included. */
  requests(): number;
  close(): Promise<void>;
}

export async function startSimulatedExchange(options: SimulatedExchangeOptions): Promise<SimulatedExchange> {
  const {seed, port = 0, profiles, tickMs = 100} = options;
  const market = new SimulatedMarket(profiles === undefined ? {seed} : {seed, profiles});
  const clock = options.clock ?? virtualClock(options);
  let requests = 0;
  const server = createServer((request, response) => {
    requests++;
    answerRest(
      {market, clock, faults, accounts, bookOf: (profile, depth) => streams.bookOf(profile, depth)},
      request,
      response
    );
  });
  const sockets = new WebSocketServer({server, perMessageDeflate: false});
  const faults = new FaultPanel(() => streams.disconnect());
  const accounts: SimulatedAccount[] = [];
  const users = new UserStreams(accounts);
  const streams = new BinanceStreams(sockets, {market, clock, faults, users, tickMs});
  for (const given of options.accounts ?? []) {
    const bookNow = (profile: MarketProfile) => streams.bookOf(profile, ACCOUNT_BOOK_DEPTH);
    const account: SimulatedAccount = new SimulatedAccount(given, {market, now: clock.now, bookNow}, (order, trade) =>
      users.tell(account, order, trade)
    );
    accounts.push(account);
  }
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${address}`,
    wsUrl: `ws://${address}/ws`,
    clock,
    market,
    faults,
    accounts,
    burst: (storm) => streams.burst(storm),
    requests: () => requests,
    close: async () => {
      streams.close();
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  };
}
