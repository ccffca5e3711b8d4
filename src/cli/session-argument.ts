/** The session that was named on the command line. */
import {didYouMean} from "../lib/core/closest-word.js";
import type {Journal, JournalSession} from "../lib/integration/ports/journal.js";
import {wrongInput} from "./run-command.js";

/** @throws OperatingError for a session that the journal does not have, with a suggestion */
export async function sessionNamed(journal: Journal, id: string): Promise<JournalSession> {
  const sessions = await journal.listSessions();
  const found = sessions.find((session) => session.id === id);
  if (found !== undefined) return found;
  const known = sessions.map((session) => session.id);
  const hint =
    known.length === 0 ? "; the journal is empty" : didYouMean(id, known) || "; `papertape journal list` has them all";
  throw wrongInput(`there is no session "${id}"${hint}`, {session: id});
}
