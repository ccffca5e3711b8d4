/** Runs the daemon until it is told to stop, and tells the person at the terminal where it is and how to sign in. */
import {existsSync} from "node:fs";
import {join} from "node:path";
import {planStrategy, requireTape} from "../lib/integration/strategy-plan.js";
import type {Instrument} from "../lib/vocabulary/instrument.js";
import type {Daemon} from "../live/main.js";
import {upsertInstrument} from "../loaders/database/instrument-store.js";
import {codeCommit} from "../loaders/workbench/code-commit.js";
import {type ConnectedExchange, connectExchange} from "../loaders/workbench/connect-exchange.js";
import {openWorkbench, type Workbench} from "../loaders/workbench/open-workbench.js";
import {symbolsOption, textOption} from "./option-values.js";
import type {CommandContext, CommandOptions} from "./run-command.js";
import {strategyOf} from "./strategy-option.js";
import type {Terminal} from "./terminal.js";

export function daemonOverrides(options: CommandOptions): Readonly<Record<string, unknown>> {
  const port = textOption(options, "port");
  return {
    "collection.exchange": textOption(options, "exchange"),
    "collection.symbols": symbolsOption(options),
    "http.port": port === undefined ? undefined : Number(port)
  };
}

export async function runDaemon({options, terminal}: CommandContext): Promise<unknown> {
  const step = terminal.step("database");
  const workbench = await openWorkbench({
    overrides: daemonOverrides(options),
    onStep: (note) => step.update(null, note)
  });
  step.done(`${workbench.database.kind}, ${workbench.flavour}`);
  try {
    const exchange = await connectExchange(workbench.configuration, workbench.pool);
    try {
      return await serve({workbench, exchange, options, terminal});
    } finally {
      await exchange.close();
    }
  } finally {
    await workbench.close();
  }
}

export interface ServeOptions {
  readonly workbench: Workbench;
  readonly exchange: ConnectedExchange;
  readonly options: CommandOptions;
  readonly terminal: Terminal;
  readonly onReady?: (daemon: Daemon) => void;
}

/** Trades and serves until SIGINT or SIGTERM. */
export async function serve({workbench, exchange, options, terminal, onReady}: ServeOptions): Promise<unknown> {
  const {startDaemon} = await import("../live/main.js");
  const instruments = await collectedInstruments(workbench, exchange);
  const strategy = strategyOf(options, textOption(options, "strategy") ?? workbench.configuration.strategy);
  const plan = planStrategy(strategy, instruments);
  requireTape(plan, {timeframes: [strategy.timeframe], trades: false, books: false});
  const step = terminal.step("paper trading");
  const daemon = await startDaemon({
    workbench,
    exchange,
    plan,
    sessionId: textOption(options, "session") ?? null,
    codeCommit: codeCommit(),
    siteFolder: existsSync(join(workbench.paths.site, "index.html")) ? workbench.paths.site : null
  });
  const {session, opening} = daemon.session;
  step.done(
    opening.isNew
      ? `new session ${session.id}`
      : `session ${session.id} goes on, ${opening.recoveredInputs} inputs run again`
  );
  announce(daemon, terminal);
  onReady?.(daemon);
  const failure = options.once === true ? null : await Promise.race([told(), daemon.failed]);
  terminal.print("\nstopping…");
  await daemon.stop();
  if (failure !== null) throw failure;
  return {address: daemon.address, session: session.id};
}

/** The instruments of the configuration as the exchange describes them, kept in the database. */
export async function collectedInstruments(
  {configuration, pool}: Workbench,
  exchange: ConnectedExchange
): Promise<readonly Instrument[]> {
  const {symbols} = configuration.collection;
  const listed = exchange.connection.instruments().filter(({symbol}) => symbols.includes(symbol));
  for (const instrument of listed) await upsertInstrument(pool, instrument);
  return listed;
}

function announce({address, firstAdmin, logFile}: Daemon, {print}: Terminal): void {
  print(`\n  Papertape is at ${address}`);
  if (firstAdmin === null)
    print("  Sign in with your account; `papertape user password <name>` gives a new one-time password.");
  else
    print(
      `  Sign in as ${firstAdmin.username} with the one-time password ${firstAdmin.oneTimePassword} (shown only now).`
    );
  print(`  Its log is ${logFile}.`);
  print("  Ctrl-C stops it; the next start goes on from here.\n");
}

/** Resolves with null when the person, or the service manager, says to stop. */
function told(): Promise<null> {
  return new Promise((resolve) => {
    process.once("SIGINT", () => resolve(null));
    process.once("SIGTERM", () => resolve(null));
  });
}
