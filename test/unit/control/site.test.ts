/** The built pages behind the sign-in, from a folder made here. */
import {createHash} from "node:crypto";
import {mkdir, mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {cookieOf, type GatewayUnderTest, gatewayUnderTest} from "./gateway-under-test.js";

const SCRIPT = "{const greeting = 'hello';}";
const FILES: Readonly<Record<string, string>> = {
  "index.html": `<!doctype html><script>${SCRIPT}</script><script type="module" src="/x.js"></script><p>home`,
  "factors.html": "<p>factors",
  "reports/index.html": "<p>reports",
  "404.html": "<p>not here",
  "_file/data/candles.abc123.duckdb": "0123456789",
  "_npm/plot.js": "export {}",
  "_observablehq/client.js": "export {}",
  ".secret": "secret",
  "with space.html": "<p>space"
};

let folder: string;
let underTest: GatewayUnderTest;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "papertape-site-"));
  for (const [name, text] of Object.entries(FILES)) {
    await mkdir(join(folder, "dist", name, ".."), {recursive: true});
    await writeFile(join(folder, "dist", name), text);
  }
  await writeFile(join(folder, "outside.html"), "outside");
  underTest = await gatewayUnderTest({siteFolder: join(folder, "dist")});
});
afterAll(async () => {
  await underTest.gateway.close();
  await rm(folder, {recursive: true, force: true});
});

const get = (url: string, headers: Record<string, string> = {}) =>
  underTest.gateway.server.inject({url, headers: {cookie: cookieOf("viewer"), ...headers}});

describe("the site", () => {
  it.each([
    ["/", "home"],
    ["/index", "home"],
    ["/factors", "factors"],
    ["/factors?symbol=BTC%2FUSDT", "factors"],
    ["/factors.html", "factors"],
    ["/reports/", "reports"],
    ["/reports", "reports"],
    ["/with%20space", "space"]
  ])("answers %s with the page", async (url, text) => {
    const response = await get(url);
    expect([response.statusCode, response.headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
    expect(response.body).toContain(text);
  });

  it.each(["/nothing", "/.secret", "/../outside", "/%2e%2e/outside.html", "/..%2foutside.html", "/_file", "/a%00b"])(
    "has nothing at %s",
    async (url) => {
      const response = await get(url);
      expect([response.statusCode, response.body]).toEqual([404, "<p>not here"]);
    }
  );

  it("keeps files for ever whose names carry a hash, and asks for others each time", async () => {
    for (const url of ["/_file/data/candles.abc123.duckdb", "/_npm/plot.js", "/_observablehq/client.js"])
      expect((await get(url)).headers["cache-control"]).toBe("private, max-age=31536000, immutable");
    const page = await get("/factors");
    expect(page.headers["cache-control"]).toBe("private, no-cache");
    const etag = String(page.headers.etag);
    expect((await get("/factors", {"if-none-match": etag})).statusCode).toBe(304);
  });

  it("gives parts of large files", async () => {
    const part = await get("/_file/data/candles.abc123.duckdb", {range: "bytes=2-5"});
    expect([part.statusCode, part.body, part.headers["content-range"]]).toEqual([206, "2345", "bytes 2-5/10"]);
    const beyond = await get("/_file/data/candles.abc123.duckdb", {range: "bytes=50-60"});
    expect(beyond.statusCode).toBe(416);
    const head = await underTest.gateway.server.inject({
      method: "HEAD",
      url: "/_file/data/candles.abc123.duckdb",
      headers: {cookie: cookieOf("viewer")}
    });
    expect([head.statusCode, head.headers["content-length"], head.body]).toEqual([200, "10", ""]);
  });

  it("allows a page's own inline scripts by hash, WebAssembly and blob workers, and nothing from elsewhere", async () => {
    const policy = String((await get("/")).headers["content-security-policy"]);
    const hash = createHash("sha256").update(SCRIPT).digest("base64");
    expect(policy).toContain(`script-src 'self' 'wasm-unsafe-eval' blob: 'sha256-${hash}';`);
    expect(policy).toContain("worker-src 'self' blob:");
    expect(policy).not.toMatch(/https?:|script-src[^;]*unsafe-inline|script-src[^;]*'unsafe-eval'/);
    expect((await get("/_npm/plot.js")).headers["content-security-policy"]).toContain("'wasm-unsafe-eval'");
  });

  it("shows nothing of itself without signing in", async () => {
    for (const url of ["/", "/_npm/plot.js", "/_file/data/candles.abc123.duckdb", "/nothing"]) {
      const response = await underTest.gateway.server.inject({url});
      expect(response.statusCode).toBe(401);
      expect(response.json()).toMatchObject({error: {code: "UNAUTHENTICATED"}});
    }
  });

  it("has a sign-in page that loads nothing and whose script is allowed by hash", async () => {
    const {body, headers} = await underTest.gateway.server.inject({url: "/sign-in"});
    expect(body).not.toMatch(/(src|href)="(?!data:)/);
    expect(body).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
    const script = /<script>([\s\S]*?)<\/script>/.exec(body)?.[1] ?? "";
    expect(headers["content-security-policy"]).toContain(createHash("sha256").update(script).digest("base64"));
  });

  it("says so while no pages are built", async () => {
    for (const siteFolder of [null, join(folder, "not-there-yet")]) {
      const unbuilt = await gatewayUnderTest({siteFolder});
      const response = await unbuilt.gateway.server.inject({url: "/", headers: {cookie: cookieOf("viewer")}});
      expect([response.statusCode, response.body]).toEqual([503, expect.stringContaining("not built yet")]);
      await unbuilt.gateway.close();
    }
  });
});
