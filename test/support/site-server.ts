/** Serves a built site on loopback as the daemon would: ranges, script policy, and an API of fixed answers. */
import {createReadStream, existsSync, readFileSync, statSync} from "node:fs";
import {createServer, type IncomingMessage, type ServerResponse} from "node:http";
import type {AddressInfo} from "node:net";
import {extname, join, normalize} from "node:path";
import {pageSecurityPolicy} from "../../src/live/control/security-headers.js";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".wasm": "application/wasm"
};

export interface SiteServer {
  readonly origin: string;
  close(): Promise<void>;
}

/** @param answers JSON by path, such as `/api/status`; `/api/stream` stays open and silent */
export async function serveSite(folder: string, answers: Readonly<Record<string, unknown>>): Promise<SiteServer> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? "/").split("?")[0] ?? "/");
    if (path === "/api/stream") {
      response.writeHead(200, {"content-type": "text/event-stream"}).write(": open\n\n");
    } else if (path.startsWith("/api/")) {
      const isKnown = path in answers;
      response
        .writeHead(isKnown ? 200 : 404, {"content-type": "application/json"})
        .end(JSON.stringify(answers[path] ?? {}));
    } else sendFile({folder, path}, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const {port} = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      })
  };
}

function sendFile(
  {folder, path}: {folder: string; path: string},
  request: IncomingMessage,
  response: ServerResponse
): void {
  const wanted = join(folder, normalize(path.endsWith("/") ? `${path}index.html` : path));
  const file = existsSync(wanted) ? wanted : `${wanted}.html`;
  if (!wanted.startsWith(folder) || !existsSync(file)) {
    response.writeHead(404, {"content-type": "text/plain"}).end("not found");
    return;
  }
  const {size} = statSync(file);
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
  const start = Number(range?.[1] ?? 0);
  const end = range?.[2] ? Number(range[2]) : size - 1;
  response.writeHead(range ? 206 : 200, {
    "content-type": TYPES[extname(file)] ?? "application/octet-stream",
    "content-length": String(end - start + 1),
    "accept-ranges": "bytes",
    // The daemon's own: what a page may not do there it may not do here.
    "content-security-policy": pageSecurityPolicy(extname(file) === ".html" ? readFileSync(file, "utf8") : ""),
    "cache-control": /^\/_/.test(path) ? "public, max-age=31536000, immutable" : "no-cache",
    ...(range ? {"content-range": `bytes ${start}-${end}/${size}`} : {})
  });
  if (request.method === "HEAD" || size === 0) response.end();
  else createReadStream(file, {start, end}).pipe(response);
}
