/** `papertape config set`: a change of the running session, put on its tape; refused, it changes nothing. */
import {AuditLog} from "../live/authentication/audit-log.js";
import {openBus} from "../live/open-bus.js";
import {checkChange, createOperatorCommands, typedValue} from "../live/operator-commands.js";
import {openWorkbench} from "../loaders/workbench/open-workbench.js";
import {liveSession} from "./live-session.js";
import {wrongInput} from "./run-command.js";

export interface ConfigurationWish {
  readonly key: string | undefined;
  readonly value: string | undefined;
  readonly print: (line: string) => void;
}

const ACTOR = "command line";

export async function changeConfiguration({key, value, print}: ConfigurationWish): Promise<unknown> {
  if (key === undefined || value === undefined)
    throw wrongInput("config set takes a key and a value: papertape config set decision.minimumEdgeBps 12");
  const workbench = await openWorkbench();
  try {
    const {session, queries, strategy, changes} = await liveSession(workbench);
    const to = typedValue(value);
    const checked = checkChange(strategy, key, to);
    if (!checked.ok) throw wrongInput(checked.reason);
    const [last] = await queries.recent(["SliceCompleted"], {limit: 1});
    const bus = await openBus({redisUrl: workbench.configuration.redis.url, databaseUrl: workbench.database.url});
    try {
      const commands = createOperatorCommands({
        bus,
        session: session.id,
        // The same change made again within one slice is another command: each has a moment of its own.
        marketNow: () => (last?.payload.closeTime ?? session.startedAt) + changes
      });
      // No change without a record, whichever door it comes through.
      const record = {actor: ACTOR, action: "configuration.change", target: key, outcome: "accepted"} as const;
      await new AuditLog(workbench.pool, Date.now).append({...record, details: {to}});
      await commands.change({key, from: checked.from, to, by: ACTOR});
    } finally {
      await bus.close();
    }
    print(`${key}: ${JSON.stringify(checked.from)} → ${JSON.stringify(to)}, from the next slice of ${session.id} on`);
    return {session: session.id, key, from: checked.from, to};
  } finally {
    await workbench.close();
  }
}
