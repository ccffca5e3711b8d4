/** A project folder of its own for building the site: the notebooks copied, source and packages linked, data invented. */
import {cp, mkdtemp, rm, symlink} from "node:fs/promises";
import {tmpdir} from "node:os";
import {basename, join, resolve} from "node:path";

export interface SiteProject {
  readonly folder: string;
  /** Where the built site lies. */
  readonly site: string;
  remove(): Promise<void>;
}

export async function createSiteProject(): Promise<SiteProject> {
  const source = resolve(import.meta.dirname, "../..");
  const folder = await mkdtemp(join(tmpdir(), "papertape-site-"));
  for (const name of ["node_modules", "src"]) await symlink(join(source, name), join(folder, name));
  for (const name of ["notebooks", "observablehq.config.ts", "package.json", "package-lock.json", "tsconfig.json"])
    await cp(join(source, name), join(folder, name), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => basename(path) !== ".observablehq"
    });
  return {folder, site: join(folder, "dist"), remove: () => rm(folder, {recursive: true, force: true})};
}
