/** Who gets through the gateway's door: permissions, origins, hosts, and people with a one-time password. */
import Fastify, {type HTTPMethods} from "fastify";
import {afterAll, beforeAll, beforeEach, describe, expect, it} from "vitest";
import {isAllowed, PERMISSION_TABLE} from "../../../src/live/authentication/permissions.js";
import {guardRoutes} from "../../../src/live/control/access.js";
import type {GatewayDependencies} from "../../../src/live/control/gateway-dependencies.js";
import {PERMISSIONS, ROLES} from "../../../src/live/ports/identity.js";
import {cookieOf, fromOwnPage, type GatewayUnderTest, gatewayUnderTest} from "./gateway-under-test.js";

let underTest: GatewayUnderTest;
beforeAll(async () => {
  underTest = await gatewayUnderTest();
});
beforeEach(() => underTest.signedOut.clear());
afterAll(() => underTest.gateway.close());

const ask = async (method: string, url: string, headers: Record<string, string> = {}) => {
  const response = await underTest.gateway.server.inject({method: method as HTTPMethods, url, headers});
  return {status: response.statusCode, response};
};
/** The stream never ends by itself, so that its permission is tried where it is refused only. */
const isStream = (url: string, role: string | null) => url === "/api/stream" && role !== null;

describe("every route", () => {
  it("names a permission of the table", () => {
    expect(underTest.gateway.routes.length).toBeGreaterThan(20);
    for (const {permission} of underTest.gateway.routes) expect(PERMISSIONS).toContain(permission);
    const asked = new Set(underTest.gateway.routes.map(({permission}) => permission));
    expect([...asked].filter((permission) => !PERMISSION_TABLE.get("admin")?.has(permission))).toEqual([]);
  });

  it.each([null, ...ROLES])("asks the table for %s", async (role) => {
    for (const {method, url, permission} of underTest.gateway.routes) {
      if (isStream(url, role)) continue;
      // One of the routes signs out.
      underTest.signedOut.clear();
      const headers = role === null ? {} : fromOwnPage(role);
      const {status} = await ask(method, url.replace(":id", "x").replace("*", "page"), headers);
      const refused = status === 401 || status === 403;
      // POST /api/token has a credential of its own, which is missing here.
      if (url !== "/api/token")
        expect({method, url, refused}).toEqual({method, url, refused: !isAllowed(role, permission)});
    }
  });

  it("cannot be registered without a permission", () => {
    const server = Fastify();
    guardRoutes(server, {} as GatewayDependencies);
    expect(() => server.get("/api/forgotten", () => "open")).toThrow(/names no permission/);
  });
});

describe("the door", () => {
  it("sends people without a session to the sign-in page, and tells programs in JSON", async () => {
    const page = await ask("GET", "/factors?x=1", {accept: "text/html"});
    expect(page.status).toBe(303);
    expect(page.response.headers.location).toBe("/sign-in?next=%2Ffactors%3Fx%3D1");
    const program = await ask("GET", "/api/positions", {accept: "text/html"});
    expect(program.status).toBe(401);
    expect(program.response.json()).toEqual({error: {code: "UNAUTHENTICATED", message: expect.stringMatching(/\.$/)}});
    const forbidden = await ask("GET", "/api/audit", {cookie: cookieOf("viewer")});
    expect(forbidden.response.json()).toMatchObject({error: {code: "FORBIDDEN"}});
  });

  it("lets somebody with a one-time password do nothing but change it", async () => {
    const cookie = cookieOf("newcomer");
    expect((await ask("GET", "/api/me", {cookie})).response.json()).toMatchObject({mustChangePassword: true});
    const refused = await ask("GET", "/api/positions", {cookie});
    expect(refused.response.json()).toMatchObject({error: {code: "PASSWORD_CHANGE_REQUIRED"}});
    expect((await ask("GET", "/", {cookie, accept: "text/html"})).response.headers.location).toBe("/sign-in?change");
    expect((await ask("GET", "/sign-in", {cookie})).status).toBe(200);
  });

  it.each([
    ["another site", {origin: "http://evil.example"}, 403],
    ["another port", {origin: "http://localhost:9"}, 403],
    ["a sandboxed frame", {origin: "null"}, 403],
    ["a browser that says cross-site", {"sec-fetch-site": "cross-site"}, 403],
    ["nowhere, with a cookie", {}, 403],
    ["our own page", {origin: "http://localhost"}, 202],
    ["a browser that says same-origin", {"sec-fetch-site": "same-origin"}, 202]
  ])("answers a change that comes from %s", async (_, headers, status) => {
    const response = await underTest.gateway.server.inject({
      method: "POST",
      url: "/api/trading/pause",
      headers: {host: "localhost", cookie: cookieOf("trader"), ...headers},
      payload: {reason: "lunch"}
    });
    expect(response.statusCode).toBe(status);
  });

  it("takes a program's access token without an origin, and no wrong one", async () => {
    const post = (token: string) =>
      underTest.gateway.server.inject({
        method: "POST",
        url: "/api/trading/resume",
        headers: {authorization: `Bearer ${token}`},
        payload: {reason: "back"}
      });
    expect((await post("jwt-trader")).statusCode).toBe(202);
    expect((await post("jwt-viewer")).statusCode).toBe(403);
    expect((await post("jwt-nobody")).statusCode).toBe(401);
  });

  it("does not answer for a foreign name, whatever the cookie", async () => {
    const {status, response} = await ask("GET", "/api/me", {host: "rebound.example", cookie: cookieOf("admin")});
    expect(status).toBe(421);
    expect(response.json()).toMatchObject({error: {code: "HOST_UNKNOWN"}});
    expect((await ask("GET", "/api/me", {host: "127.0.0.1:8080", cookie: cookieOf("admin")})).status).toBe(200);
  });

  it("sends security headers with every answer, refusals included", async () => {
    for (const url of ["/health/live", "/api/positions", "/sign-in"]) {
      const {response} = await ask("GET", url);
      expect(response.headers).toMatchObject({"x-content-type-options": "nosniff", "x-frame-options": "DENY"});
      expect(response.headers["content-security-policy"]).toMatch(/frame-ancestors 'none'/);
      expect(response.headers["cache-control"]).toBe("no-store");
    }
  });
});
