/** What was asked for and is not settled yet: one question at a time for each instrument. */
import type {OrderCanceled, OrderFilled, OrderRejected} from "../events/trade-execution-event.js";

export interface OpenOrder {
  /** Id of the signal. */
  readonly signal: string;
  /** From this close on an order that nobody has confirmed is taken for refused. */
  readonly lapsesAt: number;
  /** True once an execution event has shown it at work; then only its end settles it. */
  readonly isConfirmed: boolean;
}

export interface OpenOrders {
  isPending(instrument: string, closeTime: number): boolean;
  ask(instrument: string, order: Omit<OpenOrder, "isConfirmed">): void;
  accept(instrument: string, signal: string): void;
  settle(event: OrderFilled | OrderCanceled | OrderRejected): void;
  snapshot(): Readonly<Record<string, OpenOrder>>;
  restore(state: Readonly<Record<string, OpenOrder>>): void;
}

export function createOpenOrders(): OpenOrders {
  const orders = new Map<string, OpenOrder>();
  return {
    isPending: (instrument, closeTime) => {
      const order = orders.get(instrument);
      if (order === undefined) return false;
      if (order.isConfirmed || closeTime < order.lapsesAt) return true;
      orders.delete(instrument);
      return false;
    },
    ask: (instrument, {signal, lapsesAt}) => {
      orders.set(instrument, {signal, lapsesAt, isConfirmed: false});
    },
    accept: (instrument, signal) => {
      const order = orders.get(instrument);
      orders.set(instrument, {signal, lapsesAt: order?.lapsesAt ?? 0, isConfirmed: true});
    },
    settle: (event) => {
      const {instrument, signal} = event.payload;
      const order = orders.get(instrument);
      if (order === undefined || order.signal !== signal) return;
      const isAtWork = event.fact === "OrderFilled" && Number(event.payload.remaining) > 0;
      if (isAtWork) orders.set(instrument, {...order, isConfirmed: true});
      else orders.delete(instrument);
    },
    snapshot: () => Object.fromEntries(orders),
    restore: (state) => {
      orders.clear();
      for (const [instrument, order] of Object.entries(state)) orders.set(instrument, order);
    }
  };
}
