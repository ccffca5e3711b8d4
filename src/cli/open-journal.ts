/** The database with its journal, for commands about recorded sessions. */
import type {Journal} from "../lib/integration/ports/journal.js";
import {createPostgresJournal} from "../loaders/journal/postgres-journal.js";
import {openWorkbench, type Workbench} from "../loaders/workbench/open-workbench.js";

export interface JournalAccess {
  readonly workbench: Workbench;
  readonly pool: Workbench["pool"];
  readonly journal: Journal;
}

/** Closes the database behind `work`, whatever becomes of it. */
export async function withJournal<T>(work: (access: JournalAccess) => Promise<T>): Promise<T> {
  const workbench = await openWorkbench();
  try {
    return await work({workbench, pool: workbench.pool, journal: createPostgresJournal(workbench.pool)});
  } finally {
    await workbench.close();
  }
}
