/** What the HTTP interface answers about a session: positions, orders, fills, decisions, explanations. */
import type {QueryPort} from "./control/gateway-dependencies.js";
import type {SessionQueries} from "./integration/session-queries.js";
import type {LiveBoard} from "./live-board.js";

export interface SessionAnswersOptions {
  readonly queries: SessionQueries;
  readonly board: LiveBoard;
  readonly explain: (id: string) => Promise<unknown>;
}

export function sessionAnswers({queries, board, explain}: SessionAnswersOptions): QueryPort {
  return {
    positions: async () => {
      const {lastPrices} = board.view();
      const held = await queries.positions();
      return held.map(({payload}) => {
        const lastPrice = lastPrices[payload.instrument] ?? null;
        const isOpen = payload.averagePrice !== null && lastPrice !== null;
        const unrealizedProfit = isOpen ? (lastPrice - Number(payload.averagePrice)) * Number(payload.amount) : 0;
        return {...payload, lastPrice, unrealizedProfit};
      });
    },
    orders: async (page) => {
      const open = new Set((await queries.openOrders()).map(({payload}) => payload.orderId));
      const events = await queries.recent(["OrderAccepted", "OrderRejected"], page);
      return events.map(({id, fact, sequence, payload}) => ({
        id,
        sequence,
        ...payload,
        state: fact === "OrderRejected" ? "rejected" : open.has(payload.orderId) ? "open" : "ended"
      }));
    },
    fills: async (page) => {
      const events = await queries.recent(["OrderFilled"], page);
      return events.map(({id, sequence, payload}) => ({id, sequence, ...payload}));
    },
    decisions: async (page) => {
      const events = await queries.recent(["TradeSignalRaised", "TradeSignalWithheld"], page);
      return events.map(({id, fact, sequence, payload}) => ({id, fact, sequence, ...payload}));
    },
    explain
  };
}
