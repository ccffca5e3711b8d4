/**
 * One process a component and shard: the others stand by and take over when it is gone. Held by a connection to the
 * database, so that a killed process gives it up at once. It only spares work: correct without it, too.
 */
import {hash} from "node:crypto";
import pg from "pg";
import {pause} from "./pause.js";

export interface ComponentLockOptions {
  readonly connectionString: string;
  /** Names the component, its shard and its session. */
  readonly name: string;
  readonly signal: AbortSignal;
  /** Called once when another process holds it. */
  readonly onStandBy: () => void;
}

export interface ComponentLock {
  /** Resolves when the connection that holds it is gone. */
  readonly lost: Promise<Error>;
  release(): Promise<void>;
}

const ASK_EVERY_MS = 500;

/** Waits for its turn. @returns null when called off before */
export async function holdComponent(options: ComponentLockOptions): Promise<ComponentLock | null> {
  const {connectionString, name, signal, onStandBy} = options;
  const key = BigInt.asIntN(64, BigInt(`0x${hash("sha256", name, "hex").slice(0, 16)}`)).toString();
  const client = new pg.Client({connectionString, keepAlive: true});
  const lost = new Promise<Error>((resolve) => {
    client.on("error", resolve);
    client.on("end", () => resolve(new Error("the connection that holds the component's lock has ended")));
  });
  await client.connect();
  for (let isFirst = true; !signal.aborted; isFirst = false) {
    const {rows} = await client.query<{held: boolean}>("select pg_try_advisory_lock($1::bigint) as held", [key]);
    if (rows[0]?.held === true) return {lost, release: () => client.end()};
    if (isFirst) onStandBy();
    await pause(ASK_EVERY_MS, signal);
  }
  await client.end();
  return null;
}
