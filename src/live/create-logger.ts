/** The log of a process: JSON lines in a file, secrets blotted out. */
import {join} from "node:path";
import pino, {type Logger} from "pino";
import type {Workbench} from "../loaders/workbench/open-workbench.js";

/** @param name of the file without its ending, where PAPERTAPE_LOG does not name another */
export function logFileOf({paths}: Workbench, name: string): string {
  return process.env.PAPERTAPE_LOG ?? join(paths.data, `${name}.log`);
}

export function createLogger({configuration}: Workbench, file: string): Logger {
  const secret = ["password", "token", "secret", "cookie", "authorization", "apiKey"];
  return pino(
    {
      level: configuration.logging.level,
      redact: {paths: [...secret, ...secret.map((name) => `*.${name}`)], censor: "(secret)"}
    },
    pino.destination({dest: file, mkdir: true, sync: true})
  );
}
