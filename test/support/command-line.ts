/** Runs `papertape` as a person would, in a process of its own; or, quicker, a command's module in this one. */
import {spawn} from "node:child_process";
import type {CommandModule, CommandOptions} from "../../src/cli/run-command.js";

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

export interface CommandHere {
  readonly result: unknown;
  /** Lines that a person would see. */
  readonly lines: readonly string[];
  /** The exit code that the command asked for. */
  readonly code: number;
}

/** A command's module run in this process. @throws what the command throws */
export async function papertapeHere(
  [name, ...positional]: readonly string[],
  options: CommandOptions = {},
  environment: Readonly<Record<string, string>> = {}
): Promise<CommandHere> {
  const module = (await import(`../../src/cli/commands/${name}.ts`)) as CommandModule;
  const lines: string[] = [];
  const step = {update: () => {}, done: () => {}};
  const terminal = {isJson: false, print: (line: string) => void lines.push(line), step: () => step, finish: () => {}};
  const before = {...process.env};
  Object.assign(process.env, environment);
  process.exitCode = 0;
  try {
    const result = await module.run({options, positional, terminal});
    return {result, lines, code: Number(process.exitCode)};
  } finally {
    process.exitCode = 0;
    process.env = before;
  }
}
