/** The folder of all snapshots: which there are, which one is meant, and removing old ones. */
import {readdir, rm} from "node:fs/promises";
import {join} from "node:path";
import {OperatingError} from "../../lib/core/operating-error.js";
import {readSnapshotManifest, type SnapshotManifest} from "./snapshot-manifest.js";

export interface ListedSnapshot {
  readonly id: string;
  readonly folder: string;
  /** Null when it cannot be read. */
  readonly manifest: SnapshotManifest | null;
  /** Why it cannot be read. */
  readonly reason: string | null;
}

const ID = /^[0-9a-f]{64}$/;

/** Newest first; those that cannot be read last. An absent folder holds none. */
export async function listSnapshots(folder: string): Promise<readonly ListedSnapshot[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => ID.test(name)).sort();
  const listed = await Promise.all(names.map((id) => describe(join(folder, id), id)));
  return listed.sort((a, b) => (b.manifest?.createdAt ?? 0) - (a.manifest?.createdAt ?? 0) || (a.id < b.id ? -1 : 1));
}

async function describe(folder: string, id: string): Promise<ListedSnapshot> {
  try {
    return {id, folder, manifest: await readSnapshotManifest(folder), reason: null};
  } catch (error) {
    return {id, folder, manifest: null, reason: (error as Error).message};
  }
}

/**
 * The snapshot that a person means: an id, the beginning of one, or "latest".
 * @param options.isBrokenToo also finds one whose manifest cannot be read: for whoever looks what is wrong with it.
 * @throws OperatingError SNAPSHOT_NOT_FOUND, SNAPSHOT_AMBIGUOUS
 */
export async function findSnapshot(
  folder: string,
  name: string,
  {isBrokenToo = false}: {readonly isBrokenToo?: boolean} = {}
): Promise<ListedSnapshot> {
  const listed = await listSnapshots(folder);
  const readable = listed.filter(({manifest}) => manifest !== null);
  const candidates = isBrokenToo ? listed : readable;
  const matches = name === "latest" ? readable.slice(0, 1) : candidates.filter(({id}) => id.startsWith(name));
  if (matches.length > 1)
    throw new OperatingError(
      `${matches.length} snapshots begin with "${name}": ${matches.map(({id}) => id.slice(0, 12)).join(", ")}. Give more digits.`,
      {code: "SNAPSHOT_AMBIGUOUS", details: {name}}
    );
  if (matches[0] === undefined)
    throw new OperatingError(
      readable.length === 0
        ? `There is no snapshot in ${folder} yet; make one with \`papertape snapshot\`.`
        : `No snapshot begins with "${name}"; the newest is ${readable[0]?.id.slice(0, 12)}.`,
      {code: "SNAPSHOT_NOT_FOUND", details: {name, folder}}
    );
  return matches[0];
}

export interface PruneOptions {
  /** How many of the newest stay. */
  readonly keep: number;
  /** Ids that stay in any case: reports name them. */
  readonly protectedIds?: readonly string[];
  /** Says what would go, and leaves it. */
  readonly dryRun?: boolean;
}

/** Removes old snapshots, and those that cannot be read. Returns what went, newest first. */
export async function pruneSnapshots(folder: string, options: PruneOptions): Promise<readonly ListedSnapshot[]> {
  const listed = await listSnapshots(folder);
  const protectedIds = new Set(options.protectedIds ?? []);
  const newest = new Set(listed.filter(({manifest}) => manifest !== null).slice(0, options.keep));
  const old = listed.filter((snapshot) => !newest.has(snapshot) && !protectedIds.has(snapshot.id));
  if (options.dryRun !== true) for (const snapshot of old) await rm(snapshot.folder, {recursive: true, force: true});
  return old;
}
