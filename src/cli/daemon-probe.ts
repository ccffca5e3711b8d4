/** Whether our daemon answers at an address. Asks what needs no sign-in. */
import {get} from "node:http";

export interface DaemonAnswer {
  /** Foreign is something that answers and is not Papertape; silent is nobody. */
  readonly state: "ready" | "not-ready" | "foreign" | "silent";
  readonly address: string;
}

/** The part of the daemon's status that is told at a terminal. */
export interface DaemonStatus {
  readonly trading: string;
  readonly pausedBecause: string | null;
  readonly mode: string;
  readonly isSimulated: boolean;
  readonly components: readonly {
    readonly name: string;
    readonly state: string;
    readonly message: string;
    readonly restarts: number | null;
  }[];
  readonly breakers: readonly {
    readonly name: string;
    readonly state: string;
    readonly failures: number;
    readonly lastFailure: string | null;
    readonly effect: string;
  }[];
  readonly streams: readonly {readonly instrument: string; readonly isStale: boolean}[];
}

const TIMEOUT_MS = 3_000;
const LONGEST_ANSWER = 100_000;
const NOBODY: ReadonlySet<string | undefined> = new Set(["ECONNREFUSED", "EADDRNOTAVAIL", "EHOSTUNREACH"]);

export async function probeDaemon({host, port}: {host: string; port: number}): Promise<DaemonAnswer> {
  const address = `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
  try {
    const {status} = (JSON.parse(await answerOf(`${address}/health/ready`)) ?? {}) as {status?: unknown};
    return {state: status === "ready" || status === "not-ready" ? status : "foreign", address};
  } catch (error) {
    // Whoever listens but does not speak as we do is a stranger; only a refusal says that nobody is there.
    return {state: NOBODY.has((error as NodeJS.ErrnoException).code) ? "silent" : "foreign", address};
  }
}

/** What the daemon says of itself; null when it does not let us look. */
export async function askStatus(address: string, accessToken: string): Promise<DaemonStatus | null> {
  try {
    const answer = JSON.parse(await answerOf(`${address}/api/status`, {authorization: `Bearer ${accessToken}`}));
    return Array.isArray((answer as Partial<DaemonStatus>).components) ? (answer as DaemonStatus) : null;
  } catch {
    return null;
  }
}

/** Not by fetch, which leaves out some ports that a person may have chosen. */
function answerOf(url: string, headers: Readonly<Record<string, string>> = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = get(url, {timeout: TIMEOUT_MS, headers}, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
        if (text.length > LONGEST_ANSWER) request.destroy(new Error("the answer does not end"));
      });
      response.on("end", () => resolve(text));
      response.on("error", reject);
    });
    request.on("timeout", () => request.destroy(new Error("no answer in time")));
    request.on("error", reject);
  });
}
