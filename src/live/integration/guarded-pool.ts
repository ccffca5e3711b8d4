/**
 * A pool of database connections behind a circuit breaker: asking for a connection and single queries pass it, so that
 * everybody who works with the database is told at once that it is away, and one trial finds out when it is back.
 */
import type {Pool} from "pg";
import {OperatingError} from "../../lib/core/operating-error.js";
import {type Guard, isBreakerRefusal} from "./circuit-breaker.js";

type Query = (...values: unknown[]) => Promise<unknown>;

/** The same pool in every other respect. Queries with a callback are not known here. */
export function guardedPool(pool: Pool, guard: Guard): Pool {
  const query: Query = (...values) => guard(() => (pool.query as unknown as Query).apply(pool, values));
  const connect = () =>
    guard(async (signal) => {
      const client = await pool.connect();
      // It came when nobody waited for it any more.
      if (signal.aborted) client.release();
      return client;
    });
  return new Proxy(pool, {
    get: (target, name) => {
      if (name === "query") return query;
      if (name === "connect") return connect;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    }
  });
}

/** A connection that was cut or refused, or a server that is starting, stopping or full: the same query may succeed. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof OperatingError) return isBreakerRefusal(error);
  const code = (error as {code?: unknown}).code;
  if (typeof code === "string" && /^[0-9A-Z]{5}$/.test(code)) return /^(08|53|57P|40)/.test(code);
  // Without an SQLSTATE it did not come from the server, so the way to it failed.
  return typeof code === "string" || /connection|timeout|terminated/i.test(error.message);
}
