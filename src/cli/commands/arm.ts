/** `papertape arm`: lets the live session's orders go to the venue for some hours, takes that back, or says how it stands. */
import {isoTime} from "../../lib/core/time.js";
import {AuditLog} from "../../live/authentication/audit-log.js";
import {keyPassphrase, openVenue} from "../../live/open-venue.js";
import {createProduction, type Production} from "../../live/production.js";
import {loopbackUrls} from "../../loaders/workbench/connect-exchange.js";
import {openWorkbench, type Workbench} from "../../loaders/workbench/open-workbench.js";
import {liveSession} from "../live-session.js";
import {textOption} from "../option-values.js";
import {type CommandContext, wrongInput} from "../run-command.js";

const BY = "command line";

export async function run({options, terminal}: CommandContext): Promise<unknown> {
  const length = textOption(options, "for");
  const reason = textOption(options, "reason");
  const hours = length === undefined ? null : hoursOf(length);
  if (hours !== null && reason === undefined) throw wrongInput("arm takes a reason: --reason 'why now'");
  const workbench = await openWorkbench();
  try {
    const production = await productionOf(workbench);
    const log = new AuditLog(workbench.pool, Date.now);
    const record = {actor: BY, target: "", outcome: "accepted"} as const;
    if (options.off === true) {
      await log.append({...record, action: "production.disarm", details: {}});
      await production.disarm(BY);
      terminal.print("disarmed: nothing goes to the venue any more");
    } else if (hours !== null) {
      await log.append({...record, action: "production.arm", details: {hours, reason}});
      const {expiresAt} = await production.arm({hours, by: BY, reason: reason ?? ""});
      terminal.print(`armed until ${isoTime(expiresAt)}: orders of the live session go to the venue`);
    }
    const view = await production.view();
    terminal.print(`orders go ${view.mode === "venue" ? `to ${view.exchange}` : "nowhere but paper"}`);
    for (const {lock, message} of view.missing) terminal.print(`  locked by ${lock}: ${message}`);
    return view;
  } finally {
    await workbench.close();
  }
}

/** `8h`, `30m` or `1.5h`. */
function hoursOf(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(h|m)$/.exec(text);
  if (match === null) throw wrongInput(`--for is a length of time like 8h or 30m, not "${text}"`);
  return Number(match[1]) / (match[2] === "m" ? 60 : 1);
}

async function productionOf(workbench: Workbench): Promise<Production> {
  const {pool, configuration} = workbench;
  const {session, instruments, queries, strategy} = await liveSession(workbench);
  return createProduction({
    pool,
    configuration,
    session: session.id,
    instruments,
    queries,
    strategy: () => strategy,
    openVenue: () => openVenue({pool, exchange: configuration.collection.exchange, urls: loopbackUrls()}),
    passphrase: keyPassphrase(),
    clock: Date.now
  });
}
