/** The gateway over a real database: from the first admin's one-time password to a program's command, all of it audited. */
import {afterAll, beforeAll, expect, it} from "vitest";
import {Authentication} from "../../../src/live/authentication/authentication.js";
import {ensureFirstAdmin} from "../../../src/live/authentication/first-admin.js";
import {createTestDatabase, type TestDatabase} from "../../support/database.js";
import {type GatewayUnderTest, gatewayUnderTest} from "../../unit/control/gateway-under-test.js";

let database: TestDatabase;
let authentication: Authentication;
let underTest: GatewayUnderTest;
let address: string;
beforeAll(async () => {
  database = await createTestDatabase();
  authentication = new Authentication({pool: database.pool, signingKey: new Uint8Array(32).fill(1)});
  underTest = await gatewayUnderTest({authentication});
  address = await underTest.gateway.listen({port: 0});
});
afterAll(async () => {
  await underTest.gateway.close();
  await database.drop();
});

async function send(path: string, body: object | null, headers: Record<string, string> = {}) {
  const response = await fetch(address + path, {
    method: body === null ? "GET" : "POST",
    headers: {origin: address, ...(body === null ? {} : {"content-type": "application/json"}), ...headers},
    ...(body === null ? {} : {body: JSON.stringify(body)})
  });
  const cookie = response.headers.get("set-cookie")?.split(";")[0] ?? "";
  return {status: response.status, answer: await response.json(), cookie};
}

it("leads the first admin from the one-time password to a program that commands, and writes it all down", async () => {
  const admin = await ensureFirstAdmin(database.pool);
  if (admin === null) throw new Error("there was an account already");
  const {username, oneTimePassword} = admin;
  expect((await send("/api/sign-in", {username, password: "a guess that is wrong"})).status).toBe(401);
  const signedIn = await send("/api/sign-in", {username, password: oneTimePassword});
  expect(signedIn.answer).toMatchObject({account: {username, role: "admin", mustChangePassword: true}});
  const early = await send("/api/positions", null, {cookie: signedIn.cookie});
  expect(early.answer).toMatchObject({error: {code: "PASSWORD_CHANGE_REQUIRED"}});
  const next = "a phrase of my own";
  const changed = await send("/api/password", {current: oneTimePassword, next}, {cookie: signedIn.cookie});
  expect(changed.status).toBe(200);
  expect((await send("/api/positions", null, {cookie: signedIn.cookie})).status).toBe(401);
  const {cookie} = changed;
  expect((await send("/api/positions", null, {cookie})).status).toBe(200);
  const wish = {name: "rebalancer", role: "trader", days: 30};
  const {answer: made} = await send("/api/tokens", wish, {cookie});
  const {answer: exchanged} = await send("/api/token", {}, {authorization: `Bearer ${made.token}`});
  const authorization = `Bearer ${exchanged.accessToken}`;
  expect((await send("/api/me", null, {authorization})).answer).toMatchObject({username, role: "trader", via: "token"});
  expect((await send("/api/audit", null, {authorization})).status).toBe(403);
  expect((await send("/api/trading/halt", {reason: "test"}, {authorization})).status).toBe(202);
  expect(underTest.log).toEqual(["halt by admin: test"]);
  const {answer} = await send("/api/audit", null, {cookie});
  const lines = answer.entries.map(
    (entry: Record<string, string>) => `${entry.actor} ${entry.action} ${entry.outcome}`
  );
  expect(lines.reverse()).toEqual([
    "system accounts.create accepted",
    "nobody sign-in refused",
    "admin sign-in accepted",
    "admin password.change accepted",
    "admin tokens.create accepted",
    "admin trading.halt accepted"
  ]);
  expect(JSON.stringify(answer)).not.toContain(oneTimePassword);
  expect(JSON.stringify(answer)).not.toContain(next);
  expect(await authentication.audit.verify()).toEqual({ok: true, entries: 6});
  expect((await send("/api/sign-out", {}, {cookie})).status).toBe(200);
  expect((await send("/api/me", null, {cookie})).status).toBe(401);
});
