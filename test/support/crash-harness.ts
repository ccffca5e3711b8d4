/** Starts a session's process, watches through the database how far it has come, and kills it there. */
import {type ChildProcess, spawn} from "node:child_process";
import {once} from "node:events";
import {text} from "node:stream/consumers";
import {setTimeout as wait} from "node:timers/promises";
import {seededRandom} from "../../src/lib/core/random.js";
import type {Journal} from "../../src/lib/integration/ports/journal.js";
import type {TradedTape} from "../../src/live/trade-tape.js";
import type {CrashOrder} from "./crash-process.js";

const PROGRAM = new URL("./crash-process.ts", import.meta.url).pathname;
const POLL_MS = 3;

export interface SessionProcess {
  /** True when it has committed so many events; false when it ended before. */
  reaches(sequence: number): Promise<boolean>;
  kill(): Promise<void>;
  /** @throws Error with what the process said when it failed */
  finish(): Promise<TradedTape>;
}

export function startSessionProcess(order: CrashOrder, journal: Journal): SessionProcess {
  const child: ChildProcess = spawn(process.execPath, ["--import", "tsx", PROGRAM, JSON.stringify(order)], {
    stdio: ["ignore", "pipe", "pipe"]
  });
  const ended = once(child, "exit");
  const [said, complained] = [textOf(child.stdout), textOf(child.stderr)];
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  return {
    reaches: async (sequence) => {
      while (isRunning()) {
        if ((await committed(journal, order.session)) >= sequence) return true;
        await wait(POLL_MS);
      }
      return false;
    },
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
    finish: async () => {
      await ended;
      if (child.exitCode !== 0)
        throw new Error(`the session's process ended with ${child.exitCode}: ${await complained}`);
      return JSON.parse(await said) as TradedTape;
    }
  };
}

/** Events in the journal; 0 for a session that is not there yet. */
export async function committed(journal: Journal, session: string): Promise<number> {
  return journal.head(session).then(
    ({sequence}) => sequence,
    () => 0
  );
}

export interface KilledSession {
  readonly traded: TradedTape;
  readonly kills: number;
}

export interface KillingOptions {
  readonly order: CrashOrder;
  readonly journal: Journal;
  readonly seed: number;
  /** Events of the whole session: the kills are spread over them. */
  readonly events: number;
  readonly mostKills: number;
}

/** Kills the session again and again, each time after a random number of commits more, until it gets to its end. */
export async function runKilling({order, journal, seed, events, mostKills}: KillingOptions): Promise<KilledSession> {
  const random = seededRandom(seed);
  for (let kills = 0; ; ) {
    const process = startSessionProcess(order, journal);
    if (kills < mostKills) {
      const target = (await committed(journal, order.session)) + random.below(events / mostKills);
      if (await process.reaches(target)) {
        await process.kill();
        kills++;
        continue;
      }
    }
    return {traded: await process.finish(), kills};
  }
}

function textOf(stream: ChildProcess["stdout"]): Promise<string> {
  return stream === null ? Promise.resolve("") : text(stream);
}
