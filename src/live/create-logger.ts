/** The log of a process: JSON lines in a file, secrets blotted out. */
import {join} from "node:path";
import pino, {type Logger} from "pino";
import type {Workbench} from "../loaders/workbench/open-workbench.js";

/** @param name of the file without its ending, where PAPERTAPE_LOG does not name another */
export function logFileOf({paths}: Workbench, name: string): string {
  return process.env.PAPERTAPE_LOG ?? join(paths.data, `${name}.log`);
}

const SECRET_NAMES = [
  "password",
  "oneTimePassword",
  "passphrase",
  "token",
  "accessToken",
  "secret",
  "apiKey",
  "sealed",
  "cookie",
  "authorization",
  "webhookUrl"
];
const DEEPEST = 4;
/** The password of an address, wherever it stands in a line. */
const LOGIN = /(\w:\/\/)[^\s/@"]*@/g;

export function createLogger({configuration}: Pick<Workbench, "configuration">, file: string): Logger {
  const depths = Array.from({length: DEEPEST}, (_, depth) => "*.".repeat(depth));
  return pino(
    {
      level: configuration.logging.level,
      redact: {paths: depths.flatMap((above) => SECRET_NAMES.map((name) => `${above}${name}`)), censor: "(secret)"},
      hooks: {streamWrite: (line) => line.replace(LOGIN, "$1(secret)@")}
    },
    pino.destination({dest: file, mkdir: true, sync: true})
  );
}
