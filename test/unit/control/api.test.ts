/** The API's answers: commands, configuration, lists, errors. */
import {afterAll, beforeAll, beforeEach, describe, expect, it} from "vitest";
import {fromOwnPage, type GatewayUnderTest, gatewayUnderTest} from "./gateway-under-test.js";

let underTest: GatewayUnderTest;
beforeAll(async () => {
  underTest = await gatewayUnderTest();
});
beforeEach(() => {
  underTest.log.length = 0;
});
afterAll(() => underTest.gateway.close());

const send = (
  method: "GET" | "POST" | "PUT",
  url: string,
  {as = "admin", payload}: {as?: string; payload?: object} = {}
) =>
  underTest.gateway.server.inject({method, url, headers: fromOwnPage(as), ...(payload === undefined ? {} : {payload})});

describe("commands", () => {
  it.each(["pause", "resume", "halt", "flatten"])("%s is audited and then passed on with its author", async (name) => {
    const response = await send("POST", `/api/trading/${name}`, {as: "trader", payload: {reason: "news"}});
    expect([response.statusCode, response.json()]).toEqual([202, {accepted: name}]);
    expect(underTest.log).toEqual([`audit trader trading.${name}  accepted`, `${name} by trader: news`]);
  });

  it("need a reason, and take nothing else", async () => {
    for (const payload of [{}, {reason: ""}, {reason: "x", force: true}, {reason: 7}]) {
      const response = await send("POST", "/api/trading/halt", {payload});
      expect([response.statusCode, response.json().error.code]).toEqual([400, "REQUEST_INVALID"]);
    }
    expect(underTest.log).toEqual([]);
  });

  it("do not happen when the audit log cannot be written, and are recorded when they fail", async () => {
    const {gateway} = underTest;
    const broken = await gatewayUnderTest({
      control: {
        pause: () => Promise.reject(new Error("no bus")),
        resume: () => Promise.resolve(),
        halt: () => Promise.resolve(),
        flatten: () => Promise.resolve()
      }
    });
    const request = {
      method: "POST",
      url: "/api/trading/pause",
      headers: fromOwnPage("trader"),
      payload: {reason: "x"}
    } as const;
    const response = await broken.gateway.server.inject(request);
    expect([response.statusCode, response.json().error.code]).toEqual([500, "INTERNAL"]);
    expect(response.body).not.toMatch(/no bus/);
    expect(broken.log).toEqual(["audit trader trading.pause  accepted", "audit trader trading.pause  failed"]);
    await broken.gateway.close();
    expect(gateway).not.toBe(broken.gateway);
  });
});

describe("configuration", () => {
  it("is changed by key, with any JSON value, null and false included", async () => {
    for (const to of [12, null, false, "text", [1], {a: 1}]) {
      const response = await send("PUT", "/api/configuration", {payload: {key: "decision.minimumEdgeBps", to}});
      expect([response.statusCode, response.json()]).toEqual([200, {changed: "decision.minimumEdgeBps"}]);
    }
    expect(underTest.log[1]).toBe("change decision.minimumEdgeBps to 12 by admin");
  });

  it("refuses a value with the reason that was given, and records the refusal", async () => {
    const response = await send("PUT", "/api/configuration", {payload: {key: "decision.bad", to: 1}});
    expect(response.statusCode).toBe(422);
    expect(response.json()).toEqual({error: {code: "CONFIGURATION_REFUSED", message: '"decision.bad" cannot be 1'}});
    expect(underTest.log.at(-1)).toBe("audit admin configuration.change decision.bad refused");
    expect((await send("PUT", "/api/configuration", {payload: {key: "decision.x"}})).statusCode).toBe(400);
    expect((await send("PUT", "/api/configuration", {payload: {key: "../x", to: 1}})).statusCode).toBe(400);
  });
});

describe("questions", () => {
  it("are answered in pages", async () => {
    expect((await send("GET", "/api/orders")).json()).toEqual({orders: [{limit: 100}]});
    expect((await send("GET", "/api/fills?limit=5&before=77")).json()).toEqual({fills: [{limit: 5, before: 77}]});
    for (const query of ["limit=0", "limit=1001", "limit=x", "before=-1", "other=1"])
      expect((await send("GET", `/api/decisions?${query}`)).statusCode).toBe(400);
  });

  it("explain an id with slashes in it, and say when there is none", async () => {
    expect((await send("GET", `/api/explain/${encodeURIComponent("fill:1/a")}`)).json()).toEqual({fill: "fill:1/a"});
    const missing = await send("GET", "/api/explain/nothing");
    expect([missing.statusCode, missing.json().error.code]).toEqual([404, "NOT_FOUND"]);
  });

  it("about paths that are not there get a sentence, in any method", async () => {
    for (const method of ["GET", "POST", "PUT"] as const) {
      const response = await send(method, "/api/unheard-of");
      expect([response.statusCode, response.json().error.code]).toEqual([404, "NOT_FOUND"]);
    }
  });

  it("about health say which part is down to those who may see it", async () => {
    const sick = await gatewayUnderTest({
      readiness: () =>
        Promise.resolve({
          ready: false,
          components: [{component: "journal", status: "down", detail: "away"}],
          breakers: []
        })
    });
    const stranger = await sick.gateway.server.inject({url: "/health/ready"});
    expect([stranger.statusCode, stranger.json()]).toEqual([503, {status: "not-ready"}]);
    const viewer = await sick.gateway.server.inject({url: "/health/ready", headers: fromOwnPage("viewer")});
    expect(viewer.json().components).toHaveLength(1);
    await sick.gateway.close();
  });

  it("too large, malformed or in a form's encoding are refused as such", async () => {
    const headers = {...fromOwnPage("trader"), "content-type": "application/json"};
    const url = "/api/trading/pause";
    const large = await underTest.gateway.server.inject({
      method: "POST",
      url,
      headers,
      payload: `{"reason":"${"x".repeat(70_000)}"}`
    });
    expect([large.statusCode, large.json().error.code]).toEqual([413, "REQUEST_TOO_LARGE"]);
    const malformed = await underTest.gateway.server.inject({method: "POST", url, headers, payload: "{reason"});
    expect([malformed.statusCode, malformed.json().error.code]).toEqual([400, "REQUEST_INVALID"]);
    for (const type of ["text/plain", "application/x-www-form-urlencoded"]) {
      const form = await underTest.gateway.server.inject({
        method: "POST",
        url,
        headers: {...headers, "content-type": type},
        payload: "reason=x"
      });
      expect([form.statusCode, form.json().error.code]).toEqual([415, "CONTENT_TYPE_UNSUPPORTED"]);
    }
  });
});

describe("accounts", () => {
  const signIn = (payload: object, headers: Record<string, string> = {}) =>
    underTest.gateway.server.inject({method: "POST", url: "/api/sign-in", payload, headers});

  it("sign in to a cookie that scripts cannot read and other sites' forms do not send", async () => {
    const response = await signIn({username: "viewer", password: "right"});
    expect(response.json()).toEqual({
      account: {username: "viewer", role: "viewer", via: "session", mustChangePassword: false}
    });
    const cookie = String(response.headers["set-cookie"]);
    for (const part of ["papertape_session=viewer", "HttpOnly", "SameSite=Lax", "Path=/"])
      expect(cookie).toContain(part);
    expect(cookie).not.toContain("Secure");
    expect((await signIn({username: "viewer", password: "right"}, {origin: "http://evil.example"})).statusCode).toBe(
      403
    );
  });

  it("are told how long to wait, and not what was wrong", async () => {
    const wrong = await signIn({username: "viewer", password: "wrong"});
    expect([wrong.statusCode, wrong.json().error.code]).toEqual([401, "CREDENTIALS_WRONG"]);
    const hasty = await signIn({username: "viewer", password: "hasty"});
    expect([hasty.statusCode, hasty.headers["retry-after"], hasty.json().error.code]).toEqual([
      429,
      "2",
      "TOO_MANY_ATTEMPTS"
    ]);
  });

  it("sign out for good", async () => {
    const response = await send("POST", "/api/sign-out", {as: "researcher"});
    expect(response.statusCode).toBe(200);
    expect(String(response.headers["set-cookie"])).toMatch(/papertape_session=;.*Expires=Thu, 01 Jan 1970/);
    expect((await send("GET", "/api/me", {as: "researcher"})).statusCode).toBe(401);
    underTest.signedOut.clear();
  });

  it("get access tokens for API tokens, and only people change passwords or make API tokens", async () => {
    const exchange = (token: string) =>
      underTest.gateway.server.inject({method: "POST", url: "/api/token", headers: {authorization: `Bearer ${token}`}});
    expect((await exchange("pt_good")).json()).toMatchObject({accessToken: "jwt-trader", tokenType: "Bearer"});
    expect((await exchange("pt_bad")).statusCode).toBe(401);
    const payload = {name: "cron", role: "viewer", days: 30};
    expect((await send("POST", "/api/tokens", {payload})).statusCode).toBe(201);
    const headers = {authorization: "Bearer jwt-trader"};
    const byProgram = await underTest.gateway.server.inject({method: "POST", url: "/api/tokens", headers, payload});
    expect(byProgram.json()).toMatchObject({error: {code: "SESSION_REQUIRED"}});
    const bad = await send("POST", "/api/password", {payload: {current: "a", next: "bad"}});
    expect([bad.statusCode, bad.json().error.message]).toEqual([422, "Too short."]);
  });
});
