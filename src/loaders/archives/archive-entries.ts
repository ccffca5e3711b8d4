/** Files of an archive as streams of bytes, unpacked: plain, gzip, the members of a zip, or a Parquet file's lines. */
import {createReadStream} from "node:fs";
import {readdir, stat} from "node:fs/promises";
import {basename, join} from "node:path";
import {createGunzip} from "node:zlib";
import {type FlateError, Unzip, UnzipInflate} from "fflate";
import {OperatingError} from "../../lib/core/operating-error.js";
import {parquetLines} from "./parquet-lines.js";

export interface ArchiveEntry {
  /** Of the file itself, or of the member inside a zip; without `.gz`. */
  readonly name: string;
  /** To be read once, in order of the entries. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

const CHUNK_BYTES = 1 << 18;

/**
 * Files under a path, in order of name; hidden ones are left out.
 * @throws OperatingError ARCHIVE_NOT_FOUND.
 */
export async function listArchiveFiles(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => null);
  if (found === null)
    throw new OperatingError(`There is no file or folder ${path}.`, {code: "ARCHIVE_NOT_FOUND", details: {path}});
  if (!found.isDirectory()) return [path];
  const names = (await readdir(path)).filter((name) => !name.startsWith(".")).sort();
  const below: string[] = [];
  for (const name of names) below.push(...(await listArchiveFiles(join(path, name))));
  return below;
}

/** @throws OperatingError ARCHIVE_BROKEN while reading, for a file that ends early or is not what its name says. */
export async function* archiveEntries(path: string): AsyncGenerator<ArchiveEntry> {
  if (path.endsWith(".zip")) yield* zipEntries(path);
  else if (/\.(parquet|pq)$/i.test(path)) yield {name: basename(path), chunks: parquetLines(path)};
  else if (path.endsWith(".gz")) yield {name: basename(path).replace(/\.gz$/, ""), chunks: gunzipped(path)};
  else yield {name: basename(path), chunks: readable(path)};
}

/** An entry once more, from its beginning; null where the file has none of that name. */
export async function archiveEntry(path: string, name: string): Promise<ArchiveEntry | null> {
  for await (const entry of archiveEntries(path)) if (entry.name === name) return entry;
  return null;
}

async function* readable(path: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path, {highWaterMark: CHUNK_BYTES});
}

async function* gunzipped(path: string): AsyncGenerator<Uint8Array> {
  const source = createReadStream(path, {highWaterMark: CHUNK_BYTES});
  const gunzip = createGunzip({chunkSize: CHUNK_BYTES});
  source.on("error", (error) => gunzip.destroy(error));
  try {
    yield* source.pipe(gunzip) as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw broken(path, error);
  } finally {
    source.destroy();
  }
}

/** Members as they come; each is read before the next is given, so that only a chunk is in memory. */
async function* zipEntries(path: string): AsyncGenerator<ArchiveEntry> {
  const reader = new ZipReader(path);
  for (let name = await reader.nextName(); name !== null; name = await reader.nextName())
    if (!name.endsWith("/")) yield {name: basename(name), chunks: reader.chunksOf(name)};
}

/** Turns fflate's callbacks into something to wait for. */
class ZipReader {
  readonly #path: string;
  readonly #source: AsyncIterator<Uint8Array>;
  readonly #unzip = new Unzip();
  readonly #names: string[] = [];
  readonly #data = new Map<string, {parts: Uint8Array[]; isDone: boolean}>();
  #error: FlateError | null = null;
  #isDrained = false;

  constructor(path: string) {
    this.#path = path;
    this.#source = readable(path);
    this.#unzip.register(UnzipInflate);
    this.#unzip.onfile = (file) => {
      const member = {parts: [] as Uint8Array[], isDone: false};
      this.#names.push(file.name);
      this.#data.set(file.name, member);
      file.ondata = (error, data, isFinal) => {
        this.#error ??= error;
        if (data !== undefined && data.length > 0) member.parts.push(data);
        member.isDone ||= isFinal;
      };
      file.start();
    };
  }

  async nextName(): Promise<string | null> {
    while (this.#names.length === 0 && (await this.#read()));
    return this.#names.shift() ?? null;
  }

  async *chunksOf(name: string): AsyncGenerator<Uint8Array> {
    const member = this.#data.get(name) ?? {parts: [], isDone: true};
    for (;;) {
      const part = member.parts.shift();
      if (part !== undefined) yield part;
      else if (member.isDone) break;
      else if (!(await this.#read())) throw broken(this.#path, new Error(`${name} ends early`));
    }
    this.#data.delete(name);
  }

  /** False at the end of the file. */
  async #read(): Promise<boolean> {
    if (this.#isDrained) return false;
    const {value, done} = await this.#source.next();
    this.#isDrained = done === true;
    try {
      this.#unzip.push(value ?? new Uint8Array(0), this.#isDrained);
    } catch (error) {
      throw broken(this.#path, error);
    }
    if (this.#error !== null) throw broken(this.#path, this.#error);
    return !this.#isDrained;
  }
}

function broken(path: string, cause: unknown): OperatingError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new OperatingError(`${path} cannot be unpacked: ${message}. Fetch it again.`, {
    code: "ARCHIVE_BROKEN",
    details: {path},
    cause
  });
}
