/**
 * Imports a file, or a folder of a thousand files, with one call. Venue, symbol and timeframe come from the path where
 * the options do not say. A file that cannot be read is reported with its reason; the import goes on with the next.
 */
import {OperatingError} from "../../lib/core/operating-error.js";
import {isDatabaseError} from "../database/database-failure.js";
import {archiveEntries, listArchiveFiles} from "./archive-entries.js";
import {importEntry} from "./import-entry.js";
import type {ImportedFile, ImportOptions} from "./imported-file.js";

export interface ImportResult {
  readonly files: readonly ImportedFile[];
  /** Candles and records read. */
  readonly rows: number;
  readonly inserted: number;
  readonly refused: number;
}

/** @throws OperatingError ARCHIVE_NOT_FOUND; anything wrong with one file is in that file's outcome. */
export async function importPath(path: string, options: ImportOptions): Promise<ImportResult> {
  const paths = (await listArchiveFiles(path)).filter(isData);
  const files: ImportedFile[] = [];
  const startedAt = performance.now();
  let rows = 0;
  for (const file of paths) {
    if (options.signal?.aborted) break;
    for (const imported of await importFile(file, options)) {
      files.push(imported);
      if (imported.outcome !== "refused") rows += imported.rows;
    }
    const seconds = Math.max(0.001, (performance.now() - startedAt) / 1000);
    options.onProgress?.({
      file,
      filesDone: paths.indexOf(file) + 1,
      files: paths.length,
      rows,
      rowsPerSecond: rows / seconds
    });
  }
  const inserted = files.reduce((sum, file) => sum + (file.outcome === "refused" ? 0 : file.inserted), 0);
  return {files, rows, inserted, refused: files.filter(({outcome}) => outcome === "refused").length};
}

/** Notes about the data that lie beside it. */
function isData(path: string): boolean {
  return !/(^|[\\/])(README[^\\/]*|INDEX\.csv|CHECKSUM|SHA256SUMS|LICENSE[^\\/]*)$|\.(md|txt|CHECKSUM|sha256)$/i.test(
    path
  );
}

async function importFile(path: string, options: ImportOptions): Promise<ImportedFile[]> {
  const imported: ImportedFile[] = [];
  try {
    for await (const entry of archiveEntries(path)) imported.push(await importEntry(path, entry, options));
    if (imported.length === 0)
      imported.push({outcome: "refused", path, code: "ARCHIVE_UNKNOWN_FORMAT", reason: `${path} holds no file.`});
  } catch (error) {
    // A database that is away is no fault of the file.
    if (!(error instanceof OperatingError) || isDatabaseError(error)) throw error;
    imported.push({outcome: "refused", path, code: error.code, reason: error.message});
  }
  return imported;
}
