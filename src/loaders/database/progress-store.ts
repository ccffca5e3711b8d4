/** How far long loads have come, so that one that was interrupted goes on where it stopped. */
import type {Pool} from "pg";

export interface LoadProgress {
  /** Names the load, e.g. `load kraken`. */
  readonly job: string;
  /** One of its parts, e.g. a series or a file. */
  readonly part: string;
  /** The job's own JSON: where to go on. */
  readonly position: unknown;
  readonly loadedRows: number;
  readonly isDone: boolean;
}

/** Call after the rows before `position` are committed: after a crash they are read again, never left out. */
export async function saveProgress(pool: Pool, progress: LoadProgress): Promise<void> {
  await pool.query(
    `insert into load_progress (job, part, position, loaded_rows, is_done) values ($1, $2, $3, $4, $5)
     on conflict (job, part) do update set position = excluded.position, loaded_rows = excluded.loaded_rows,
       is_done = excluded.is_done, updated_at = clock_timestamp()`,
    [progress.job, progress.part, JSON.stringify(progress.position), progress.loadedRows, progress.isDone]
  );
}

/** Parts of a load in order of name; empty when it never began. */
export async function readProgress(pool: Pool, job: string): Promise<readonly LoadProgress[]> {
  const {rows} = await pool.query<{part: string; position: unknown; loaded_rows: string; is_done: boolean}>(
    'select part, position, loaded_rows, is_done from load_progress where job = $1 order by part collate "C"',
    [job]
  );
  return rows.map((row) => ({
    job,
    part: row.part,
    position: row.position,
    loadedRows: Number(row.loaded_rows),
    isDone: row.is_done
  }));
}

/** Forgets a load, so that it begins anew. */
export async function clearProgress(pool: Pool, job: string): Promise<void> {
  await pool.query("delete from load_progress where job = $1", [job]);
}
