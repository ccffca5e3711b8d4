/** `papertape config set`: a change of the running session, put on its tape; refused, it changes nothing. */

import {withValueAt} from "../lib/configuration/configuration-layers.js";
import type {StrategyConfiguration} from "../lib/configuration/strategy-configuration.js";
import {AuditLog} from "../live/authentication/audit-log.js";
import {createSessionQueries} from "../live/integration/session-queries.js";
import {openBus} from "../live/open-bus.js";
import {checkChange, createOperatorCommands, typedValue} from "../live/operator-commands.js";
import {createPostgresJournal} from "../loaders/journal/postgres-journal.js";
import {openWorkbench} from "../loaders/workbench/open-workbench.js";
import {wrongInput} from "./run-command.js";

export interface ConfigurationWish {
  readonly key: string | undefined;
  readonly value: string | undefined;
  readonly print: (line: string) => void;
}

export async function changeConfiguration({key, value, print}: ConfigurationWish): Promise<unknown> {
  if (key === undefined || value === undefined)
    throw wrongInput("config set takes a key and a value: papertape config set decision.minimumEdgeBps 12");
  const workbench = await openWorkbench();
  try {
    const session = (await createPostgresJournal(workbench.pool).listSessions()).find(
      ({kind, endedAt}) => kind === "live" && endedAt === null
    );
    if (session === undefined)
      throw wrongInput("no live session to change: start one with `papertape live`, or edit config/strategies");
    const queries = createSessionQueries(workbench.pool, session.id);
    const changes = await queries.recent(["ConfigurationChanged"], {limit: 1_000});
    const {strategy} = session.configuration as {strategy: StrategyConfiguration};
    const current = [...changes]
      .reverse()
      .reduce<Record<string, unknown>>(
        (values, {payload}) => withValueAt(values, payload.key, payload.to),
        strategy as unknown as Record<string, unknown>
      );
    const to = typedValue(value);
    const checked = checkChange(current as unknown as StrategyConfiguration, key, to);
    if (!checked.ok) throw wrongInput(checked.reason);
    const [last] = await queries.recent(["SliceCompleted"], {limit: 1});
    const bus = await openBus({redisUrl: workbench.configuration.redis.url, databaseUrl: workbench.database.url});
    try {
      const commands = createOperatorCommands({
        bus,
        session: session.id,
        // The same change made again within one slice is another command: each has a moment of its own.
        marketNow: () => (last?.payload.closeTime ?? session.startedAt) + changes.length
      });
      // No change without a record, whichever door it comes through.
      await new AuditLog(workbench.pool, Date.now).append({
        actor: "command line",
        action: "configuration.change",
        target: key,
        outcome: "accepted",
        details: {to}
      });
      await commands.change({key, from: checked.from, to, by: "command line"});
    } finally {
      await bus.close();
    }
    print(`${key}: ${JSON.stringify(checked.from)} → ${JSON.stringify(to)}, from the next slice of ${session.id} on`);
    return {session: session.id, key, from: checked.from, to};
  } finally {
    await workbench.close();
  }
}
