/**
 * The built notebooks behind the sign-in. `/x` is x.html; files whose names carry a hash may be kept for ever, others
 * are asked for again each time; large files can be had in ranges.
 */
import {readFile, stat} from "node:fs/promises";
import {join, normalize, sep} from "node:path";
import {fileURLToPath} from "node:url";
import fastifyStatic from "@fastify/static";
import type {FastifyInstance, FastifyReply} from "fastify";
import {ApiError} from "./api-error.js";
import type {GatewayDependencies} from "./gateway-dependencies.js";
import {pageSecurityPolicy} from "./security-headers.js";
import {signInPage} from "./sign-in-page.js";

/** The builder puts a hash of the content into every name below these. */
const IMMUTABLE = /^\/_(npm|node|import|file|observablehq)\//;
const UNBUILT =
  "<!doctype html><meta charset=utf-8><title>Papertape</title><p>The pages are not built yet. The API answers under /api.";

export async function siteRoutes(server: FastifyInstance, dependencies: GatewayDependencies): Promise<void> {
  const {siteFolder, scriptSources = []} = dependencies;

  server.get("/sign-in", {config: {permission: "sign-in.use"}}, (_, reply) =>
    sendPage(reply.header("cache-control", "no-store"), signInPage(), [])
  );

  // Serves nothing by itself: the route below decides which file, and the permission table whether.
  const anyFolder = fileURLToPath(new URL(".", import.meta.url));
  await server.register(fastifyStatic, {root: anyFolder, serve: false, cacheControl: false});

  server.get("/*", {config: {permission: "pages.view"}}, async (request, reply) => {
    const path = decodePath(request.url);
    if (path.startsWith("/api/")) throw notFound(path);
    const file = siteFolder === null ? null : await findFile(siteFolder, path);
    if (siteFolder === null || file === null) {
      if (siteFolder === null || (await findFile(siteFolder, "/")) === null)
        return sendPage(reply.code(503), UNBUILT, []);
      const page = await readFile(join(siteFolder, "404.html"), "utf8").catch(() => null);
      if (page === null) throw notFound(path);
      return sendPage(reply.code(404), page, scriptSources);
    }
    reply.header("cache-control", IMMUTABLE.test(path) ? "private, max-age=31536000, immutable" : "private, no-cache");
    if (file.endsWith(".html")) {
      const html = await readFile(join(siteFolder, file), "utf8");
      reply.header("content-security-policy", pageSecurityPolicy(html, scriptSources));
    } else if (/\.m?js$/.test(file)) {
      // A worker's rights come from the headers of its own script.
      reply.header("content-security-policy", pageSecurityPolicy("", scriptSources));
    }
    return reply.sendFile(file, siteFolder);
  });
}

function sendPage(reply: FastifyReply, html: string, scriptSources: readonly string[]): FastifyReply {
  return reply
    .type("text/html; charset=utf-8")
    .header("content-security-policy", pageSecurityPolicy(html, scriptSources))
    .send(html);
}

function decodePath(url: string): string {
  try {
    return decodeURIComponent(new URL(url, "http://site").pathname);
  } catch {
    throw new ApiError(400, "REQUEST_INVALID", "The path is not well-formed.");
  }
}

/** The file below the folder that a path names, relative to it; null where there is none. */
async function findFile(folder: string, path: string): Promise<string | null> {
  const relative = normalize(path).split(sep).join("/").replace(/^\/+/, "");
  const parts = relative.split("/");
  // Nothing outside the folder, and no hidden file in it.
  if (path.includes("\0") || parts.some((part) => part.startsWith("."))) return null;
  const candidates = path.endsWith("/")
    ? [`${relative}index.html`]
    : [relative, `${relative}.html`, `${relative}/index.html`];
  for (const candidate of candidates) {
    const found = await stat(join(folder, candidate)).catch(() => null);
    if (found?.isFile() === true) return candidate;
  }
  return null;
}

function notFound(path: string): ApiError {
  return new ApiError(404, "NOT_FOUND", `There is nothing at ${path}.`);
}
