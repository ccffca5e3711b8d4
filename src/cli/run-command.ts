/** Runs one command's module and turns what it throws into a message, an exit code and, with --json, an object. */
import {OperatingError} from "../lib/core/operating-error.js";
import {EXIT_FAILED, EXIT_WRONG_INPUT} from "./exit-codes.mjs";
import {createTerminal, type Terminal} from "./terminal.js";

/** What the option parser gives: text, a list of texts, a flag, or nothing. */
export type CommandOptions = Readonly<Record<string, string | readonly string[] | boolean | undefined>>;
export type CommandArgument = string | readonly string[] | undefined;

export interface CommandContext {
  readonly options: CommandOptions;
  readonly positional: readonly CommandArgument[];
  readonly terminal: Terminal;
}

export interface CommandModule {
  /** @returns what --json prints; undefined prints nothing. */
  run(context: CommandContext): Promise<unknown>;
}

export async function runCommand(
  name: string,
  options: CommandOptions,
  positional: readonly CommandArgument[]
): Promise<void> {
  const terminal = createTerminal({isJson: options.json === true});
  try {
    const module = (await import(`./commands/${name}.ts`)) as CommandModule;
    const result = await module.run({options, positional, terminal});
    terminal.finish();
    if (options.json === true && result !== undefined) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  } catch (error) {
    terminal.finish();
    report(error, options.json === true);
  }
}

/** Wrong input exits with 2, everything else that fails with 1. A bug shows its stack; the world's failures do not. */
function report(error: unknown, isJson: boolean): void {
  const isOperating = error instanceof OperatingError;
  const code = isOperating ? error.code : "INTERNAL_ERROR";
  const message = error instanceof Error ? error.message : String(error);
  if (isJson)
    process.stdout.write(
      `${JSON.stringify({error: {code, message, details: isOperating ? error.details : {}}}, null, 2)}\n`
    );
  process.stderr.write(`papertape: ${isOperating || !(error instanceof Error) ? message : (error.stack ?? message)}\n`);
  const isInput = isOperating && (error.details.input === true || INPUT_CODES.has(error.code));
  process.exitCode = isInput ? EXIT_WRONG_INPUT : EXIT_FAILED;
}

/** Failures of parts below the command line that are the typing person's to mend. */
const INPUT_CODES: ReadonlySet<string> = new Set([
  "EXCHANGE_UNKNOWN",
  "EXCHANGE_NO_SYMBOL",
  "EXCHANGE_NOT_SUPPORTED",
  "ARCHIVE_NOT_FOUND",
  "SNAPSHOT_NOT_FOUND",
  "SNAPSHOT_AMBIGUOUS",
  "JOURNAL_SESSION_UNKNOWN",
  "ACCOUNT_NAME_INVALID",
  "ACCOUNT_EXISTS"
]);

/** Wrong input by the person who typed the command: exit code 2. */
export function wrongInput(message: string, details: Record<string, unknown> = {}): OperatingError {
  return new OperatingError(message, {code: "WRONG_INPUT", details: {...details, input: true}});
}
