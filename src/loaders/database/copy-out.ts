/**
 * The bytes of a COPY ... TO STDOUT as they leave the server. The server sends each row as a message of its own; here the
 * frames are taken off within the chunk that came over the wire, because an object a row costs more than reading it.
 */
import {Readable} from "node:stream";
import {assert} from "../../lib/core/assert.js";

/** What is used of pg's connection. */
interface Wire {
  readonly stream: Readable;
  query(text: string): void;
}

type DataListener = (chunk: Buffer) => void;

const COPY_DATA = 0x64;
const COPY_DONE = 0x63;
const ERROR = 0x45;
const HEADER_BYTES = 5;
/** Chunks that wait for their reader at most. */
const CHUNKS_WAITING = 16;

/** Given to `client.query`; read with `for await`. The connection is free for other queries at its end. */
export class CopyOut extends Readable {
  readonly #text: string;
  #wire: Wire | null = null;
  #parser: DataListener | null = null;
  /** A header that was cut by the end of a chunk. */
  #rest: Buffer = Buffer.alloc(0);
  /** Of the message that goes on in the next chunk: bytes to come, and whether they are data. */
  #left = 0;
  #isData = false;
  #wantsMore = false;

  constructor(text: string) {
    super({objectMode: true, highWaterMark: CHUNKS_WAITING});
    this.#text = text;
  }

  /** Called by pg when it is this query's turn. */
  submit(wire: Wire): void {
    const {stream} = wire;
    const [parser, ...others] = stream.listeners("data") as DataListener[];
    assert(parser !== undefined && others.length === 0, "pg alone listens to its connection");
    this.#wire = wire;
    this.#parser = parser;
    stream.removeListener("data", parser);
    stream.pause();
    stream.on("readable", this.#forward);
    wire.query(this.#text);
  }

  /** Called by pg for an error that it read, or a connection that ended. */
  handleError(error: Error): void {
    this.#release(null);
    this.destroy(error);
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {}

  override _read(): void {
    this.#wantsMore = true;
    this.#forward();
  }

  /** Whoever reads no further still leaves the rest to be read off the connection, so that it can be used again. */
  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#wantsMore = true;
    this.#forward();
    done(error);
  }

  readonly #forward = (): void => {
    while (this.#wantsMore && this.#wire !== null) {
      const chunk: Buffer | null = this.#wire.stream.read();
      if (chunk === null) return;
      this.#take(this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]));
    }
  };

  /** Moves the data of the chunk's messages together at its beginning, over their frames, and hands it on. */
  #take(chunk: Buffer): void {
    let at = 0;
    let kept = 0;
    this.#rest = chunk.subarray(chunk.length);
    while (at < chunk.length) {
      if (this.#left === 0) {
        if (chunk.length - at < HEADER_BYTES) {
          this.#rest = Buffer.from(chunk.subarray(at));
          break;
        }
        const code = chunk[at];
        if (code === COPY_DONE || code === ERROR) {
          this.#hand(chunk, kept);
          this.#release(chunk.subarray(code === COPY_DONE ? at + HEADER_BYTES : at));
          if (code === COPY_DONE && !this.destroyed) this.push(null);
          return;
        }
        this.#isData = code === COPY_DATA;
        this.#left = chunk.readUInt32BE(at + 1) - (HEADER_BYTES - 1);
        at += HEADER_BYTES;
      }
      const end = Math.min(chunk.length, at + this.#left);
      if (this.#isData) {
        if (kept !== at) chunk.copyWithin(kept, at, end);
        kept += end - at;
      }
      this.#left -= end - at;
      at = end;
    }
    this.#hand(chunk, kept);
  }

  #hand(chunk: Buffer, kept: number): void {
    if (kept > 0 && !this.destroyed) this.#wantsMore = this.push(chunk.subarray(0, kept));
  }

  /** Gives the connection back to pg, with what was read of it and is not ours. */
  #release(unread: Buffer | null): void {
    const [wire, parser] = [this.#wire, this.#parser];
    this.#wire = null;
    this.#parser = null;
    if (wire === null || parser === null) return;
    wire.stream.removeListener("readable", this.#forward);
    wire.stream.on("data", parser);
    if (unread !== null && unread.length > 0) parser(unread);
    // After pg has seen to what it was given, which may pause the stream.
    process.nextTick(() => wire.stream.resume());
  }
}
