/** `data/site.json`: which snapshot and run the pages show, and whether their data is simulated. */
import {existsSync, readFileSync} from "node:fs";
import {mkdir} from "node:fs/promises";
import {dirname, join} from "node:path";
import {writeWhole} from "../run/write-run.js";

export interface SiteRecord {
  readonly snapshot: string | null;
  readonly run: string | null;
  readonly isSimulated: boolean;
  /** Epoch milliseconds. */
  readonly generatedAt: number;
  readonly papertapeVersion: string;
}

export const PAPERTAPE_VERSION = "0.1.0";

/** Changes some fields and keeps the others. */
export async function updateSiteRecord(
  data: string,
  change: Partial<Omit<SiteRecord, "generatedAt" | "papertapeVersion">>
): Promise<SiteRecord> {
  const path = join(data, "site.json");
  const before = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Partial<SiteRecord>) : {};
  const record: SiteRecord = {
    snapshot: null,
    run: null,
    isSimulated: false,
    ...before,
    ...change,
    generatedAt: Date.now(),
    papertapeVersion: PAPERTAPE_VERSION
  };
  await mkdir(dirname(path), {recursive: true});
  await writeWhole(path, `${JSON.stringify(record, null, 2)}\n`);
  return record;
}
