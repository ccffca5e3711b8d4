/** The gateway closes in time, whatever its viewers do; a close that never ends fails by the test's own time limit. */
import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {connect, type Socket} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, it} from "vitest";
import {cookieOf, type GatewayUnderTest, gatewayUnderTest} from "./gateway-under-test.js";

/** More than sockets buffer. */
const BIG_FILE = Buffer.alloc(64 * 1024 * 1024);

let folder: string;
let underTest: GatewayUnderTest;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "papertape-close-"));
  await writeFile(join(folder, "index.html"), "<p>home");
  await writeFile(join(folder, "big.duckdb"), BIG_FILE);
  underTest = await gatewayUnderTest({siteFolder: folder});
});
afterEach(() => rm(folder, {recursive: true, force: true}));

it.each(["/big.duckdb", "/api/stream"])("does not wait for a viewer that has stopped reading %s", async (path) => {
  const address = new URL(await underTest.gateway.listen({port: 0}));
  const viewer = await stalledViewer(address, path);
  const cutOff = new Promise((done) => viewer.once("close", done));
  await underTest.gateway.close();
  viewer.resume();
  await cutOff;
});

/** Asks for a page, sees the answer begin, and reads no further. */
async function stalledViewer(address: URL, path: string): Promise<Socket> {
  const socket = connect(Number(address.port), address.hostname);
  socket.on("error", () => {});
  socket.write(`GET ${path} HTTP/1.1\r\nHost: ${address.host}\r\nCookie: ${cookieOf("viewer")}\r\n\r\n`);
  await new Promise<void>((done, fail) => {
    socket.once("data", (chunk) =>
      String(chunk).startsWith("HTTP/1.1 200") ? done() : fail(new Error(String(chunk)))
    );
  });
  socket.pause();
  return socket;
}
