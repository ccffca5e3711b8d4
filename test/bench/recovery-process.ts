/** A paper session over a long tape and the bus in the database, in a process of its own, to be killed. Its order is argv[2]. */
import {PostgresEventBus} from "../../src/live/integration/postgres-event-bus.js";
import {tradeTape} from "../../src/live/trade-tape.js";
import {createPool} from "../../src/loaders/database/open-database.js";
import {createPostgresJournal} from "../../src/loaders/journal/postgres-journal.js";
import {componentsTape} from "../support/crash-tape.js";

export interface RecoveryOrder {
  readonly databaseUrl: string;
  readonly session: string;
  readonly candles: number;
}

const {databaseUrl, session, candles} = JSON.parse(process.argv[2] ?? "{}") as RecoveryOrder;
const pool = createPool(databaseUrl, 4);
await tradeTape({
  tape: componentsTape(candles),
  journal: createPostgresJournal(pool),
  bus: new PostgresEventBus({connectionString: databaseUrl}),
  ...{sessionId: session, codeCommit: "bench", environment: "simulation", speed: "max"},
  signal: new AbortController().signal
});
