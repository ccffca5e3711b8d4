/** `papertape live`: the daemon on the present, or a paper session over a tape. */
import {isoTime} from "../../lib/core/time.js";
import {planStrategy} from "../../lib/integration/strategy-plan.js";
import {codeCommit} from "../../loaders/workbench/code-commit.js";
import {openWorkbench} from "../../loaders/workbench/open-workbench.js";
import {cutTape, databaseSeries, instrumentsWithCandles} from "../../loaders/workbench/tape-source.js";
import {textOption, timeOption} from "../option-values.js";
import {type CommandContext, type CommandOptions, wrongInput} from "../run-command.js";
import {strategyOf} from "../strategy-option.js";

export async function run(context: CommandContext): Promise<unknown> {
  if (textOption(context.options, "tape") === undefined) {
    const {runDaemon} = await import("../run-daemon.js");
    return runDaemon(context);
  }
  return overTape(context);
}

async function overTape({options, terminal}: CommandContext): Promise<unknown> {
  const tape = textOption(options, "tape");
  if (tape !== "imported")
    throw wrongInput(`--tape is "imported" (candles of the database, cut by --from and --to), not "${tape}"`);
  const workbench = await openWorkbench();
  const interrupt = new AbortController();
  process.once("SIGINT", () => interrupt.abort());
  process.once("SIGTERM", () => interrupt.abort());
  try {
    const strategy = strategyOf(options, textOption(options, "strategy") ?? workbench.configuration.strategy);
    const available = await instrumentsWithCandles(workbench.pool, strategy.timeframe, textOption(options, "exchange"));
    const plan = planStrategy(strategy, available);
    const series = await databaseSeries(workbench.pool, plan.instruments, strategy.timeframe);
    const range = {...optional("from", timeOption(options, "from")), ...optional("to", timeOption(options, "to"))};
    const cut = cutTape(series, {...range, timeframe: strategy.timeframe, warmUpCandles: strategy.warmUpCandles});
    const [{openBus}, {tradeTape}, {createPostgresJournal}] = await Promise.all([
      import("../../live/open-bus.js"),
      import("../../live/trade-tape.js"),
      import("../../loaders/journal/postgres-journal.js")
    ]);
    const bus = await openBus({redisUrl: workbench.configuration.redis.url, databaseUrl: workbench.database.url});
    const step = terminal.step(`paper session of ${strategy.name}`);
    try {
      const result = await tradeTape({
        plan,
        cut,
        journal: createPostgresJournal(workbench.pool),
        bus,
        sessionId: textOption(options, "session") ?? null,
        codeCommit: codeCommit(),
        environment: workbench.configuration.environment,
        speed: speedOption(options),
        signal: interrupt.signal,
        onProgress: (closeTime) =>
          step.update((closeTime - cut.firstOpenTime) / (cut.lastOpenTime - cut.firstOpenTime + 1), isoTime(closeTime))
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

function speedOption(options: CommandOptions): number | "max" {
  const text = textOption(options, "speed") ?? "max";
  if (text === "max") return "max";
  const speed = Number(text);
  if (!(speed > 0)) throw wrongInput(`--speed is market seconds a second, like 60, or max, not "${text}"`);
  return speed;
}

function optional<Key extends string, Value>(key: Key, value: Value | undefined): {[K in Key]?: Value} {
  return value === undefined ? {} : ({[key]: value} as {[K in Key]?: Value});
}
