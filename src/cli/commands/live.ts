/** `papertape live`: the daemon on the present, one component of it, or a paper session over a tape. */
import {textOption} from "../option-values.js";
import type {CommandContext} from "../run-command.js";

export async function run(context: CommandContext): Promise<unknown> {
  if (textOption(context.options, "only") !== undefined) {
    const {runComponent} = await import("../run-component.js");
    return runComponent(context);
  }
  if (textOption(context.options, "tape") === undefined) {
    const {runDaemon} = await import("../run-daemon.js");
    return runDaemon(context);
  }
  const {runTape} = await import("../run-tape.js");
  return runTape(context);
}
