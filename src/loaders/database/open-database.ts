/** The database a process works with: the one that DATABASE_URL names, else the embedded one. */
import pg from "pg";
import {OperatingError} from "../../lib/core/operating-error.js";
import {canConnect} from "./connection-probe.js";
import {type EmbeddedPostgres, ensureEmbeddedPostgres} from "./embedded-postgres.js";

export interface OpenDatabaseOptions {
  /** Null asks for the embedded database. */
  readonly databaseUrl: string | null;
  /** Of the embedded database. */
  readonly folder: string;
  readonly onStep?: (step: string) => void;
}

export interface Database {
  readonly url: string;
  readonly kind: "embedded" | "external";
  /** A pool of its own for one part of the program; closed by `close` at the latest. */
  pool(options?: {readonly connections?: number}): pg.Pool;
  /** Ends all pools; the embedded server stops when nobody else uses it. */
  close(): Promise<void>;
}

const DEFAULT_CONNECTIONS = 6;

/** @throws OperatingError DATABASE_UNREACHABLE, or what `ensureEmbeddedPostgres` throws. */
export async function openDatabase({databaseUrl, folder, onStep}: OpenDatabaseOptions): Promise<Database> {
  if (databaseUrl !== null) {
    if (!(await canConnect(databaseUrl)))
      throw new OperatingError(`No PostgreSQL answers at DATABASE_URL (${withoutPassword(databaseUrl)}).`, {
        code: "DATABASE_UNREACHABLE",
        retryable: true
      });
    return databaseAt({url: databaseUrl, kind: "external"}, async () => {});
  }
  const server = await shareEmbedded(folder, onStep);
  return databaseAt({url: server.url, kind: "embedded"}, () => server.release());
}

interface Shared {
  readonly url: string;
  release(): Promise<void>;
}

/** Several parts of one process may work with the same embedded server: the last of them gives it up. */
const sharing = new Map<string, {users: number; readonly server: Promise<EmbeddedPostgres>}>();

async function shareEmbedded(folder: string, onStep: ((step: string) => void) | undefined): Promise<Shared> {
  const held = sharing.get(folder) ?? {
    users: 0,
    server: ensureEmbeddedPostgres({folder, ...(onStep === undefined ? {} : {onStep})})
  };
  held.users++;
  sharing.set(folder, held);
  const leave = () => {
    held.users--;
    if (held.users === 0) sharing.delete(folder);
    return held.users === 0;
  };
  try {
    const server = await held.server;
    return {
      url: server.url,
      release: async () => {
        if (leave()) await server.stop();
      }
    };
  } catch (error) {
    leave();
    throw error;
  }
}

function databaseAt({url, kind}: Pick<Database, "url" | "kind">, release: () => Promise<void>): Database {
  const pools: pg.Pool[] = [];
  return {
    url,
    kind,
    pool: (options = {}) => {
      const pool = createPool(url, options.connections ?? DEFAULT_CONNECTIONS);
      pools.push(pool);
      return pool;
    },
    close: async () => {
      await Promise.all(pools.map((pool) => (pool.ended ? undefined : pool.end())));
      await release();
    }
  };
}

/** A pool that outlives a restart of the server: an idle connection that breaks is replaced, not thrown. */
export function createPool(url: string, connections: number): pg.Pool {
  const pool = new pg.Pool({connectionString: url, max: connections, application_name: "papertape"});
  pool.on("error", () => {});
  // One that breaks while it is lent out tells its next query; without a listener Node would end the process.
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

/** For messages and logs. */
export function withoutPassword(url: string): string {
  return url.replace(/(\/\/[^:/@]*):[^@]*@/, "$1:***@");
}
