/**
 * Wakes readers when a stream grows: one listening connection for all of a bus' readers. A notification that is lost
 * with its connection costs time only, because every wait ends after the poll interval.
 */
import pg from "pg";
import {backOffMs} from "../../lib/core/back-off.js";
import {pause} from "./pause.js";

const BACK_OFF = {firstMs: 100, maxMs: 2_000};

export class PostgresWake {
  readonly #connectionString: string;
  readonly #closed = new AbortController();
  readonly #waiters = new Map<string, Set<() => void>>();
  readonly #running: Promise<void>;
  #client: pg.Client | null = null;

  constructor(connectionString: string) {
    this.#connectionString = connectionString;
    this.#running = this.#run();
  }

  /** A promise that resolves when the stream grows from now on, after `timeoutMs`, or when the signal is given. */
  next(stream: string, {timeoutMs, signal}: {readonly timeoutMs: number; readonly signal: AbortSignal}): Promise<void> {
    return new Promise((resolve) => {
      const waiters = this.#waitersOf(stream);
      const wake = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", wake);
        waiters.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, timeoutMs);
      signal.addEventListener("abort", wake);
      waiters.add(wake);
      if (signal.aborted) wake();
    });
  }

  async close(): Promise<void> {
    this.#closed.abort();
    await this.#client?.end().catch(() => {});
    await this.#running;
  }

  async #run(): Promise<void> {
    for (let attempt = 1; !this.#closed.signal.aborted; attempt += 1) {
      const began = performance.now();
      await this.#listen().catch(() => {});
      // A connection that held for a while was a good one: its loss is a first attempt again.
      if (performance.now() - began > BACK_OFF.maxMs) attempt = 1;
      this.#wakeAll();
      await pause(backOffMs(attempt, BACK_OFF), this.#closed.signal);
    }
  }

  /** Resolves when the connection is gone. */
  async #listen(): Promise<void> {
    const client = new pg.Client({connectionString: this.#connectionString, keepAlive: true});
    const ended = new Promise<void>((resolve) => client.once("end", () => resolve()));
    client.on("error", () => {});
    client.on("notification", ({payload}) => this.#wake(payload ?? ""));
    this.#client = client;
    await client.connect();
    await client.query("listen papertape_bus");
    // What came while nobody listened.
    this.#wakeAll();
    if (this.#closed.signal.aborted) await client.end();
    await ended;
  }

  #waitersOf(stream: string): Set<() => void> {
    let waiters = this.#waiters.get(stream);
    if (waiters === undefined) {
      waiters = new Set();
      this.#waiters.set(stream, waiters);
    }
    return waiters;
  }

  #wake(stream: string): void {
    for (const wake of [...(this.#waiters.get(stream) ?? [])]) wake();
  }

  #wakeAll(): void {
    for (const stream of [...this.#waiters.keys()]) this.#wake(stream);
  }
}
