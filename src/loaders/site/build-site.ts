/**
 * Builds the notebooks into `dist`, offline. The build runs in a process of its own: Framework wants the project as
 * working directory, needs half a gigabyte, and our shim replaces `fetch`. The site is built aside, checked, and then
 * put in place of the former one, so that a failed build leaves the former site standing.
 */
import {fork} from "node:child_process";
import {createRequire} from "node:module";
import {resolve} from "node:path";
import {fileURLToPath, pathToFileURL} from "node:url";
import {OperatingError} from "../../lib/core/operating-error.js";

export interface SiteProgress {
  readonly message: string;
  /** 0..1 */
  readonly fraction: number;
}

export interface BuiltSite {
  readonly pages: number;
  readonly ms: number;
}

export interface BuildSiteOptions {
  /** Folder with observablehq.config.ts, notebooks/, data/ and node_modules/. */
  readonly project: string;
  /** For a copy without a daemon behind it: live pages then say so instead of asking. */
  readonly isPublished?: boolean;
  readonly onProgress?: (progress: SiteProgress) => void;
}

/** What the building process sends. */
export type BuildMessage =
  | {readonly kind: "progress"; readonly progress: SiteProgress}
  | {readonly kind: "built"; readonly site: BuiltSite}
  | {readonly kind: "failed"; readonly problems: readonly string[]};

/** @throws OperatingError `SITE_BUILD_FAILED`, with the problems found, when a page or the build is broken. */
export async function buildSite({project, isPublished = false, onProgress}: BuildSiteOptions): Promise<BuiltSite> {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
  const child = fork(fileURLToPath(new URL("build-process.ts", import.meta.url)), {
    cwd: project,
    execArgv: ["--import", tsx],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    env: buildEnvironment(isPublished)
  });
  let complaints = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    complaints = (complaints + chunk.toString()).slice(-4_000);
  });
  return new Promise((done, reject) => {
    let outcome: Exclude<BuildMessage, {kind: "progress"}> | null = null;
    child.on("message", (message: BuildMessage) => {
      if (message.kind === "progress") onProgress?.(message.progress);
      else outcome = message;
    });
    child.on("error", reject);
    child.on("close", () => {
      if (outcome?.kind === "built") done(outcome.site);
      else reject(buildFailure(outcome?.problems ?? [complaints.trim() || "the building process ended early"]));
    });
  });
}

/** Relative folders are meant from here, not from the project, where the build runs. */
function buildEnvironment(isPublished: boolean): NodeJS.ProcessEnv {
  const folders = ["PAPERTAPE_DATA", "PAPERTAPE_SITE"].flatMap((name) => {
    const folder = process.env[name];
    return folder === undefined ? [] : [[name, resolve(folder)] as const];
  });
  return {
    ...process.env,
    ...Object.fromEntries(folders),
    OBSERVABLE_TELEMETRY_DISABLE: "true",
    PAPERTAPE_PUBLISH: String(isPublished)
  };
}

function buildFailure(problems: readonly string[]): OperatingError {
  const shown = problems
    .slice(0, 10)
    .map((problem) => `\n  ${problem}`)
    .join("");
  return new OperatingError(`The notebooks could not be built; the former site was left in place:${shown}`, {
    code: "SITE_BUILD_FAILED",
    details: {problems}
  });
}
