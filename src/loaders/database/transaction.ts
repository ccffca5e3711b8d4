/** Several statements that happen together or not at all. */
import type {Pool, PoolClient} from "pg";

/** Commits what `work` did when it returns, takes all of it back when it throws. */
export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("begin");
    const result = await work(client);
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch((failure) => {
      // A connection whose state is unknown must not go back to the pool.
      broken = failure;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
