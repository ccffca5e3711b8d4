/** The user data stream: a socket that has signed in hears of every change of its account's orders. */
import type {WebSocket} from "ws";
import type {AccountOrder, AccountTrade} from "./account-order.js";
import {accountOf, requireSignature} from "./binance-private.js";
import {BadRequest} from "./binance-refusal.js";
import {executionReport} from "./private-messages.js";
import type {SimulatedAccount} from "./simulated-account.js";

export const SUBSCRIBE_BY_SIGNATURE = "userDataStream.subscribe.signature";

export class UserStreams {
  readonly #accounts: readonly SimulatedAccount[];
  readonly #sockets = new Map<SimulatedAccount, Set<WebSocket>>();

  constructor(accounts: readonly SimulatedAccount[]) {
    this.#accounts = accounts;
  }

  /** Answers the request on the socket. */
  subscribe(socket: WebSocket, id: unknown, params: Readonly<Record<string, string | number>>): void {
    try {
      const account = accountOf({accounts: this.#accounts}, String(params.apiKey ?? ""));
      const {signature = "", ...rest} = params;
      // Signed in alphabetical order.
      const names = Object.keys(rest).sort((a, b) => (a < b ? -1 : 1));
      const text = names.map((name) => `${name}=${rest[name]}`).join("&");
      requireSignature(account, {text, signature: String(signature)});
      const sockets = this.#sockets.get(account) ?? new Set();
      this.#sockets.set(account, sockets.add(socket));
      socket.on("close", () => sockets.delete(socket));
      socket.send(JSON.stringify({id, status: 200, result: {subscriptionId: 0}}));
    } catch (error) {
      if (!(error instanceof BadRequest)) throw error;
      socket.send(JSON.stringify({id, status: 400, error: {code: error.code, msg: error.message}}));
    }
  }

  tell(account: SimulatedAccount, order: AccountOrder, trade: AccountTrade | null): void {
    const text = JSON.stringify({subscriptionId: 0, event: executionReport(order, trade)});
    for (const socket of this.#sockets.get(account) ?? []) socket.send(text);
  }

  /** Lets time pass for the accounts somebody listens to. */
  settle(): void {
    for (const [account, sockets] of this.#sockets) if (sockets.size > 0) account.settle();
  }
}
