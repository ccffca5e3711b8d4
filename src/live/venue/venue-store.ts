/** Our record of orders and fills at a venue, in the database: what is to be sent is written down before it is. */
import type {Pool} from "pg";
import {readSqlFile} from "../../loaders/database/read-sql.js";
import type {VenueOrder, VenueOrderState} from "./venue.js";
import type {RecordedFill, RecordedOrder, RecordedState} from "./venue-record.js";

export interface VenueStoreScope {
  readonly session: string;
  readonly exchange: string;
}

export interface NewVenueOrder {
  readonly orderId: string;
  readonly instrument: string;
  readonly wish: VenueOrder;
  readonly state: "intended" | "withheld";
  readonly reason: string | null;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface VenueStore {
  /** False when the order is written down already. */
  intend(order: NewVenueOrder): Promise<boolean>;
  settle(
    orderId: string,
    outcome: {readonly state: RecordedState; readonly reason?: string; readonly known?: VenueOrderState}
  ): Promise<void>;
  order(orderId: string): Promise<RecordedOrder | null>;
  /** All that went, or may have gone, to the venue; oldest first. */
  sent(): Promise<readonly RecordedOrder[]>;
  sentSince(at: number): Promise<number>;
  addFills(fills: readonly RecordedFill[]): Promise<void>;
  fills(): Promise<readonly RecordedFill[]>;
  /** Keeps the first balances it is given. */
  open(balances: ReadonlyMap<string, string>): Promise<void>;
  openings(): Promise<ReadonlyMap<string, string>>;
}

const sql = (name: string) => readSqlFile(new URL(`./sql/${name}.sql`, import.meta.url));

interface OrderRow {
  readonly order_id: string;
  readonly instrument: string;
  readonly wish: VenueOrder;
  readonly state: RecordedState;
  readonly reason: string | null;
  readonly venue_order_id: string | null;
  readonly filled: string;
  readonly intended_at: Date;
}

export function createVenueStore(pool: Pool, {session, exchange}: VenueStoreScope): VenueStore {
  const scope = [session, exchange] as const;
  const orders = async (where: string, values: readonly unknown[] = []) => {
    const text = `select * from production.venue_orders where session = $1 and exchange = $2 and ${where} order by intended_at, order_id`;
    const {rows} = await pool.query<OrderRow>(text, [...scope, ...values]);
    return rows.map(orderOf);
  };
  return {
    intend: async ({orderId, instrument, wish, state, reason, at}) => {
      const {clientOrderId, symbol, side, amount} = wish;
      const values = [...scope, orderId, clientOrderId, instrument, symbol, side, amount, wish, state, reason];
      const {rowCount} = await pool.query(sql("intend-order"), [...values, new Date(at)]);
      return rowCount === 1;
    },
    settle: async (orderId, {state, reason, known}) => {
      const values = [...scope, orderId, state, reason ?? null, known?.venueOrderId ?? null, known?.filled ?? null];
      await pool.query(sql("settle-order"), values);
    },
    order: async (orderId) => (await orders("order_id = $3", [orderId]))[0] ?? null,
    sent: () => orders("state not in ('withheld', 'refused')"),
    sentSince: async (at) => (await orders("state <> 'withheld' and intended_at >= $3", [new Date(at)])).length,
    addFills: async (fills) => {
      for (const fill of fills) {
        const {symbol, tradeId, clientOrderId, side, price, amount, fee, feeAsset, at} = fill;
        const values = [exchange, symbol, tradeId, session, clientOrderId, side, price, amount, fee, feeAsset];
        await pool.query(sql("add-fill"), [...values, new Date(at)]);
      }
    },
    fills: async () => {
      const {rows} = await pool.query<RecordedFill & {readonly at: string}>(sql("fills"), [...scope]);
      return rows.map((row) => ({...row, at: Number(row.at)}));
    },
    open: async (balances) => {
      for (const [asset, amount] of balances) await pool.query(sql("open-balance"), [...scope, asset, amount]);
    },
    openings: async () => {
      const text = "select asset, amount from production.venue_openings where session = $1 and exchange = $2";
      const {rows} = await pool.query<{asset: string; amount: string}>(text, [...scope]);
      return new Map(rows.map(({asset, amount}) => [asset, amount]));
    }
  };
}

function orderOf(row: OrderRow): RecordedOrder {
  return {
    orderId: row.order_id,
    instrument: row.instrument,
    wish: row.wish,
    state: row.state,
    reason: row.reason,
    venueOrderId: row.venue_order_id,
    filled: row.filled,
    intendedAt: row.intended_at.getTime()
  };
}
