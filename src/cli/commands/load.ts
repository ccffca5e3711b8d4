/** `papertape load`: candles of an exchange into the database. Interrupted and started again, it goes on. */

import type {Timeframe} from "../../lib/vocabulary/timeframe.js";
import {databaseRecordSink} from "../../loaders/archives/record-sink.js";
import {type BackfillResult, backfillCandles} from "../../loaders/backfill/backfill-candles.js";
import {databaseCandleSink} from "../../loaders/backfill/database-candle-sink.js";
import {inferGapReasons} from "../../loaders/backfill/infer-gap-reasons.js";
import {LOADED_RECORDS, type LoadedRecords, loadRecords} from "../../loaders/backfill/load-records.js";
import {retryGaps} from "../../loaders/backfill/retry-gaps.js";
import {refreshDailyCandles} from "../../loaders/database/upkeep.js";
import type {ExchangeConnection} from "../../loaders/exchange/open-exchange.js";
import {type ConnectedExchange, connectExchange} from "../../loaders/workbench/connect-exchange.js";
import {openWorkbench, type Workbench} from "../../loaders/workbench/open-workbench.js";
import {symbolsOption, textOption, timeframesOption, timeOption} from "../option-values.js";
import type {CommandContext} from "../run-command.js";

export async function run({options, terminal}: CommandContext): Promise<unknown> {
  const symbols = symbolsOption(options);
  const timeframes = timeframesOption(options);
  const from = timeOption(options, "from");
  const before = timeOption(options, "to");
  const workbench = await openWorkbench({overrides: {"collection.exchange": textOption(options, "exchange")}});
  const interrupt = new AbortController();
  process.once("SIGINT", () => interrupt.abort());
  try {
    const {collection} = workbench.configuration;
    const exchange = await connectExchange(workbench.configuration, workbench.pool);
    try {
      const step = terminal.step(`candles of ${collection.exchange}`);
      const result = await backfillCandles({
        connection: exchange.connection,
        sink: databaseCandleSink(workbench.pool),
        symbols: symbols ?? collection.symbols,
        timeframes: timeframes ?? [collection.timeframe],
        from: from ?? exchange.historyFrom,
        ...(before === undefined ? {} : {before}),
        signal: interrupt.signal,
        onProgress: ({share, rows, rowsPerSecond, leftMs, partsDone, parts}) =>
          step.update(share, `${partsDone}/${parts} series, ${rows} rows, ${Math.round(rowsPerSecond)}/s`, leftMs)
      });
      step.done(`${result.inserted} new, ${result.revised} revised, ${result.unchanged} unchanged`);
      const again = terminal.step("gaps asked for again");
      const gaps = await retryGaps({
        connection: exchange.connection,
        sink: databaseCandleSink(workbench.pool),
        series: loadedSeries(exchange.connection, symbols ?? collection.symbols, timeframes ?? [collection.timeframe]),
        signal: interrupt.signal
      });
      again.done(`${gaps.retried} asked for, ${gaps.candles} candles came, ${gaps.left} gaps left`);
      await inferGapReasons(workbench.pool);
      await refreshDailyCandles(workbench.pool, {from: from ?? exchange.historyFrom, before: before ?? null});
      const records = await also(options, {workbench, exchange, symbols, signal: interrupt.signal, terminal});
      return {...conclude(result, terminal.print), gaps, ...(records.length === 0 ? {} : {records})};
    } finally {
      await exchange.close();
    }
  } finally {
    await workbench.close();
  }
}

interface Also {
  readonly workbench: Workbench;
  readonly exchange: ConnectedExchange;
  readonly symbols: readonly string[] | undefined;
  readonly signal: AbortSignal;
  readonly terminal: CommandContext["terminal"];
}

/** What --also asks for, of the same symbols and range. */
async function also(options: CommandContext["options"], given: Also): Promise<readonly LoadedRecords[]> {
  const kinds = LOADED_RECORDS.filter((kind) => ((options.also ?? []) as readonly string[]).includes(kind));
  if (kinds.length === 0) return [];
  const {workbench, exchange, terminal, signal} = given;
  const {connection} = exchange;
  const wanted = given.symbols ?? workbench.configuration.collection.symbols;
  const step = terminal.step(kinds.join(", "));
  const results = await loadRecords({
    connection,
    sink: databaseRecordSink(workbench.pool),
    instruments: connection.instruments().filter(({symbol}) => wanted.includes(symbol)),
    kinds,
    from: timeOption(options, "from") ?? exchange.historyFrom,
    before: timeOption(options, "to") ?? connection.now(),
    signal,
    onProgress: ({share, rows}) => step.update(share, `${rows} rows`)
  });
  step.done(`${results.reduce((sum, {inserted}) => sum + inserted, 0)} new`);
  for (const {kind, symbol, failure} of results)
    if (failure !== null) terminal.print(`${symbol} ${kind}: ${failure.message}`);
  if (results.some(({failure}) => failure !== null)) process.exitCode = 1;
  return results;
}

/** The series of this load, as the retry of gaps names them. */
function loadedSeries(connection: ExchangeConnection, symbols: readonly string[], timeframes: readonly Timeframe[]) {
  const instruments = connection.instruments().filter(({symbol}) => symbols.includes(symbol));
  return instruments.flatMap(({id, symbol}) => timeframes.map((timeframe) => ({instrument: id, symbol, timeframe})));
}

/** Series that failed are told and make the command fail; the others are kept. */
function conclude(result: BackfillResult, print: (line: string) => void): BackfillResult {
  if (result.quarantined > 0)
    print(`${result.quarantined} rows were refused; they are in the quarantine with their reasons`);
  for (const {symbol, timeframe, message} of result.failures) print(`${symbol} ${timeframe}: ${message}`);
  if (result.wasInterrupted) print("interrupted; the same command goes on from here");
  if (result.failures.length > 0) process.exitCode = 1;
  return result;
}
