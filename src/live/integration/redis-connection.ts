/**
 * Connections to Redis from one address: a server, a Sentinel group or a Cluster, with or without TLS. Whatever else is
 * needed goes straight through ioredis' own options.
 */
import {Cluster, type ClusterOptions, Redis, type RedisOptions} from "ioredis";
import {OperatingError} from "../../lib/core/operating-error.js";
import type {Guard} from "./circuit-breaker.js";

export type RedisConnection = Redis | Cluster;
/** The shape of replies is the bus' own affair. */
export type RedisSettings = Omit<RedisOptions, "replyMapping" | "himportFieldsets">;
export type ClusterSettings = Omit<ClusterOptions, "redisOptions">;

export interface RedisAddress {
  /**
   * `redis://[user:password@]host:port[/db]`, `redis+cluster://host:port,host:port`,
   * `redis+sentinel://host:port,host:port/<master name>[/db]`; `rediss` in place of `redis` for TLS.
   */
  readonly url: string;
  /** Merged over the options that the address and the bus need. */
  readonly options?: RedisSettings;
  readonly clusterOptions?: ClusterSettings;
}

interface Address {
  readonly kind: "server" | "cluster" | "sentinel";
  readonly nodes: readonly {readonly host: string; readonly port: number}[];
  readonly masterName: string | null;
  readonly options: RedisSettings;
}

/** @throws OperatingError REDIS_URL_INVALID */
export function connectRedis({url, options, clusterOptions}: RedisAddress): RedisConnection {
  const address = parseRedisAddress(url);
  const common: RedisSettings = {
    // Version 2 replies have one shape on every server from 5 on.
    protocol: 2,
    // A command cut off by a lost connection is rejected at once, and repeated by the code that knows what was lost
    // with its answer: a read whose answer is lost has entries waiting for it.
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    connectTimeout: 5_000,
    // A connection whose other end is gone without a word is noticed: the longest blocking read is far shorter.
    socketTimeout: 15_000,
    keepAlive: 10_000,
    retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt - 1, 6), 2_000),
    ...address.options,
    ...options
  };
  const connection = open(address, common, clusterOptions ?? {});
  // Without a listener Node ends the process; the commands themselves report what failed.
  connection.on("error", () => {});
  return connection;
}

/** The same connection, whose calls pass a circuit breaker. */
export function guardedRedis(connection: RedisConnection, guard: Guard): RedisConnection {
  const call = connection.call.bind(connection) as (...values: unknown[]) => Promise<unknown>;
  connection.call = ((...values: unknown[]) => guard(() => call(...values))) as typeof connection.call;
  return connection;
}

function open(address: Address, common: RedisSettings, clusterOptions: ClusterSettings): RedisConnection {
  if (address.kind === "cluster")
    return new Cluster([...address.nodes], {
      ...clusterOptions,
      redisOptions: common
    });
  if (address.kind === "sentinel")
    return new Redis({...common, sentinels: [...address.nodes], name: address.masterName ?? ""});
  const [node] = address.nodes;
  return new Redis({...common, host: node?.host ?? "127.0.0.1", port: node?.port ?? 6379});
}

/** @throws OperatingError REDIS_URL_INVALID */
export function parseRedisAddress(url: string): Address {
  const match = /^(rediss?)(?:\+(cluster|sentinel))?:\/\/(?:([^@/]*)@)?([^/?]+)(?:\/([^?]*))?$/.exec(url);
  if (match === null) throw invalidAddress(url, "it does not read redis://host:port");
  const [, scheme, form, login, hosts = "", path = ""] = match;
  const kind = form === "cluster" || form === "sentinel" ? form : "server";
  const nodes = hosts.split(",").map((text) => parseNode(url, text, kind === "sentinel" ? 26379 : 6379));
  if (kind === "server" && nodes.length !== 1)
    throw invalidAddress(url, "several hosts need redis+cluster or redis+sentinel");
  const parts = path.split("/").filter((part) => part !== "");
  const masterName = kind === "sentinel" ? (parts.shift() ?? null) : null;
  if (kind === "sentinel" && masterName === null)
    throw invalidAddress(url, "a Sentinel address ends in /<master name>");
  return {
    kind,
    nodes,
    masterName,
    options: {...loginOptions(login), ...databaseOption(url, parts[0]), ...(scheme === "rediss" ? {tls: {}} : {})}
  };
}

function parseNode(url: string, text: string, defaultPort: number): {host: string; port: number} {
  const match = /^(\[[0-9a-fA-F:]+\]|[^:[\]]+)(?::(\d{1,5}))?$/.exec(text);
  if (match === null) throw invalidAddress(url, `"${text}" is not host:port`);
  return {
    host: (match[1] ?? "").replace(/^\[|\]$/g, ""),
    port: match[2] === undefined ? defaultPort : Number(match[2])
  };
}

function loginOptions(login: string | undefined): RedisSettings {
  if (login === undefined || login === "") return {};
  const colon = login.indexOf(":");
  const username = decodeURIComponent(colon < 0 ? login : login.slice(0, colon));
  const password = colon < 0 ? "" : decodeURIComponent(login.slice(colon + 1));
  return {...(username === "" ? {} : {username}), ...(password === "" ? {} : {password})};
}

function databaseOption(url: string, text: string | undefined): RedisSettings {
  if (text === undefined) return {};
  if (!/^\d+$/.test(text)) throw invalidAddress(url, `"${text}" is not the number of a database`);
  return {db: Number(text)};
}

function invalidAddress(url: string, why: string): OperatingError {
  // The password stays out of messages and logs.
  const shown = url.replace(/\/\/[^@/]*@/, "//***@");
  return new OperatingError(
    `REDIS_URL is "${shown}": ${why}. Expected redis://[user:password@]host:port[/db], redis+cluster://host:port,... or redis+sentinel://host:port,.../<master name>; rediss for TLS.`,
    {code: "REDIS_URL_INVALID"}
  );
}
