/** `papertape journal`: the recorded sessions, and whether their hash chains are as they were written. */
import {isoTime} from "../../lib/core/time.js";
import type {JournalSession, JournalVerification} from "../../lib/integration/ports/journal.js";
import {EXIT_FAILED} from "../exit-codes.mjs";
import {type JournalAccess, withJournal} from "../open-journal.js";
import {chosenWord} from "../option-values.js";
import type {CommandContext} from "../run-command.js";
import {sessionNamed} from "../session-argument.js";
import type {Terminal} from "../terminal.js";
import {textTable} from "../text-table.js";

export async function run({positional, terminal}: CommandContext): Promise<unknown> {
  const action = chosenWord("the action of journal", positional[0], ["list", "verify"]);
  const id = positional[1] === undefined ? null : String(positional[1]);
  return withJournal((access) => (action === "list" ? list(access, id, terminal) : verify(access, id, terminal)));
}

async function chosenSessions({journal}: JournalAccess, id: string | null): Promise<readonly JournalSession[]> {
  return id === null ? journal.listSessions() : [await sessionNamed(journal, id)];
}

async function list(access: JournalAccess, id: string | null, {print}: Terminal): Promise<unknown> {
  const sessions = await chosenSessions(access, id);
  if (sessions.length === 0) print("no session yet: `papertape live` begins one");
  else
    print(
      textTable(
        sessions.map(({id, kind, strategy, startedAt, endedAt, head}) => ({
          session: id,
          kind,
          strategy,
          "begun (market time)": isoTime(startedAt),
          ended: endedAt === null ? "goes on" : isoTime(endedAt),
          events: head.sequence,
          "head hash": head.hash.slice(0, 12)
        }))
      )
    );
  return sessions.map(({configuration: _, ...session}) => session);
}

type Verified = JournalVerification & {readonly session: string};

async function verify(access: JournalAccess, id: string | null, terminal: Terminal): Promise<readonly Verified[]> {
  const results: Verified[] = [];
  for (const session of await chosenSessions(access, id)) {
    const result = await access.journal.verify(session.id);
    results.push({session: session.id, ...result});
    terminal.print(
      result.ok
        ? `${session.id}: sound, ${result.events} events, head hash ${result.head.hash}`
        : `${session.id}: ${result.fault} at event ${result.sequence}: ${result.reason}`
    );
  }
  if (results.length === 0) terminal.print("no session yet: there is nothing to verify");
  if (results.some(({ok}) => !ok)) process.exitCode = EXIT_FAILED;
  return results;
}
