/** The other side of `commandBeside`: runs the command that it is given and says how it ended. */
import {parentPort, workerData} from "node:worker_threads";
import {OperatingError} from "../lib/core/operating-error.js";
import type {CommandEnd, CommandOrder} from "./command-beside.js";
import type {CommandModule} from "./run-command.js";
import {createTerminal} from "./terminal.js";

const {name, options, isJson} = workerData as CommandOrder;

async function run(): Promise<CommandEnd> {
  try {
    const module = (await import(`./commands/${name}.ts`)) as CommandModule;
    await module.run({options, positional: [], terminal: {...createTerminal({isJson}), print: () => {}}});
    return {failed: null};
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return {failed: {message, code: error instanceof OperatingError ? error.code : null}};
  }
}

parentPort?.postMessage(await run());
