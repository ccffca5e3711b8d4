/** `papertape site`: builds the notebook pages into dist/, wholly offline, and checks what was built. */
import {projectPaths} from "../../loaders/configuration/project-paths.js";
import {buildSite} from "../../loaders/site/build-site.js";
import type {CommandContext} from "../run-command.js";

export async function run({terminal}: CommandContext): Promise<unknown> {
  const paths = projectPaths();
  const step = terminal.step("notebooks");
  step.update(null, "building");
  const built = await buildSite({project: paths.root});
  step.done(`${built.pages} pages in ${paths.site}`);
  return built;
}
