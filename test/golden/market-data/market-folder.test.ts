/** Every file of the folder of real market data is read, and everything that its INDEX.csv counts is found. */
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {beforeAll, expect, it} from "vitest";
import {isTimeframe} from "../../../src/lib/vocabulary/timeframe.js";
import {type ImportedFile, importPath} from "../../../src/loaders/archives/import-path.js";
import type {RecordSink} from "../../../src/loaders/archives/record-sink.js";
import type {CandleSink} from "../../../src/loaders/backfill/candle-sink.js";
import {describeWithData, marketFolder} from "../../support/outside-data.js";

type IndexRow = Readonly<Record<string, string>>;

/** Fields may be quoted, with commas inside. */
function fieldsOf(line: string): string[] {
  return [...line.matchAll(/("([^"]|"")*"|[^,]*)(,|$)/g)].map(([, field = ""]) => field.replace(/^"|"$/g, ""));
}

function readIndex(folder: string): IndexRow[] {
  const [header = "", ...lines] = readFileSync(join(folder, "INDEX.csv"), "utf8").trim().split("\n");
  const names = fieldsOf(header);
  return lines.map((line) => Object.fromEntries(fieldsOf(line).map((field, index) => [names[index] ?? "", field])));
}

const unused = async (): Promise<never> => {
  throw new Error("an import keeps no progress");
};
const candles: CandleSink = {
  addInstrument: async () => {},
  write: async ({columns, rejected}) => ({
    inserted: columns.length,
    revised: 0,
    unchanged: 0,
    quarantined: rejected.length
  }),
  saveProgress: unused,
  readProgress: unused,
  openGaps: unused,
  markRetried: unused
};
const records: RecordSink = {
  addInstrumentIfMissing: async () => {},
  writeTrades: async (_, trades) => trades.length,
  writeFunding: async (_, rates) => rates.length,
  writeBook: async () => 1
};

function minute(time: number | null): string {
  return time === null ? "" : new Date(time).toISOString().slice(0, 16).replace("T", " ");
}

describeWithData("real market data", marketFolder(), (folder) => {
  const index = readIndex(folder);
  const files = new Map<string, ImportedFile[]>();

  beforeAll(async () => {
    const result = await importPath(folder, {candles, records, now: Date.UTC(2026, 0, 1)});
    for (const file of result.files) files.set(file.path, [...(files.get(file.path) ?? []), file]);
  });

  /** The index may name a file under a folder of its own, e.g. `open/`. */
  const fileOf = ({file = ""}: IndexRow): ImportedFile | undefined =>
    [...files].find(([path]) => path.endsWith(file.slice(file.indexOf("/"))))?.[1][0];

  it.each(index.filter(({kind = ""}) => isTimeframe(kind)))(
    "finds the rows, the gaps and the zero volumes of $file",
    (row) => {
      const file = fileOf(row);
      // Figures beside the market's own have no bars to count.
      if (row.missing === "") return expect(file?.outcome).toBe("refused");
      if (file?.outcome !== "candles") throw new Error(`${row.file} gave ${JSON.stringify(file)}`);
      expect(file.timeframe).toBe(row.kind);
      expect(file.rows).toBe(Number(row.rows));
      expect(file.rejected).toBe(0);
      expect(file.gaps).toEqual({
        missing: Number(row.missing),
        runs: Number(row.gap_runs),
        longest: Number(row.longest_gap_bars)
      });
      expect(file.zeroVolume).toBe(Number(row.zero_vol));
      expect(file.largestLogReturn).toBeCloseTo(Number(row.max_abs_logret), 10);
      expect([minute(file.firstOpenTime), minute(file.lastOpenTime)]).toEqual([
        row.from?.slice(0, 16),
        row.to?.slice(0, 16)
      ]);
    }
  );

  it.each(index.filter(({kind = ""}) => !isTimeframe(kind)))("reads every row of $file or says why not", (row) => {
    const file = fileOf(row);
    if (file?.outcome === "refused") expect(file.code).toBe("ARCHIVE_UNSUPPORTED_FORMAT");
    else expect(file).toMatchObject({outcome: "records", kind: row.kind, rows: Number(row.rows)});
  });

  it("reads every other file or says in words what it is", () => {
    expect(files.size).toBeGreaterThanOrEqual(index.length);
    for (const file of [...files.values()].flat())
      if (file.outcome === "refused") {
        expect(file.code).toMatch(/^ARCHIVE_(UNSUPPORTED_FORMAT|UNNAMED)$/);
        expect(file.reason.length).toBeGreaterThan(40);
      } else expect(file.rows).toBeGreaterThan(0);
  });
});
