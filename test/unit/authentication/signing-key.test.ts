/** The signing key's file. */
import {mkdtemp, readdir, rm, stat, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, expect, it} from "vitest";
import {readSigningKey} from "../../../src/live/authentication/signing-key.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "papertape-key-"));
});
afterEach(() => rm(folder, {recursive: true, force: true}));

it("is made once for all who ask at the same time, readable by its owner alone", async () => {
  const path = join(folder, "inner", "signing.key");
  const keys = await Promise.all([1, 2, 3, 4].map(() => readSigningKey(path)));
  expect(new Set(keys.map((key) => Buffer.from(key).toString("hex"))).size).toBe(1);
  expect(keys[0]).toHaveLength(32);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readdir(join(folder, "inner"))).toEqual(["signing.key"]);
});

it("is refused when the file holds something else", async () => {
  const path = join(folder, "signing.key");
  await writeFile(path, "password");
  await expect(readSigningKey(path)).rejects.toMatchObject({code: "SIGNING_KEY_INVALID"});
});
