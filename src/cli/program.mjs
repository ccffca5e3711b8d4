/**
 * Every command with its options and examples. An action loads its module only when it runs: help is instant.
 * A command's module exports `run(options, ...arguments)` and lives in commands/<name>.ts.
 */
import {Command, Option} from "commander";
import {EXIT_WRONG_INPUT} from "./exit-codes.mjs";

/** @typedef {{name: string, summary: string, examples: readonly string[], define?: (command: Command) => Command}} CommandEntry */

const json = new Option("--json", "print the result as JSON on standard output");
const exchange = new Option("--exchange <name>", "any exchange ccxt knows by name, or simulated");
const symbol = new Option("--symbol <symbols...>", "one or more symbols, like BTC/USDT");
const timeframe = new Option("--timeframe <timeframes...>", "one or more of 1m, 5m, 15m, 1h, 4h, 1d, ...");
const from = new Option("--from <time>", "first time, UTC, like 2024-01-01 or 2024-01-01T12:00Z");
const to = new Option("--to <time>", "end time, not included, UTC");
const snapshot = new Option("--snapshot <id>", "a snapshot by id or the first characters of it; the newest by default");

/** @type {readonly CommandEntry[]} */
const COMMANDS = [
  {
    name: "start",
    summary: "run everything: data, snapshot, research, backtest, notebooks, live paper trading",
    examples: ["papertape start", "papertape start --exchange kraken", "papertape start --port 5000"],
    define: (command) =>
      command
        .addOption(exchange)
        .addOption(symbol)
        .option("--port <port>", "port of the dashboard on the loopback address")
        .option("--once", "stop when everything is ready, instead of trading on")
  },
  {
    name: "load",
    summary: "load candles from an exchange into the database; goes on where it was interrupted",
    examples: [
      "papertape load --exchange kraken --symbol BTC/USDT --timeframe 1h --from 2024-01-01",
      "papertape load --exchange simulated --symbol BTC/USDT ETH/USDT",
      "papertape load --exchange bybit --symbol BTC/USDT:USDT --from 2025-01-01 --also funding open-interest"
    ],
    define: (command) =>
      command
        .addOption(exchange)
        .addOption(symbol)
        .addOption(timeframe)
        .addOption(from)
        .addOption(to)
        .addOption(
          new Option("--also <records...>", "other records of the same range; a book is the one of now").choices([
            "trades",
            "funding",
            "open-interest",
            "book"
          ])
        )
  },
  {
    name: "import",
    summary:
      "import files or folders of candles, trades, books, funding: CSV, Parquet, JSON, recordings; gzipped, zipped or not",
    examples: [
      "papertape import ~/data/BTCUSDT-1h-2024-01.zip",
      "papertape import ~/data/binance-spot/1h",
      "papertape import prices.csv --exchange binance --symbol BTC/USDT --timeframe 1h"
    ],
    define: (command) =>
      command.argument("<paths...>", "files or folders").addOption(exchange).addOption(symbol).addOption(timeframe)
  },
  {
    name: "snapshot",
    summary: "freeze what the database holds into data/snapshots/<hash>; list, verify, compare and prune them",
    examples: [
      "papertape snapshot",
      "papertape snapshot --symbol BTC/USDT --timeframe 1h --from 2023-01-01",
      "papertape snapshot verify 3f9a",
      "papertape snapshot diff 3f9a 77b0"
    ],
    define: (command) =>
      command
        .argument("[action]", "create, list, verify, diff or prune", "create")
        .argument("[ids...]", "snapshot ids, for verify, diff and prune")
        .addOption(exchange)
        .addOption(symbol)
        .addOption(timeframe)
        .addOption(from)
        .addOption(to)
        .option("--keep <count>", "for prune: how many of the newest to keep", "5")
  },
  {
    name: "factors",
    summary: "measure which factors have had an impact on returns",
    examples: [
      "papertape factors",
      "papertape factors --timeframe 1h --horizons 1 4 24",
      "papertape factors --factors all",
      "papertape factors --factors alpha158 momentum-36",
      "papertape factors --list"
    ],
    define: (command) =>
      command
        .addOption(snapshot)
        .addOption(timeframe)
        .addOption(symbol)
        .option("--horizons <candles...>", "horizons in candles", ["1", "4", "24"])
        .option(
          "--factors <names...>",
          "factors by name, and sets: all, alpha158, alpha360; the strategy's and the usual ones by default"
        )
        .option("--workers <threads>", "threads; one a processor by default")
        .option("--list", "list the catalogue")
  },
  {
    name: "agents",
    summary: "let the agents predict over a snapshot, and score and calibrate them",
    examples: ["papertape agents", "papertape agents --snapshot 3f9a --horizon 4"],
    define: (command) =>
      command
        .addOption(snapshot)
        .addOption(timeframe)
        .addOption(symbol)
        .option("--horizon <candles>", "horizon in candles; the strategy's by default")
        .option("--list", "list the catalogue")
  },
  {
    name: "backtest",
    summary: "run a strategy over a snapshot through the full pipeline and write its report",
    examples: [
      "papertape backtest config/strategies/default.yaml",
      "papertape backtest default --from 2023-01-01 --to 2023-07-01 --capital 10000"
    ],
    define: (command) =>
      command
        .argument("[strategy]", "path or name of a strategy", "default")
        .addOption(snapshot)
        .addOption(symbol)
        .addOption(from)
        .addOption(to)
        .option("--capital <quote>", "start capital in the quote currency")
  },
  {
    name: "sweep",
    summary: "try many parameter sets of a strategy over a snapshot; every trial is registered",
    examples: [
      'papertape sweep default --over "decision.minimumEdgeBps=1,3,5" --over "execution.slippageBps=1..5:1"',
      'papertape sweep default --over "decision.sizing.fraction=0.05..0.3" --random 40 --seed 7',
      'papertape sweep default --over "agents.horizonCandles=4,12,24" --walk-forward train=180d,test=30d --cpcv 6,2',
      "papertape sweep --resume sweep-default-3f9a01b2",
      "papertape sweep --list"
    ],
    define: (command) =>
      command
        .argument("[strategy]", "path or name of a strategy", "default")
        .option(
          "--over <parameter...>",
          "a dotted parameter and its values: path=1,3,5 or path=1..5:1 (or path=0.1..0.5 at random)"
        )
        .option("--random <trials>", "draw so many sets instead of trying all")
        .option("--seed <number>", "of the random search")
        .option("--by <figure>", "what best means: sharpe, totalReturn, calmar, maximumDrawdown, ...", "sharpe")
        .option(
          "--walk-forward <windows>",
          "choose on the past, judge on what follows: train=180d,test=30d[,kind=rolling]"
        )
        .option("--cpcv <groups,test>", "combinatorial purged cross-validation, like 6,2")
        .option("--embargo <length>", "candles (or 12h, 3d) left out around each test beyond the horizon")
        .addOption(snapshot)
        .addOption(symbol)
        .addOption(from)
        .addOption(to)
        .option("--capital <quote>", "start capital in the quote currency")
        .option("--workers <threads>", "threads; one a processor by default")
        .option("--distributed", "hand the trials to `papertape worker` processes through REDIS_URL")
        .option("--resume <sweep>", "go on with a sweep that was interrupted, by its id")
        .option("--list", "list the sweeps")
  },
  {
    name: "worker",
    summary: "take trials of distributed sweeps from REDIS_URL until it is stopped; start as many as you like",
    examples: ["papertape worker", "papertape worker --workers 4"],
    define: (command) => command.option("--workers <threads>", "threads; one a processor by default")
  },
  {
    name: "live",
    summary: "run the daemon: live paper trading, the dashboard and its controls; or read a tape",
    examples: [
      "papertape live",
      "papertape live --tape imported --from 2023-01-01 --to 2023-02-01 --speed max",
      "papertape live --tape 3f9a --speed max",
      "papertape live --only decision",
      "papertape live --only factors --shard 1/2"
    ],
    define: (command) =>
      command
        .addOption(exchange)
        .addOption(symbol)
        .option("--port <port>", "port of the dashboard on the loopback address")
        .option("--strategy <strategy>", "path or name of a strategy")
        .option(
          "--only <component>",
          "run one component: collection, factors, agents, decision, virtual-trading or control"
        )
        .option("--shard <shard>", "with --only: 1/2 and 2/2 share the instruments of collection, factors or agents")
        .option("--tape <tape>", "imported (candles of the database), a snapshot's id, or a recorded session's id")
        .option("--session <id>", "go on with this session instead of the newest of the strategy")
        .option("--speed <speed>", "market seconds per second for a tape, or max", "max")
        .option("--capital <quote>", "start capital in the quote currency")
        .addOption(from)
        .addOption(to)
  },
  {
    name: "replay",
    summary: "run a recorded session again and compare every event; names the first that differs",
    examples: ["papertape replay 20260131-120000-default"],
    define: (command) => command.argument("<session>", "a session's id")
  },
  {
    name: "parity",
    summary: "compare a session with a backtest of the same period, fill by fill",
    examples: ["papertape parity 20260131-120000-default"],
    define: (command) => command.argument("<session>", "a session's id")
  },
  {
    name: "journal",
    summary: "list recorded sessions, and verify the hash chain of one",
    examples: [
      "papertape journal list",
      "papertape journal verify",
      "papertape journal verify 20260131-120000-default"
    ],
    define: (command) =>
      command.argument("[action]", "list or verify", "list").argument("[session]", "a session's id; all by default")
  },
  {
    name: "explain",
    summary: "walk a fill, order or decision back to its predictions, factor values and candles",
    examples: ["papertape explain fill:default:BTC/USDT@simulated:1h:1706700000000:r0:1"],
    define: (command) =>
      command
        .argument("<id>", "id of a fill, an order or a decision")
        .option("--session <id>", "a session's id; the newest that knows the id by default")
  },
  {
    name: "simulate",
    summary: "run orders or signals of a case file under a named rule set",
    examples: ["papertape simulate case.json --json", "papertape simulate group.yaml --case own-open-next"],
    define: (command) =>
      command
        .argument("<file>", "a case or a group of cases, JSON or YAML")
        .option("--case <id>", "one case of a group")
  },
  {
    name: "audit",
    summary: "prove that no factor, agent or strategy looks ahead",
    examples: ["papertape audit", "papertape audit --factors rsi-14 momentum-24"],
    define: (command) =>
      command
        .option("--factors <names...>", "factors by name; all by default")
        .option("--candles <count>", "length of the series", "600")
  },
  {
    name: "config",
    summary: "print the merged configuration with the layer that set each key, or change a key of the running daemon",
    examples: ["papertape config", "papertape config get http.port", "papertape config set decision.minimumEdgeBps 12"],
    define: (command) =>
      command
        .argument("[action]", "list, get or set", "list")
        .argument("[key]", "a dotted key, like http.port")
        .argument("[value]", "the new value, as YAML")
  },
  {
    name: "trading",
    summary: "pause, resume, halt or flatten the running session; it goes on its tape and into the audit log",
    examples: [
      "papertape trading pause --reason 'exchange announced maintenance'",
      "papertape trading resume --reason 'maintenance is over'",
      "papertape trading flatten --reason 'away for the weekend'"
    ],
    define: (command) =>
      command
        .argument("<action>", "pause, resume, halt or flatten")
        .option("--reason <text>", "why, for the tape and the audit log")
  },
  {
    name: "site",
    summary: "build the notebook pages into dist/, wholly offline",
    examples: ["papertape site"]
  },
  {
    name: "user",
    summary: "list, add and change the people who may sign in",
    examples: [
      "papertape user list",
      "papertape user add ada --role researcher",
      "papertape user password ada",
      "papertape user role ada trader"
    ],
    define: (command) =>
      command
        .argument("[action]", "list, add, password, role or remove", "list")
        .argument("[name]", "the person's name")
        .argument("[role]", "for role: viewer, researcher, trader or admin")
        .option("--role <role>", "for add: viewer, researcher, trader or admin", "viewer")
  },
  {
    name: "keys",
    summary: "seal an exchange's keys for real trading, list and remove them; they are never shown",
    examples: ["papertape keys list", "papertape keys add kraken < keys.txt", "papertape keys remove kraken"],
    define: (command) =>
      command
        .argument("[action]", "list, add or remove", "list")
        .argument("[exchange]", "the exchange's name, for add and remove")
        .argument("[name]", "a name for the keys; main by default")
  },
  {
    name: "arm",
    summary: "let the live session's orders go to the venue for some hours; without options, say what is missing",
    examples: ["papertape arm", "papertape arm --for 8h --reason 'first day'", "papertape arm --off"],
    define: (command) =>
      command
        .option("--for <time>", "how long, like 8h or 30m")
        .option("--reason <text>", "why, for the audit log")
        .option("--off", "disarm at once")
  },
  {
    name: "status",
    summary: "what the running daemon is doing",
    examples: ["papertape status", "papertape status --json"]
  },
  {
    name: "doctor",
    summary: "check versions, ports, disk, database, Redis and permissions, and say how to mend each",
    examples: ["papertape doctor"]
  }
];

export const COMMAND_NAMES = COMMANDS.map((entry) => entry.name);

/** The whole command line, ready to parse. */
export function createProgram() {
  const program = new Command("papertape")
    .description("Notebook-style research and paper trading for crypto markets")
    .version("0.1.0", "-v, --version")
    .showSuggestionAfterError(true)
    .showHelpAfterError("Run the same command with --help for its options and examples.")
    .configureHelp({sortSubcommands: false})
    .addHelpText("after", "\nRun `papertape <command> --help` for the options and examples of one command.")
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : EXIT_WRONG_INPUT));
  for (const entry of COMMANDS) program.addCommand(createCommand(entry));
  return program;
}

/** @param {CommandEntry} entry */
function createCommand({name, summary, examples, define}) {
  const command = new Command(name).description(summary).addOption(json);
  define?.(command);
  command.addHelpText("after", `\nExamples:\n${examples.map((example) => `  ${example}`).join("\n")}`);
  command.exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : EXIT_WRONG_INPUT));
  return command.action(async (...received) => {
    const positional = received.slice(0, -2);
    const options = received[received.length - 2];
    const {register} = await import("tsx/esm/api");
    register();
    const {runCommand} = await import("./run-command.js");
    await runCommand(name, options, positional);
  });
}
