/** Telling the running session something from the command line: audited, then put on its tape. */
import {AuditLog} from "../live/authentication/audit-log.js";
import {openBus} from "../live/open-bus.js";
import {createOperatorCommands, type OperatorCommands} from "../live/operator-commands.js";
import {openWorkbench, type Workbench} from "../loaders/workbench/open-workbench.js";
import {type LiveSession, liveSession} from "./live-session.js";

export const ACTOR = "command line";

export interface OperatorRecord {
  readonly action: string;
  readonly target: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export interface LiveOperator extends LiveSession {
  /** No command without a record, whichever door it comes through. */
  tell(record: OperatorRecord, send: (commands: OperatorCommands) => Promise<void>): Promise<void>;
}

/** @throws OperatingError WRONG_INPUT when no live session is open. */
export async function asOperator<T>(work: (operator: LiveOperator) => Promise<T>): Promise<T> {
  const workbench = await openWorkbench();
  try {
    const live = await liveSession(workbench);
    return await work({...live, tell: (record, send) => tell({workbench, live}, record, send)});
  } finally {
    await workbench.close();
  }
}

async function tell(
  {workbench, live}: {readonly workbench: Workbench; readonly live: LiveSession},
  record: OperatorRecord,
  send: (commands: OperatorCommands) => Promise<void>
): Promise<void> {
  const {session, queries, commandsBefore} = live;
  const [last] = await queries.recent(["SliceCompleted"], {limit: 1});
  // The same command given again within one slice is another one: each has a moment of its own.
  const now = (last?.payload.closeTime ?? session.startedAt) + commandsBefore;
  const bus = await openBus({redisUrl: workbench.configuration.redis.url, databaseUrl: workbench.database.url});
  try {
    await new AuditLog(workbench.pool, Date.now).append({actor: ACTOR, outcome: "accepted", ...record});
    await send(createOperatorCommands({bus, session: session.id, marketNow: () => now}));
  } finally {
    await bus.close();
  }
}
