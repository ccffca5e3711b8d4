/**
 * One process at a time in a folder, also after a holder was killed. The lock is the highest numbered file; a number is
 * taken by linking a finished file to it, which only one process can do, and the next number may be taken once the
 * holder has released it or is dead. Numbers never go back, so a slow process cannot take a lock that has moved on.
 */
import {link, mkdir, readdir, readFile, rm, stat, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {setTimeout as wait} from "node:timers/promises";
import {OperatingError} from "../../lib/core/operating-error.js";

/** A holder is believed dead after this long even when a process of its number lives: numbers are used again. */
const STALE_AFTER_MS = 10 * 60_000;
const POLL_MS = 25;

/** Tokens that this process holds: after a restart in a container another process may have had our number. */
const heldHere = new Set<string>();
let taken = 0;

/**
 * Runs `work` while no other process that uses the same folder does.
 * @throws OperatingError DATABASE_LOCKED when the holder does not let go within `timeoutMs`.
 */
export async function withFolderLock<T>(
  {folder, timeoutMs}: {folder: string; timeoutMs: number},
  work: () => Promise<T>
): Promise<T> {
  await mkdir(folder, {recursive: true, mode: 0o700});
  const token = `${process.pid} ${Date.now()} ${taken++}`;
  const draft = join(folder, `draft-${process.pid}-${taken}`);
  await writeFile(draft, token);
  heldHere.add(token);
  try {
    const file = await take({folder, draft, timeoutMs});
    try {
      return await work();
    } finally {
      await writeFile(file, "released");
    }
  } finally {
    heldHere.delete(token);
    await rm(draft, {force: true});
  }
}

async function take({folder, draft, timeoutMs}: {folder: string; draft: string; timeoutMs: number}): Promise<string> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const highest = await highestNumber(folder);
    const current = join(folder, String(highest));
    if (highest === 0 || (await isFree(current))) {
      const mine = join(folder, String(highest + 1));
      if (await linked(draft, mine)) {
        if ((await highestNumber(folder)) === highest + 1) {
          // The draft and the lock share one file: releasing must not write through to a draft of a later attempt.
          await rm(draft, {force: true});
          await removeBelow(folder, highest + 1);
          return mine;
        }
        await rm(mine, {force: true});
      }
      continue;
    }
    if (Date.now() > end)
      throw new OperatingError(
        `Another process has been starting or stopping the database in ${folder} for ${timeoutMs / 1000} s (${await contentOf(current)}).`,
        {code: "DATABASE_LOCKED", details: {folder}, retryable: true}
      );
    await wait(POLL_MS);
  }
}

async function highestNumber(folder: string): Promise<number> {
  const numbers = (await readdir(folder)).filter((name) => /^\d+$/.test(name)).map(Number);
  return Math.max(0, ...numbers);
}

async function isFree(file: string): Promise<boolean> {
  const content = await contentOf(file);
  if (content === "released") return true;
  const pid = Number(content.split(" ")[0]);
  // Being written (released in the middle of our read): look again.
  if (content === "") return isOlderThan(file, STALE_AFTER_MS);
  if (heldHere.has(content)) return false;
  return pid === process.pid || !isAlive(pid) || (await isOlderThan(file, STALE_AFTER_MS));
}

/** Whether a process of this number exists, also one that belongs to somebody else. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function isOlderThan(file: string, ageMs: number): Promise<boolean> {
  const found = await stat(file).catch(() => null);
  return found !== null && Date.now() - found.mtimeMs > ageMs;
}

async function contentOf(file: string): Promise<string> {
  return readFile(file, "utf8").catch(() => "");
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

async function removeBelow(folder: string, number: number): Promise<void> {
  for (const name of await readdir(folder))
    if (/^\d+$/.test(name) && Number(name) < number) await rm(join(folder, name), {force: true});
}
