/**
 * `papertape start`, the main job: database, candles, snapshot, factors, agents, backtest, notebooks, then the daemon.
 * What a former start has made is used again; deleting data/ starts afresh.
 */
import {existsSync, readFileSync} from "node:fs";
import {availableParallelism} from "node:os";
import {join} from "node:path";
import {backfillCandles} from "../../loaders/backfill/backfill-candles.js";
import {databaseCandleSink} from "../../loaders/backfill/database-candle-sink.js";
import {type SiteRecord, updateSiteRecord} from "../../loaders/research/site-info.js";
import {type ConnectedExchange, connectExchange} from "../../loaders/workbench/connect-exchange.js";
import {openWorkbench, type Workbench} from "../../loaders/workbench/open-workbench.js";
import {commandBeside} from "../command-beside.js";
import type {CommandContext, CommandModule, CommandOptions} from "../run-command.js";
import {daemonOverrides, serve} from "../run-daemon.js";
import type {Terminal} from "../terminal.js";

export async function run({options, terminal}: CommandContext): Promise<unknown> {
  const begun = performance.now();
  const step = terminal.step("database");
  const workbench = await openWorkbench({
    overrides: daemonOverrides(options),
    onStep: (note) => step.update(null, note)
  });
  step.done(`${workbench.database.kind}, ${workbench.flavour}`);
  try {
    const exchange = await connectExchange(workbench.configuration, workbench.pool);
    try {
      if (exchange.connection.isSimulated)
        terminal.print("  The market is simulated: seeded prices, no real ones. Every page says so.");
      await prepare({workbench, exchange, options, terminal});
      const onReady = () => terminal.print(`  Ready after ${((performance.now() - begun) / 1000).toFixed(1)} s.\n`);
      return await serve({workbench, exchange, options, terminal, onReady});
    } finally {
      await exchange.close();
    }
  } finally {
    await workbench.close();
  }
}

interface Preparation {
  readonly workbench: Workbench;
  readonly exchange: ConnectedExchange;
  readonly options: CommandOptions;
  readonly terminal: Terminal;
}

async function prepare(preparation: Preparation): Promise<void> {
  const {workbench, terminal} = preparation;
  if (isPrepared(workbench)) {
    terminal.step("snapshot, research and notebooks").done("are there from an earlier start");
    return;
  }
  await loadHistory(preparation);
  const {collection} = workbench.configuration;
  const quiet: Terminal = {...terminal, print: () => {}};
  await command("snapshot", {positional: ["create", []], options: {exchange: collection.exchange}, terminal: quiet});
  await research(workbench, quiet);
  await command("site", {positional: [], options: {}, terminal: quiet});
}

/** Factors take about as long as agents and backtest together, and neither needs the other: they run side by side. */
async function research({paths, configuration}: Workbench, terminal: Terminal): Promise<void> {
  const processors = availableParallelism();
  const factors = {name: "factors", options: {workers: String(Math.max(1, processors - 1))}, isJson: terminal.isJson};
  const isAlone = processors === 1;
  if (isAlone) await command("factors", {positional: [], options: factors.options, terminal});
  const [, run] = await Promise.all([
    isAlone ? null : commandBeside(factors),
    agentsAndBacktest(configuration.strategy, terminal)
  ]);
  // Both sides wrote into the record of what the pages show; whichever came last, the run belongs in it.
  await updateSiteRecord(paths.data, {run});
}

async function agentsAndBacktest(strategy: string, terminal: Terminal): Promise<string> {
  await command("agents", {positional: [], options: {}, terminal});
  const {id} = (await command("backtest", {positional: [strategy], options: {}, terminal})) as {readonly id: string};
  return id;
}

/** A snapshot and a run of the exchange that is asked for, and pages that show them. */
function isPrepared({paths, configuration}: Workbench): boolean {
  const path = join(paths.data, "site.json");
  if (!existsSync(path) || !existsSync(join(paths.site, "index.html"))) return false;
  const {snapshot, run} = JSON.parse(readFileSync(path, "utf8")) as Partial<SiteRecord>;
  if (snapshot == null || run == null) return false;
  const manifest = join(paths.snapshots, snapshot, "manifest.json");
  return existsSync(manifest) && readFileSync(manifest, "utf8").includes(`@${configuration.collection.exchange}"`);
}

async function loadHistory({workbench, exchange, terminal}: Preparation): Promise<void> {
  const {collection} = workbench.configuration;
  const step = terminal.step(`candles of ${collection.exchange}`);
  const result = await backfillCandles({
    connection: exchange.connection,
    sink: databaseCandleSink(workbench.pool),
    symbols: collection.symbols,
    timeframes: [collection.timeframe],
    from: exchange.historyFrom,
    onProgress: ({share, rows, rowsPerSecond}) => step.update(share, `${rows} rows, ${Math.round(rowsPerSecond)}/s`)
  });
  step.done(`${result.inserted} new of ${result.series} series`);
  for (const {symbol, timeframe, message} of result.failures) terminal.print(`  ${symbol} ${timeframe}: ${message}`);
}

async function command(name: string, context: CommandContext): Promise<unknown> {
  const module = (await import(`./${name}.ts`)) as CommandModule;
  return module.run(context);
}
