/**
 * Makes Observable Framework work without a network. It asks a registry for the versions of packages and a CDN for
 * their code; called from observablehq.config.ts, this answers both from node_modules. A package that is not installed
 * is an error that names it, never a download. Hosts are told by the shape of the address.
 */
import {createHash} from "node:crypto";
import {existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {readFile} from "node:fs/promises";
import {join} from "node:path";

/** `https://<a registry>/<package>[/<tag>]` */
const REGISTRY = /^https:\/\/registry\.[^/]+\/(?<spec>.+)$/;
/** `https://<a CDN>/npm/<package>@<version>/<path>` */
const CDN = /^https:\/\/cdn\.[^/]+\/npm\/(?<spec>.+)$/;
const SPEC = /^(?<name>(?:@[^/]+\/)?[^/@]+)(?:@(?<version>[^/]+))?(?:\/(?<path>.*))?$/;
/** Framework's client names optional libraries and wants a version of each, whether or not a page uses it. */
const VERSION_WHEN_NOT_INSTALLED = "0.0.0";
const ORIGINAL_FETCH = Symbol.for("papertape.original-fetch");

export interface SiteRoot {
  /** Folder with node_modules and package-lock.json. */
  readonly project?: string;
  /** The notebooks, relative to the project. */
  readonly root: string;
}

/** Replaces `fetch` for this process. Calling it again (a reloaded configuration) does not wrap it twice. */
export function npmFromNodeModules({project = process.cwd(), root}: SiteRoot): void {
  const shared = globalThis as typeof globalThis & {[ORIGINAL_FETCH]?: typeof fetch};
  shared[ORIGINAL_FETCH] ??= globalThis.fetch;
  const network = shared[ORIGINAL_FETCH];
  forgetWhenLockChanges(project, join(project, root, ".observablehq", "cache"));
  globalThis.fetch = async (input, init) => {
    const address = input instanceof Request ? input.url : String(input);
    return (await answerFromNodeModules(project, address)) ?? network(input, init);
  };
}

/** The answer for an address of a registry or a CDN; null for every other address. */
export async function answerFromNodeModules(project: string, address: string): Promise<Response | null> {
  const asked = REGISTRY.exec(address)?.groups?.spec;
  if (asked !== undefined) return answerVersion(project, asked);
  const file = CDN.exec(address)?.groups?.spec;
  return file === undefined ? null : answerFile(project, file);
}

function answerVersion(project: string, spec: string): Response {
  const name = /^(?:@[^/]+\/)?[^/]+/.exec(spec)?.[0] ?? spec;
  const version = installedVersion(project, name) ?? VERSION_WHEN_NOT_INSTALLED;
  return Response.json(spec === name ? {versions: {[version]: {}}} : {version});
}

async function answerFile(project: string, spec: string): Promise<Response> {
  const {name = spec, version, path = ""} = SPEC.exec(spec)?.groups ?? {};
  const installed = installedVersion(project, name);
  if (installed === null || (version !== undefined && version !== installed)) {
    const state = installed === null ? "it is not installed" : `version ${installed} is installed`;
    throw new Error(
      `a notebook imports npm:${name}@${version ?? "latest"}, but ${state}; packages come from node_modules only`
    );
  }
  const bundled = /^(?:(?<entry>.*)\/)?\+esm$/.exec(path);
  const body = bundled
    ? await bundlePackage(project, [name, bundled.groups?.entry].filter(Boolean).join("/"))
    : new Uint8Array(await readFile(join(project, "node_modules", name, path)));
  const type = bundled || /\.m?js$/.test(path) ? "application/javascript" : "application/octet-stream";
  return new Response(body, {headers: {"content-type": type}});
}

/** One ES module with all its dependencies inside: one request in the browser, one bundling at build. */
async function bundlePackage(project: string, entry: string): Promise<string> {
  const {build} = await import("esbuild");
  const {outputFiles} = await build({
    entryPoints: [entry],
    absWorkingDir: project,
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2022",
    minify: true,
    mainFields: ["module", "browser", "main"],
    define: {"process.env.NODE_ENV": '"production"'},
    legalComments: "none",
    logLevel: "error"
  });
  return outputFiles[0]?.text ?? "";
}

function installedVersion(project: string, name: string): string | null {
  const manifest = join(project, "node_modules", name, "package.json");
  if (!existsSync(manifest)) return null;
  return (JSON.parse(readFileSync(manifest, "utf8")) as {version: string}).version;
}

/** Framework keeps bundles for ever by version; ours hold dependencies too, so any change of the lock renews them. */
function forgetWhenLockChanges(project: string, cache: string): void {
  const lock = join(project, "package-lock.json");
  const hash = createHash("sha256")
    .update(existsSync(lock) ? readFileSync(lock) : "")
    .digest("hex");
  const stamp = join(cache, "package-lock.sha256");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return;
  for (const folder of ["_npm", "_node"]) rmSync(join(cache, folder), {recursive: true, force: true});
  mkdirSync(cache, {recursive: true});
  writeFileSync(stamp, hash);
}
