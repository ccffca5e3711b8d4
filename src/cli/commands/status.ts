/** `papertape status`: whether the daemon answers, and where its newest session stands in the database. */
import {existsSync} from "node:fs";
import {join} from "node:path";
import type {Pool} from "pg";
import type {SystemConfiguration} from "../../lib/configuration/system-configuration.js";
import {OperatingError} from "../../lib/core/operating-error.js";
import {isoTime} from "../../lib/core/time.js";
import type {JournalSession} from "../../lib/integration/ports/journal.js";
import {createSessionQueries} from "../../live/integration/session-queries.js";
import type {TradingState} from "../../live/live-board.js";
import {loadConfiguration} from "../../loaders/configuration/load-configuration.js";
import {projectPaths} from "../../loaders/configuration/project-paths.js";
import {askStatus, type DaemonAnswer, type DaemonStatus, probeDaemon} from "../daemon-probe.js";
import {withJournal} from "../open-journal.js";
import type {CommandContext} from "../run-command.js";
import type {Terminal} from "../terminal.js";
import {textTable} from "../text-table.js";

export async function run({terminal}: CommandContext): Promise<unknown> {
  const {configuration} = loadConfiguration();
  const daemon = await probeDaemon(configuration.http);
  terminal.print(daemonLine(daemon));
  const parts = daemon.state === "ready" || daemon.state === "not-ready" ? await partsOf(daemon.address) : null;
  if (parts !== null) showParts(parts, terminal);
  try {
    return {...(await databaseStatus(configuration, daemon, terminal)), parts};
  } catch (error) {
    // The daemon has answered; that the database does not is part of the answer.
    if (parts === null || !(error instanceof OperatingError) || !error.retryable) throw error;
    terminal.print(`The database does not answer: ${error.message}`);
    return {daemon, session: null, parts};
  }
}

/** By the key in the data folder: who may read it is at the machine. Null where there is none. */
async function partsOf(address: string): Promise<DaemonStatus | null> {
  const path = join(projectPaths().data, "signing-key");
  if (!existsSync(path)) return null;
  const [{localAccessToken}, {readSigningKey}] = await Promise.all([
    import("../../live/authentication/access-tokens.js"),
    import("../../live/authentication/signing-key.js")
  ]);
  return askStatus(address, await localAccessToken(await readSigningKey(path), Date.now()));
}

function showParts(
  {mode, trading, pausedBecause, components, breakers, streams}: DaemonStatus,
  {print}: Terminal
): void {
  print(`orders        ${mode === "venue" ? "go to the venue" : "are filled on paper"}`);
  print(`trading       ${trading}${pausedBecause === null ? "" : `: ${pausedBecause}`}`);
  const stale = streams.filter(({isStale}) => isStale).map(({instrument}) => instrument);
  print(`data          ${stale.length === 0 ? `${streams.length} streams fresh` : `stale: ${stale.join(", ")}`}`);
  print(
    textTable(components.map(({name, state, restarts, message}) => ({component: name, state, restarts, says: message})))
  );
  print(
    textTable(
      breakers.map(({name, state, failures, lastFailure, effect}) => ({
        breaker: name,
        state,
        failures,
        says: state === "closed" ? "" : `${effect} (${lastFailure ?? "no reason given"})`
      }))
    )
  );
}

async function databaseStatus(
  configuration: SystemConfiguration,
  daemon: DaemonAnswer,
  terminal: Terminal
): Promise<Readonly<Record<string, unknown>>> {
  // Asking is no reason to make a database.
  if (configuration.database.url === null && !existsSync(join(projectPaths().data, "postgres"))) {
    terminal.print("no database yet: `papertape start` makes one");
    return {daemon, session: null};
  }
  return withJournal(async ({pool, journal}) => {
    const session = (await journal.listSessions()).find(({kind}) => kind === "live");
    if (session === undefined) {
      terminal.print("no live session yet: `papertape live` begins one");
      return {daemon, session: null};
    }
    const status = await sessionStatus(pool, session);
    show(status, terminal);
    return {daemon, session: status};
  });
}

function daemonLine({state, address}: DaemonAnswer): string {
  switch (state) {
    case "ready":
      return `The daemon answers at ${address} and is ready.`;
    case "not-ready":
      return `The daemon answers at ${address} and is not ready: a part that it needs is down.`;
    case "foreign":
      return `No daemon: something else answers at ${address}. \`papertape doctor\` says more.`;
    case "silent":
      return `No daemon answers at ${address}: \`papertape live\` starts one. This is what the database holds:`;
  }
}

async function sessionStatus(pool: Pool, session: JournalSession) {
  const queries = createSessionQueries(pool, session.id);
  const one = {limit: 1};
  const [slice] = await queries.recent(["SliceCompleted"], one);
  const [mark] = await queries.recent(["EquityMarked"], one);
  const commands = ["TradingPaused", "FlattenRequested", "TradingResumed", "TradingHalted"] as const;
  const [command] = await queries.recent(commands, one);
  const orders = await queries.openOrders();
  const positions = await queries.positions();
  return {
    id: session.id,
    strategy: session.strategy,
    endedAt: session.endedAt,
    endReason: session.endReason,
    head: session.head,
    lastCloseTime: slice?.payload.closeTime ?? null,
    equity: mark?.payload ?? null,
    trading: tradingState(command?.fact),
    openOrders: orders.map(({payload}) => payload),
    positions: positions.map(({payload}) => payload).filter(({amount}) => Number(amount) !== 0)
  };
}

/** As the last command left it. */
function tradingState(fact: string | undefined): TradingState {
  if (fact === "TradingHalted") return "halted";
  return fact === "TradingPaused" || fact === "FlattenRequested" ? "paused" : "active";
}

function show(status: Awaited<ReturnType<typeof sessionStatus>>, {print}: Terminal): void {
  const {equity, endedAt, openOrders, positions} = status;
  const ended = endedAt === null ? "" : `, ended ${isoTime(endedAt)} (${status.endReason ?? "no reason given"})`;
  print(`session       ${status.id} of ${status.strategy}${ended}`);
  print(`events        ${status.head.sequence}, head hash ${status.head.hash}`);
  print(`last close    ${status.lastCloseTime === null ? "none yet" : isoTime(status.lastCloseTime)} (market time)`);
  print(
    equity === null
      ? "equity        not marked yet"
      : `equity        ${equity.equity}, cash ${equity.cash}, drawdown ${(equity.drawdown * 100).toFixed(2)} %`
  );
  print(`asked for     ${status.trading}`);
  print(`open orders   ${openOrders.length}`);
  if (openOrders.length > 0)
    print(
      textTable(
        openOrders.map(({orderId, instrument, side, orderType, amount, limitPrice}) => ({
          instrument,
          side,
          type: orderType,
          amount,
          limit: limitPrice,
          order: orderId
        }))
      )
    );
  print(`positions     ${positions.length}`);
  if (positions.length > 0)
    print(
      textTable(
        positions.map(({instrument, amount, averagePrice, realizedProfit}) => ({
          instrument,
          amount,
          "average price": averagePrice,
          "realized profit": realizedProfit
        }))
      )
    );
}
