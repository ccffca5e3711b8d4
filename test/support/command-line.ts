/** Runs `papertape` as a person would, in a process of its own with a data folder of its own. */
import {spawn} from "node:child_process";

export interface CommandOutcome {
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
}

/** @param environment over this process's; PAPERTAPE_DATA should name a temporary folder. */
export function papertape(
  given: readonly string[],
  environment: Readonly<Record<string, string>> = {}
): Promise<CommandOutcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["bin/papertape.mjs", ...given], {
      env: {...process.env, ...environment},
      stdio: ["ignore", "pipe", "pipe"]
    });
    let out = "";
    let errors = "";
    child.stdout.on("data", (chunk) => {
      out += String(chunk);
    });
    child.stderr.on("data", (chunk) => {
      errors += String(chunk);
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({code, out, errors}));
  });
}
