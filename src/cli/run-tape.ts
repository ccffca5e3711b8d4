/** A paper session over a tape, from the command line: imported candles, a snapshot, or a recorded session. */
import {isoTime} from "../lib/core/time.js";
import {planStrategy} from "../lib/integration/strategy-plan.js";
import type {ChosenTape} from "../live/tape-choice.js";
import {createPostgresJournal} from "../loaders/journal/postgres-journal.js";
import {databaseFlows} from "../loaders/market-flow/database-flows.js";
import {openSnapshotMarket} from "../loaders/research/snapshot-series.js";
import {codeCommit} from "../loaders/workbench/code-commit.js";
import {openWorkbench, type Workbench} from "../loaders/workbench/open-workbench.js";
import {withFlows} from "../loaders/workbench/tape-flows.js";
import {cutTape, databaseFiner, databaseSeries, instrumentsWithCandles} from "../loaders/workbench/tape-source.js";
import {textOption, timeOption} from "./option-values.js";
import {type CommandContext, type CommandOptions, wrongInput} from "./run-command.js";
import {strategyOf} from "./strategy-option.js";

export async function runTape({options, terminal}: CommandContext): Promise<unknown> {
  const speed = speedOption(options);
  const workbench = await openWorkbench();
  const interrupt = new AbortController();
  process.once("SIGINT", () => interrupt.abort());
  process.once("SIGTERM", () => interrupt.abort());
  try {
    const [{openBus}, {tradeTape}] = await Promise.all([
      import("../live/open-bus.js"),
      import("../live/trade-tape.js")
    ]);
    const tape = await chosenTape(workbench, options);
    const bus = await openBus({redisUrl: workbench.configuration.redis.url, databaseUrl: workbench.database.url});
    const step = terminal.step(`paper session of ${tape.plan.strategy.name}`);
    try {
      const result = await tradeTape({
        tape,
        journal: createPostgresJournal(workbench.pool),
        bus,
        sessionId: textOption(options, "session") ?? null,
        codeCommit: codeCommit(),
        environment: workbench.configuration.environment,
        speed,
        signal: interrupt.signal,
        onProgress: (closeTime) => step.update((closeTime - tape.from) / (tape.to - tape.from + 1), isoTime(closeTime))
      });
      step.done(
        `${result.events} events, ${result.orders} orders, ${result.fills} fills, equity ${result.finalEquity}`
      );
      terminal.print(`session ${result.session}${result.isFinished ? "" : " (interrupted; the same command goes on)"}`);
      terminal.print(`trading digest ${result.digest}`);
      return result;
    } finally {
      await bus.close();
    }
  } finally {
    await workbench.close();
  }
}

/** `imported`, the id of a recorded session, or the first characters of a snapshot's. */
export async function chosenTape(workbench: Workbench, options: CommandOptions): Promise<ChosenTape> {
  const name = textOption(options, "tape") ?? "imported";
  const {candlesAsTape, recordingAsTape} = await import("../live/tape-choice.js");
  const journal = createPostgresJournal(workbench.pool);
  const recorded = (await journal.listSessions()).find(({id}) => id === name);
  if (recorded !== undefined) return recordingAsTape({pool: workbench.pool, journal}, recorded);
  const strategy = strategyOf(options, textOption(options, "strategy") ?? workbench.configuration.strategy);
  const {timeframe, warmUpCandles} = strategy;
  const range = {from: timeOption(options, "from"), to: timeOption(options, "to")};
  const bounds = Object.fromEntries(Object.entries(range).filter(([, time]) => time !== undefined));
  if (name === "imported") {
    const available = await instrumentsWithCandles(workbench.pool, timeframe, textOption(options, "exchange"));
    const plan = planStrategy(strategy, available);
    const series = await databaseSeries(workbench.pool, plan.instruments, timeframe);
    const finer = await databaseFiner(workbench.pool, plan.instruments, strategy.execution.finerTimeframe);
    const cut = cutTape(series, {...bounds, timeframe, warmUpCandles, finer});
    return candlesAsTape(plan, await withFlows(cut, plan, databaseFlows(workbench.pool)));
  }
  if (!/^[0-9a-f]+$/.test(name) && name !== "latest")
    throw wrongInput(
      `--tape is "imported", a snapshot's id or a session's id, not "${name}"; \`papertape journal list\` and \`papertape snapshot list\` have them`
    );
  const market = await openSnapshotMarket(workbench.paths.snapshots, name, timeframe);
  try {
    const plan = planStrategy(strategy, market.instruments);
    const finer = await market.readFiner(plan.instruments, strategy.execution.finerTimeframe);
    const series = await market.readSeries(plan.instruments);
    const cut = cutTape(series, {...bounds, timeframe, warmUpCandles, finer});
    return candlesAsTape(plan, await withFlows(cut, plan, market.flows()));
  } finally {
    market.close();
  }
}

export interface FeedOptions {
  readonly workbench: Workbench;
  readonly tape: ChosenTape;
  readonly options: CommandOptions;
  readonly session: string;
  readonly signal: AbortSignal;
}

/** The tape as the inputs of a session whose components run elsewhere; ends the session when all of it is traded. */
export async function feedTape({workbench, tape, options, session, signal}: FeedOptions): Promise<unknown> {
  const [{openBus}, {feedSession}] = await Promise.all([
    import("../live/open-bus.js"),
    import("../live/feed-session.js")
  ]);
  const bus = await openBus({redisUrl: workbench.configuration.redis.url, databaseUrl: workbench.database.url});
  try {
    const journal = createPostgresJournal(workbench.pool);
    const last = await feedSession({tape, bus, journal, session, speed: speedOption(options), signal});
    return {session, isFinished: last !== null, through: last};
  } finally {
    await bus.close();
  }
}

function speedOption(options: CommandOptions): number | "max" {
  const text = textOption(options, "speed") ?? "max";
  if (text === "max") return "max";
  const speed = Number(text);
  if (!(speed > 0)) throw wrongInput(`--speed is market seconds a second, like 60, or max, not "${text}"`);
  return speed;
}
