/** The session that the daemon trades, as the database knows it: with the strategy as it runs now. */
import type {StrategyConfiguration} from "../lib/configuration/strategy-configuration.js";
import type {JournalSession} from "../lib/integration/ports/journal.js";
import type {Instrument} from "../lib/vocabulary/instrument.js";
import {createSessionQueries, type SessionQueries} from "../live/integration/session-queries.js";
import {changedStrategy} from "../live/runtime-configuration.js";
import {createPostgresJournal} from "../loaders/journal/postgres-journal.js";
import type {Workbench} from "../loaders/workbench/open-workbench.js";
import {wrongInput} from "./run-command.js";

export interface LiveSession {
  readonly session: JournalSession;
  readonly queries: SessionQueries;
  readonly strategy: StrategyConfiguration;
  readonly instruments: readonly Instrument[];
  /** How many commands and changes it has been given. */
  readonly commandsBefore: number;
}

const COMMANDS = ["TradingPaused", "TradingResumed", "TradingHalted", "FlattenRequested"] as const;
const MOST_CHANGES = 1_000;

/** @throws OperatingError WRONG_INPUT when no live session is open. */
export async function liveSession({pool}: Workbench): Promise<LiveSession> {
  const sessions = await createPostgresJournal(pool).listSessions();
  const session = sessions.find(({kind, endedAt}) => kind === "live" && endedAt === null);
  if (session === undefined)
    throw wrongInput(
      "there is no live session: start one with `papertape live` (what is not running is set in config/)"
    );
  const queries = createSessionQueries(pool, session.id);
  const changes = [...(await queries.recent(["ConfigurationChanged"], {limit: MOST_CHANGES}))].reverse();
  const commands = await queries.recent(COMMANDS, {limit: MOST_CHANGES});
  const {strategy, instruments} = session.configuration as {
    strategy: StrategyConfiguration;
    instruments: readonly Instrument[];
  };
  return {
    session,
    queries,
    instruments,
    strategy: changedStrategy(
      strategy,
      changes.map(({payload}) => [payload.key, payload.to] as const)
    ),
    commandsBefore: changes.length + commands.length
  };
}
