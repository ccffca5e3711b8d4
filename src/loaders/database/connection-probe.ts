/** Whether a server answers, and a port where none does. */
import {createServer} from "node:net";
import pg from "pg";

const CONNECT_TIMEOUT_MS = 3_000;

/** True when a real query is answered. */
export async function canConnect(url: string): Promise<boolean> {
  const client = new pg.Client({connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS});
  // A server that goes away while we ask is an answer too, not a crash.
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("select 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** The wished loopback port when it is free, else any free one; 0 wishes nothing. */
export async function freePort(wished: number): Promise<number> {
  const port = await tryListen(wished);
  return port ?? (await tryListen(0)) ?? 0;
}

function tryListen(wished: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on("error", () => resolve(null));
    server.listen(wished, "127.0.0.1", () => {
      const address = server.address();
      const port = address !== null && typeof address === "object" ? address.port : null;
      server.close(() => resolve(port));
    });
  });
}
