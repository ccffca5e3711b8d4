/** Tokens for programs: exchanged, bounded by their owner's role, and worthless when anything about them is wrong. */
import {SignJWT, UnsecuredJWT} from "jose";
import type {Pool} from "pg";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {localAccessToken} from "../../../src/live/authentication/access-tokens.js";
import {Authentication} from "../../../src/live/authentication/authentication.js";
import type {Identity, Role} from "../../../src/live/ports/identity.js";
import {createTestDatabase, type TestDatabase} from "../../support/database.js";

const KEY = new Uint8Array(32).fill(7);
const HOUR_MS = 3_600_000;

describe("access tokens", () => {
  let database: TestDatabase;
  let authentication: Authentication;
  let now = Date.now();
  beforeAll(async () => {
    database = await createTestDatabase();
    authentication = new Authentication({pool: database.pool, signingKey: KEY, clock: () => now});
  });
  afterAll(() => database.drop());

  let people = 0;
  const person = async (role: Role): Promise<Identity> => {
    people += 1;
    const account = {username: `person-${people}`, password: "correct horse battery", role, mustChangePassword: false};
    const {id, username} = await authentication.accounts.create(account);
    return {userId: id, username, role, via: "session", mustChangePassword: false};
  };
  const apiToken = async (identity: Identity, role: Role) =>
    authentication.createApiToken({identity, name: "a program", role, days: 30});

  it("are given for an API token and say who calls, for a quarter of an hour", async () => {
    const identity = await person("trader");
    const {token} = await apiToken(identity, "trader");
    const exchanged = await authentication.tokens.exchange(token);
    if (exchanged === null) throw new Error("the token was not taken");
    expect(exchanged.expiresAt - now).toBeGreaterThan(14 * 60_000);
    expect(exchanged.expiresAt - now).toBeLessThanOrEqual(15 * 60_000);
    expect(await authentication.tokens.identify(exchanged.accessToken)).toEqual({...identity, via: "token"});
    now += 16 * 60_000;
    expect(await authentication.tokens.identify(exchanged.accessToken)).toBeNull();
  });

  it("of the machine itself let one look, for half a minute, also while the database is away", async () => {
    const pool = {query: () => Promise.reject(new Error("connection refused"))} as unknown as Pool;
    const alone = new Authentication({pool, signingKey: KEY, clock: () => now});
    const token = await localAccessToken(KEY, now);
    expect(await alone.tokens.identify(token)).toMatchObject({username: "command line", role: "viewer", via: "token"});
    now += 31_000;
    expect(await alone.tokens.identify(token)).toBeNull();
    const forged = await localAccessToken(new Uint8Array(32).fill(8), now);
    expect(await alone.tokens.identify(forged)).toBeNull();
  });

  it("never allow more than their owner may do now", async () => {
    const identity = await person("trader");
    const {token, role} = await apiToken(identity, "admin");
    expect(role).toBe("trader");
    await authentication.accounts.setRole(identity.userId, "viewer");
    expect((await authentication.tokens.exchange(token))?.identity.role).toBe("viewer");
    const less = await apiToken(await person("admin"), "viewer");
    expect((await authentication.tokens.exchange(less.token))?.identity.role).toBe("viewer");
  });

  it("end with a revoked or expired API token and with a disabled account", async () => {
    const identity = await person("viewer");
    const [revoked, old, orphaned] = [
      await apiToken(identity, "viewer"),
      await authentication.createApiToken({identity, name: "old", role: "viewer", days: 1 / 24}),
      await apiToken(identity, "viewer")
    ];
    const exchanged = await authentication.tokens.exchange(revoked.token);
    await authentication.tokens.revoke(revoked.id);
    expect(await authentication.tokens.exchange(revoked.token)).toBeNull();
    expect(await authentication.tokens.identify(exchanged?.accessToken ?? "")).toBeNull();
    now += 2 * HOUR_MS;
    expect(await authentication.tokens.exchange(old.token)).toBeNull();
    const access = await authentication.tokens.exchange(orphaned.token);
    await authentication.accounts.disable(identity.userId);
    expect(await authentication.tokens.exchange(orphaned.token)).toBeNull();
    expect(await authentication.tokens.identify(access?.accessToken ?? "")).toBeNull();
  });

  it("are refused with another issuer, audience, key or algorithm, without an end, and unsigned", async () => {
    const identity = await person("viewer");
    const {id} = await apiToken(identity, "viewer");
    const draft = () =>
      new SignJWT({role: "viewer", token: id})
        .setSubject(identity.userId)
        .setIssuer("papertape")
        .setAudience("papertape-api")
        .setIssuedAt(now / 1_000)
        .setExpirationTime(Math.floor(now / 1_000) + 60);
    const identify = (token: string) => authentication.tokens.identify(token);
    const sign = (jwt: SignJWT, alg = "HS256", key = KEY) => jwt.setProtectedHeader({alg}).sign(key);
    expect(await identify(await sign(draft()))).toMatchObject({userId: identity.userId});
    expect(await identify(await sign(draft().setIssuer("somebody")))).toBeNull();
    expect(await identify(await sign(draft().setAudience("another")))).toBeNull();
    expect(await identify(await sign(draft(), "HS256", new Uint8Array(32).fill(8)))).toBeNull();
    expect(await identify(await sign(draft(), "HS512"))).toBeNull();
    const endless = new SignJWT({role: "admin", token: id}).setSubject(identity.userId).setIssuer("papertape");
    expect(await identify(await sign(endless.setAudience("papertape-api").setIssuedAt(now / 1_000)))).toBeNull();
    const unsigned = new UnsecuredJWT({role: "admin", token: id}).setSubject(identity.userId).setIssuer("papertape");
    expect(
      await identify(unsigned.setAudience("papertape-api").setIssuedAt().setExpirationTime("1h").encode())
    ).toBeNull();
    expect(await identify("not.a.token")).toBeNull();
  });
});
