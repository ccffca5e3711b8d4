/** `papertape replay`: a recorded session run again in this process, and every event held against the record. */
import {EXIT_FAILED} from "../exit-codes.mjs";
import {withJournal} from "../open-journal.js";
import type {CommandContext} from "../run-command.js";
import {sessionNamed} from "../session-argument.js";

export async function run({positional, terminal}: CommandContext): Promise<unknown> {
  return withJournal(async ({pool, journal}) => {
    const session = await sessionNamed(journal, String(positional[0]));
    const {replaySession} = await import("../../live/replay-session.js");
    const step = terminal.step(`replay of ${session.id}`);
    const outcome = await replaySession({pool, journal}, session, (share) =>
      step.update(share, `${session.head.sequence} events`)
    );
    step.done(`${outcome.events} events`);
    if (outcome.same) terminal.print(`same: ${outcome.events} events, head hash ${outcome.headHash}`);
    else {
      const {sequence, recorded, replayed, reason} = outcome.difference;
      terminal.print(`differs at event ${sequence}: ${reason}`);
      terminal.print(`  recorded ${recorded ?? "nothing"}\n  replayed ${replayed ?? "nothing"}`);
      process.exitCode = EXIT_FAILED;
    }
    return outcome;
  });
}
