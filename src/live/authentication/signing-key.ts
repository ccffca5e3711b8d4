/** The key that access tokens are signed with: 256 random bits in a file that only its owner can read. */
import {randomBytes} from "node:crypto";
import {chmod, link, mkdir, readFile, rm, writeFile} from "node:fs/promises";
import {dirname} from "node:path";
import {OperatingError} from "../../lib/core/operating-error.js";

const KEY_BYTES = 32;

/** Makes the key where there is none; of several processes that try, one wins and all get its key. */
export async function readSigningKey(path: string): Promise<Uint8Array> {
  const known = await read(path);
  if (known !== null) return known;
  await mkdir(dirname(path), {recursive: true, mode: 0o700});
  const draft = `${path}.${process.pid}-${randomBytes(4).toString("hex")}`;
  await writeFile(draft, randomBytes(KEY_BYTES).toString("hex"), {mode: 0o600});
  try {
    // Unlike a rename, a link does not replace a key that another process has put there meanwhile.
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await rm(draft);
  }
  return readSigningKey(path);
}

async function read(path: string): Promise<Uint8Array | null> {
  let text: string;
  try {
    text = (await readFile(path, "utf8")).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  if (!/^[0-9a-f]{64}$/.test(text))
    throw new OperatingError(
      `${path} does not hold a signing key. Remove it, and a new one is made at the next start.`,
      {
        code: "SIGNING_KEY_INVALID",
        details: {path}
      }
    );
  // A copy that lost its permissions on the way is mended in silence; Windows has no such bits and ignores it.
  await chmod(path, 0o600);
  return Buffer.from(text, "hex");
}
