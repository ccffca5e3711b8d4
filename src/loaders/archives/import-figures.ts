/** Imports a file of named figures over time: a column for each, and perhaps one that says of what. */
import {OperatingError} from "../../lib/core/operating-error.js";
import type {ArchiveEntry} from "./archive-entries.js";
import {fieldNames, timeOfText, toMilliseconds} from "./candle-layout.js";
import {linesOf} from "./entry-lines.js";
import type {FigureRecord, RecordSink} from "./record-sink.js";

export interface FigureImport {
  readonly entry: ArchiveEntry;
  readonly path: string;
  readonly sink: RecordSink;
  readonly now: number;
}

export interface FigureCounts {
  readonly source: string;
  readonly figures: readonly string[];
  readonly rows: number;
  readonly inserted: number;
  readonly rejected: number;
}

const TIME = /^(ts_ms|time|timestamp|date|ts|open_?time)$/;
const SUBJECT = /^(coin_?id|id|symbol|asset|coin|name|ticker|instrument)$/;
/** Folders that say how often, not whose. */
const SAMPLING = /^\d+[smhdw](_\w+)?$|^(snapshots?|daily|hourly)$/i;
const BATCH_LINES = 10_000;

interface Layout {
  readonly time: number;
  readonly subject: number;
  readonly figures: readonly {readonly name: string; readonly field: number}[];
}

/** @throws OperatingError ARCHIVE_UNKNOWN_FORMAT when there is no column of figures. */
export async function importFigures({entry, path, sink, now}: FigureImport): Promise<FigureCounts> {
  const source = sourceOf(path);
  const subject = entry.name.replace(/\.(csv|parquet|pq)$/i, "");
  let layout: Layout | null = null;
  let rows = 0;
  let rejected = 0;
  let inserted = 0;
  for await (const lines of lineBatches(entry.chunks)) {
    const data = layout === null ? lines.slice(1) : lines;
    layout ??= layoutOf(lines[0] ?? "", path);
    const figures: FigureRecord[] = [];
    for (const line of data) {
      const found = figuresOf(line, layout, subject);
      if (found.length === 0) rejected++;
      figures.push(...found);
    }
    rows += data.length;
    inserted += await sink.writeFigures({source, figures, recordedAt: now});
  }
  return {source, figures: layout?.figures.map(({name}) => name) ?? [], rows, inserted, rejected};
}

/** The nearest folder that says whose figures these are. */
function sourceOf(path: string): string {
  const folders = path.split(/[\\/]/).slice(0, -1).reverse();
  return folders.find((name) => name !== "" && !SAMPLING.test(name)) ?? "figures";
}

function layoutOf(header: string, path: string): Layout {
  const names = fieldNames(header);
  const time = names.findIndex((name) => TIME.test(name));
  const subject = names.findIndex((name) => SUBJECT.test(name));
  const figures = names
    .map((name, field) => ({name, field}))
    .filter(({name, field}) => field !== time && field !== subject && name !== "");
  if (time < 0 || figures.length === 0)
    throw new OperatingError(`${path}: no figures over time are recognised in "${header.slice(0, 80).trim()}".`, {
      code: "ARCHIVE_UNKNOWN_FORMAT",
      details: {path}
    });
  return {time, subject, figures};
}

/** Those of a line; none where the time or every value is missing. An empty field is no figure. */
function figuresOf(line: string, layout: Layout, fileSubject: string): FigureRecord[] {
  const fields = line.split(",");
  const time = timeOf(fields[layout.time] ?? "");
  const subject = layout.subject < 0 ? fileSubject : (fields[layout.subject] ?? "").trim();
  if (!(time > 0) || subject === "") return [];
  return layout.figures.flatMap(({name, field}) => {
    const text = fields[field]?.trim() ?? "";
    const value = text === "" ? Number.NaN : Number(text);
    return Number.isFinite(value) ? [{subject, figure: name, time, value}] : [];
  });
}

function timeOf(text: string): number {
  const number = text.trim() === "" ? Number.NaN : Number(text);
  return Number.isNaN(number) ? timeOfText(text.trim()) : (toMilliseconds(Float64Array.of(number))[0] ?? Number.NaN);
}

async function* lineBatches(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  let lines: string[] = [];
  for await (const line of linesOf(chunks)) {
    lines.push(line);
    if (lines.length < BATCH_LINES) continue;
    yield lines;
    lines = [];
  }
  if (lines.length > 0) yield lines;
}
