/** The machine: Node, the data folder and its disk, the port of the dashboard, a browser for tests. */
import {existsSync} from "node:fs";
import {access, constants, stat, statfs} from "node:fs/promises";
import {dirname, join} from "node:path";
import type {SystemConfiguration} from "../../lib/configuration/system-configuration.js";
import {projectPaths} from "../../loaders/configuration/project-paths.js";
import {probeDaemon} from "../daemon-probe.js";
import {type Finding, note, ok, problem, reasonOf} from "./finding.js";

const OLDEST_NODE = [20, 19] as const;
const NEEDED_BYTES = 1 << 30;
const BROWSERS = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

export async function machineFindings({http}: SystemConfiguration): Promise<readonly Finding[]> {
  return [
    nodeVersion(),
    await dataFolder(),
    await secretFiles(),
    await diskSpace(),
    await dashboardPort(http),
    browser()
  ];
}

function nodeVersion(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const isRecent = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  if (isRecent) return ok("Node", process.versions.node);
  return problem("Node", process.versions.node, {mend: `install Node ${OLDEST_NODE.join(".")} or later`});
}

async function dataFolder(): Promise<Finding> {
  const folder = projectPaths().data;
  const nearest = nearestExisting(folder);
  try {
    await access(nearest, constants.W_OK | constants.X_OK);
    return ok("data folder", nearest === folder ? folder : `${folder}, made when it is first needed`);
  } catch (error) {
    const mend = `make ${nearest} writable for you, or name another folder with PAPERTAPE_DATA`;
    return problem("data folder", reasonOf(error), {mend});
  }
}

/** What signs access tokens must be its owner's alone; Windows has no such bits. */
async function secretFiles(): Promise<Finding> {
  const key = join(projectPaths().data, "signing-key");
  if (process.platform === "win32" || !existsSync(key)) return note("permissions", "no secret files to look at");
  const {mode, uid} = await stat(key);
  const own = process.getuid?.();
  if (own !== undefined && uid !== own)
    return problem("permissions", `${key} belongs to another user`, {mend: `chown it to you, or start as its owner`});
  if ((mode & 0o077) === 0) return ok("permissions", `${key} is readable by its owner only`);
  return problem("permissions", `${key} can be read by others`, {mend: `chmod 600 ${key}`});
}

async function diskSpace(): Promise<Finding> {
  const {bavail, bsize} = await statfs(nearestExisting(projectPaths().data));
  const gigabytes = `${((bavail * bsize) / 2 ** 30).toFixed(1)} GiB free`;
  if (bavail * bsize >= NEEDED_BYTES) return ok("disk", gigabytes);
  return problem("disk", gigabytes, {mend: "free at least 1 GiB, or move the data folder with PAPERTAPE_DATA"});
}

function nearestExisting(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearestExisting(dirname(folder));
}

async function dashboardPort(http: SystemConfiguration["http"]): Promise<Finding> {
  if (http.port === 0) return ok("port", "any free one (http.port is 0)");
  const {state, address} = await probeDaemon(http);
  if (state === "silent") return ok("port", `${address} is free`);
  if (state !== "foreign") return ok("port", `${address} is our daemon's, ${state}`);
  return problem("port", `something else listens at ${address}`, {
    mend: "stop it, or choose another with --port or PAPERTAPE_HTTP_PORT"
  });
}

function browser(): Finding {
  const found = BROWSERS.find((path) => path !== undefined && existsSync(path));
  if (found !== undefined) return ok("browser", `${found}, for tests of pages`);
  return note("browser", "no Chromium: tests of pages are skipped; install chromium or name one with CHROMIUM");
}
