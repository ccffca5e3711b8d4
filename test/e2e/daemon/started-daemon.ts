/** `papertape start` as a child process, with data and pages in a folder of its own, on a free port. */
import {type ChildProcess, spawn} from "node:child_process";
import {join, resolve} from "node:path";

export interface StartedDaemon {
  readonly address: string;
  /** Printed at the first start only. */
  readonly oneTimePassword: string | null;
  /** Everything that it printed so far. */
  output(): string;
  /** SIGINT, as from a keyboard; resolves to the exit code. */
  stop(): Promise<number | null>;
  kill(): void;
}

const STOP_WITHIN_MS = 60_000;
const PROJECT = resolve(import.meta.dirname, "../../..");
const READY = /Papertape is at (?<address>http:\/\/\S+)[\s\S]*Ctrl-C stops it/;
/** What a developer's shell or the test run may name: this daemon has its own database. */
const FOREIGN = ["DATABASE_URL", "REDIS_URL", "PAPERTAPE_HTTP_PORT", "PAPERTAPE_EXCHANGE", "PAPERTAPE_STRATEGY"];

/** @throws Error with the output when it ends before it is ready, or is not ready in time */
export async function startDaemon(
  folder: string,
  {symbols, historyDays, withinMs}: {symbols: readonly string[]; historyDays: number; withinMs: number}
): Promise<StartedDaemon> {
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    PAPERTAPE_DATA: join(folder, "data"),
    PAPERTAPE_SITE: join(folder, "site"),
    PAPERTAPE_HISTORY_DAYS: String(historyDays)
  };
  for (const name of FOREIGN) delete environment[name];
  const child = spawn(
    process.execPath,
    [join(PROJECT, "bin/papertape.mjs"), "start", "--port", "0", "--symbol", ...symbols],
    {cwd: folder, env: environment, stdio: ["ignore", "pipe", "pipe"]}
  );
  const ended = new Promise<number | null>((done) => child.once("exit", (code) => done(code)));
  const output = collectOutput(child);
  const address = await readyAddress(child, {output, ended, withinMs});
  return {
    address,
    oneTimePassword: /one-time password (?<password>[a-z0-9-]+) /.exec(output())?.groups?.password ?? null,
    output,
    stop: () => {
      child.kill("SIGINT");
      return Promise.race([ended, tooLate(child, output)]);
    },
    kill: () => void child.kill("SIGKILL")
  };
}

/** Rejects with the output, after ending it, when it has not stopped after STOP_WITHIN_MS. */
function tooLate(child: ChildProcess, output: () => string): Promise<never> {
  return new Promise((_, fail) => {
    AbortSignal.timeout(STOP_WITHIN_MS).addEventListener("abort", () => {
      child.kill("SIGKILL");
      fail(new Error(`did not stop within ${STOP_WITHIN_MS} ms:\n${output()}`));
    });
  });
}

function collectOutput({stdout, stderr}: ChildProcess): () => string {
  let text = "";
  for (const stream of [stdout, stderr])
    stream?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
    });
  return () => text;
}

interface Waiting {
  readonly output: () => string;
  readonly ended: Promise<number | null>;
  readonly withinMs: number;
}

function readyAddress(child: ChildProcess, {output, ended, withinMs}: Waiting): Promise<string> {
  return new Promise((done, fail) => {
    const late = setTimeout(() => {
      child.kill("SIGKILL");
      fail(new Error(`not ready after ${withinMs} ms:\n${output()}`));
    }, withinMs);
    const look = () => {
      const address = READY.exec(output())?.groups?.address;
      if (address === undefined) return;
      clearTimeout(late);
      done(address);
    };
    child.stdout?.on("data", look);
    child.stderr?.on("data", look);
    void ended.then((code) => {
      clearTimeout(late);
      fail(new Error(`ended with code ${code} before it was ready:\n${output()}`));
    });
  });
}
