/** The commit of the code that runs, for records of what a result was made with. */
import {execFileSync} from "node:child_process";
import {projectPaths} from "../configuration/project-paths.js";

/** A commit, with `+changes` where files differ from it; `unknown` outside a git checkout. */
export function codeCommit(): string {
  const git = (...args: string[]) =>
    execFileSync("git", args, {cwd: projectPaths().root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"]}).trim();
  try {
    const commit = git("rev-parse", "HEAD");
    const changed = git("status", "--porcelain", "--untracked-files=no", "--", "src", "config", "package-lock.json");
    return changed === "" ? commit : `${commit}+changes`;
  } catch {
    return "unknown";
  }
}
