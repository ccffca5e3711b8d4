/** `papertape live` in processes of its own on a simulated exchange that outlives them; each is started again when it ends. */
import {type ChildProcess, spawn} from "node:child_process";
import {once} from "node:events";

const KEPT_WORDS = 2_000;

export interface LiveProcess {
  /** Like a power cut; it is started again, as a service manager does. */
  kill(): Promise<void>;
  /** Ends it for good. */
  end(): Promise<void>;
}

/** @param given words of the command line behind `papertape live` */
export function keepLive(given: readonly string[], environment: Readonly<Record<string, string>>): LiveProcess {
  let isOver = false;
  let child: ChildProcess;
  const start = () => {
    child = spawn(process.execPath, ["bin/papertape.mjs", "live", ...given], {
      env: {...process.env, ...environment},
      stdio: ["ignore", "ignore", "pipe"]
    });
    let words = "";
    child.stderr?.on("data", (text) => {
      words = (words + String(text)).slice(-KEPT_WORDS);
    });
    child.once("exit", (code) => {
      // Killed it was asked for; what ends by itself says why.
      if (code !== null && code !== 0) console.error(words);
      if (!isOver) start();
    });
  };
  start();
  const killOnce = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  };
  return {
    kill: killOnce,
    end: async () => {
      isOver = true;
      await killOnce();
    }
  };
}
