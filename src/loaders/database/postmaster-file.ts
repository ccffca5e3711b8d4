/** The file in which a PostgreSQL server says that it runs on a data folder, and that a killed one leaves behind. */
import {readFile, rm} from "node:fs/promises";
import {join} from "node:path";
import {isAlive} from "./folder-lock.js";

/** Null when no server has been started there, or the last one went in good order. */
export async function readPostmaster(dataFolder: string): Promise<{pid: number} | null> {
  const text = await readFile(join(dataFolder, "postmaster.pid"), "utf8").catch(() => "");
  const pid = Number(text.split("\n")[0]);
  return Number.isSafeInteger(pid) && pid > 0 ? {pid} : null;
}

/**
 * A killed server's number may meanwhile belong to another program, and PostgreSQL then believes it runs. The file is
 * removed when its process is gone or is certainly not PostgreSQL; in doubt it stays.
 */
export async function removeStalePostmasterFile(dataFolder: string): Promise<void> {
  const postmaster = await readPostmaster(dataFolder);
  if (postmaster === null) return;
  if (isAlive(postmaster.pid) && !(await isCertainlyNotPostgres(postmaster.pid))) return;
  await rm(join(dataFolder, "postmaster.pid"), {force: true});
}

async function isCertainlyNotPostgres(pid: number): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  return command !== "" && !command.includes("postgres");
}
