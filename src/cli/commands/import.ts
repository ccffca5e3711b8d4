/** `papertape import`: files and folders of candles and other market records into the database. Safe to run again. */

import type {Pool} from "pg";
import {DAY_MS} from "../../lib/core/time.js";
import {type ImportResult, importPath} from "../../loaders/archives/import-path.js";
import type {ImportedFile} from "../../loaders/archives/imported-file.js";
import {databaseRecordSink} from "../../loaders/archives/record-sink.js";
import {databaseCandleSink} from "../../loaders/backfill/database-candle-sink.js";
import {inferGapReasons} from "../../loaders/backfill/infer-gap-reasons.js";
import {refreshDailyCandles} from "../../loaders/database/upkeep.js";
import {openWorkbench} from "../../loaders/workbench/open-workbench.js";
import {symbolsOption, textOption, timeframesOption} from "../option-values.js";
import {type CommandContext, wrongInput} from "../run-command.js";
import {textTable} from "../text-table.js";

export async function run({options, positional, terminal}: CommandContext): Promise<unknown> {
  const paths = positional[0] as readonly string[];
  const exchange = textOption(options, "exchange");
  const symbol = onlyOne("symbol", symbolsOption(options));
  const timeframe = onlyOne("timeframe", timeframesOption(options));
  const workbench = await openWorkbench();
  const interrupt = new AbortController();
  process.once("SIGINT", () => interrupt.abort());
  try {
    const results: ImportResult[] = [];
    for (const path of paths) {
      const step = terminal.step(`import ${path}`);
      const result = await importPath(path, {
        candles: databaseCandleSink(workbench.pool),
        records: databaseRecordSink(workbench.pool),
        ...(exchange === undefined ? {} : {exchange}),
        ...(symbol === undefined ? {} : {symbol}),
        ...(timeframe === undefined ? {} : {timeframe}),
        now: Date.now(),
        signal: interrupt.signal,
        onProgress: ({file, filesDone, files, rows, rowsPerSecond}) =>
          step.update(filesDone / files, `${file}  ${rows} rows, ${Math.round(rowsPerSecond)}/s`)
      });
      step.done(`${result.rows} rows of ${result.files.length} files, ${result.inserted} new`);
      results.push(result);
    }
    const files = results.flatMap((result) => result.files);
    await settle(workbench.pool, files);
    terminal.print(textTable(files.map(rowOf)));
    if (files.some(({outcome}) => outcome === "refused")) process.exitCode = 1;
    return {files, rows: sum(results, "rows"), inserted: sum(results, "inserted"), refused: sum(results, "refused")};
  } finally {
    await workbench.close();
  }
}

/** What follows from the candles that came: why others are missing, and the daily figures of their range. */
async function settle(pool: Pool, files: readonly ImportedFile[]): Promise<void> {
  const times = files
    .flatMap((file) => (file.outcome === "candles" ? [file.firstOpenTime ?? [], file.lastOpenTime ?? []] : []))
    .flat();
  if (times.length === 0) return;
  await inferGapReasons(pool);
  const [first, last] = times.reduce(([low, high], time) => [Math.min(low, time), Math.max(high, time)], [
    times[0] as number,
    times[0] as number
  ] as const);
  await refreshDailyCandles(pool, {from: first, before: Math.ceil((last + 1) / DAY_MS) * DAY_MS});
}

function onlyOne<T>(name: string, values: readonly T[] | undefined): T | undefined {
  if (values !== undefined && values.length > 1)
    throw wrongInput(`import takes one --${name} for all its files, not ${values.length}`);
  return values?.[0];
}

function sum(results: readonly ImportResult[], field: "rows" | "inserted" | "refused"): number {
  return results.reduce((total, result) => total + result[field], 0);
}

function rowOf(file: ImportedFile): Record<string, string | number | null> {
  const row = {
    file: file.path.split("/").slice(-3).join("/"),
    what: "",
    rows: null as number | null,
    new: null as number | null,
    missing: null as number | null,
    refused: "" as string | number
  };
  switch (file.outcome) {
    case "refused":
      return {...row, what: "not imported", refused: `${file.reason}`};
    case "candles":
      return {
        ...row,
        what: `${file.instrument.id} candles`,
        rows: file.rows,
        new: file.inserted,
        missing: file.gaps.missing,
        refused: file.quarantined
      };
    case "recording":
      return {
        ...row,
        what: `${file.instruments.join(", ")} recording`,
        rows: file.rows,
        new: file.inserted,
        refused: file.rejected
      };
    case "figures":
      return {
        ...row,
        what: `${file.source}: ${file.figures.join(", ")}`,
        rows: file.rows,
        new: file.inserted,
        refused: file.rejected
      };
    case "records":
      return {
        ...row,
        what: `${file.instrument.id} ${file.kind}`,
        rows: file.rows,
        new: file.inserted,
        refused: file.rejected
      };
  }
}
