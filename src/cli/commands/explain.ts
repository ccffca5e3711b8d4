/** `papertape explain`: from a fill, an order or a decision back to the candles, with the factor values recomputed. */
import {sessionsWithEvent} from "../../live/integration/session-queries.js";
import {explanationText} from "../explanation-text.js";
import {type JournalAccess, withJournal} from "../open-journal.js";
import {textOption} from "../option-values.js";
import {type CommandContext, wrongInput} from "../run-command.js";
import {sessionNamed} from "../session-argument.js";

export async function run({options, positional, terminal}: CommandContext): Promise<unknown> {
  const id = String(positional[0]);
  return withJournal(async (access) => {
    const session = await sessionNamed(access.journal, await sessionOf(access, id, textOption(options, "session")));
    const {explainInSession} = await import("../../live/explain-session.js");
    const explanation = await explainInSession(access, session, id);
    if (explanation === null)
      throw wrongInput(`in session ${session.id} "${id}" is not the id of a fill, an order or a decision`, {id});
    terminal.print(explanationText(explanation));
    return explanation;
  });
}

/** The newest session that knows the id, where none is named. */
async function sessionOf({pool}: JournalAccess, id: string, named: string | undefined): Promise<string> {
  if (named !== undefined) return named;
  // An order may be named by its own id; the journal keeps its acceptance or rejection.
  const tail = id.startsWith("order:") ? id.slice("order:".length) : null;
  const candidates = tail === null ? [id] : [id, `accepted:${tail}`, `rejected:${tail}`];
  for (const candidate of candidates) {
    const [newest] = await sessionsWithEvent(pool, candidate);
    if (newest !== undefined) return newest;
  }
  throw wrongInput(
    `no session knows "${id}": ids of fills, orders and decisions stand on the dashboard, in reports and in the journal`,
    {id}
  );
}
