/** Signing in against a real database. */
import {afterAll, beforeAll, beforeEach, describe, expect, it} from "vitest";
import {Authentication, type SignInOutcome} from "../../../src/live/authentication/authentication.js";
import {ensureFirstAdmin} from "../../../src/live/authentication/first-admin.js";
import {createTestDatabase, type TestDatabase} from "../../support/database.js";

const KEY = new Uint8Array(32).fill(7);
const PASSWORD = "correct horse battery";

describe("authentication", () => {
  let database: TestDatabase;
  let authentication: Authentication;
  beforeAll(async () => {
    database = await createTestDatabase();
    authentication = new Authentication({pool: database.pool, signingKey: KEY});
  });
  beforeEach(async () => {
    await database.pool.query("delete from authentication.users");
    await database.pool.query("delete from authentication.sign_in_attempts");
  });
  afterAll(() => database.drop());

  const addUser = (username: string, role: "viewer" | "trader" | "admin" = "viewer") =>
    authentication.accounts.create({username, password: PASSWORD, role, mustChangePassword: false});
  const signIn = (username: string, password = PASSWORD, address = "127.0.0.1") =>
    authentication.signIn({username, password, address});
  const signedIn = async (username: string) => {
    const outcome = await signIn(username);
    if (!outcome.ok) throw new Error(`could not sign in: ${outcome.reason}`);
    return outcome;
  };

  it("makes the first admin once, even when several processes start together", async () => {
    const made = await Promise.all([1, 2, 3].map(() => ensureFirstAdmin(database.pool)));
    const first = made.filter((admin) => admin !== null);
    expect(first).toHaveLength(1);
    expect(await ensureFirstAdmin(database.pool)).toBeNull();
    const outcome = await signIn("admin", first[0]?.oneTimePassword);
    expect(outcome).toMatchObject({ok: true, identity: {role: "admin", mustChangePassword: true}});
  });

  it("recognises a session by its token until it is signed out, and keeps no token in the database", async () => {
    await addUser("ann");
    const {token} = await signedIn("ANN ");
    expect(await authentication.identifySession(token)).toMatchObject({identity: {username: "ann", via: "session"}});
    const {rows} = await database.pool.query("select id from authentication.session");
    expect(rows).toHaveLength(1);
    expect(rows[0].id).not.toContain(token);
    expect(await authentication.identifySession(rows[0].id)).toBeNull();
    await authentication.signOut(token);
    expect(await authentication.identifySession(token)).toBeNull();
  });

  it("ends a session whose time is over and that of a disabled account", async () => {
    const account = await addUser("ann");
    const [first, second] = [await signedIn("ann"), await signedIn("ann")];
    await database.pool.query(
      "update authentication.session set expires_at = now() - interval '1 second' where id = encode(sha256($1), 'hex')",
      [Buffer.from(first.token)]
    );
    expect(await authentication.identifySession(first.token)).toBeNull();
    await authentication.accounts.disable(account.id);
    expect(await authentication.identifySession(second.token)).toBeNull();
    expect(await signIn("ann")).toEqual({ok: false, reason: "wrong-credentials"});
  });

  it("answers a wrong name and a wrong password alike", async () => {
    await addUser("ann");
    expect(await signIn("ann", "wrong password!")).toEqual(await signIn("nobody", "wrong password!"));
  });

  it("makes an account wait after some wrong passwords, also when they are tried at once", async () => {
    await addUser("ann");
    const tries = await Promise.all(Array.from({length: 12}, () => signIn("ann", "wrong password!")));
    const reasons = tries.map((outcome: SignInOutcome) => (outcome.ok ? "signed in" : outcome.reason));
    expect(reasons.filter((reason) => reason === "wrong-credentials")).toHaveLength(5);
    expect(reasons.filter((reason) => reason === "too-many-attempts")).toHaveLength(7);
    expect(await signIn("ann")).toMatchObject({ok: false, reason: "too-many-attempts"});
    await database.pool.query("update authentication.sign_in_attempts set blocked_until = now()");
    expect(await signIn("ann")).toMatchObject({ok: true});
    expect(await signIn("ann")).toMatchObject({ok: true});
  });

  it("makes an address wait that tries many accounts, and no other address", async () => {
    await addUser("ann");
    const text = "select authentication.count_attempt('address:10.0.0.9', 30) as wait";
    for (let attempt = 0; attempt < 30; attempt += 1) await database.pool.query(text);
    expect(await signIn("ann", PASSWORD, "10.0.0.9")).toMatchObject({reason: "too-many-attempts"});
    expect(await signIn("ann", PASSWORD, "10.0.0.8")).toMatchObject({ok: true});
  });

  it("changes a password against the current one, ends all other sessions and lifts the duty to change it", async () => {
    await authentication.accounts.create({
      username: "ann",
      password: PASSWORD,
      role: "viewer",
      mustChangePassword: true
    });
    const [other, mine] = [await signedIn("ann"), await signedIn("ann")];
    const change = {identity: mine.identity, current: PASSWORD, next: "another long secret", address: "a"};
    expect(await authentication.changePassword({...change, current: "not my password"})).toMatchObject({
      reason: "wrong-password"
    });
    for (const next of [PASSWORD, "short", "aaaaaaaaaaaaaaaa", "i-am-ann-and-long"])
      expect(await authentication.changePassword({...change, next})).toMatchObject({reason: "unfit-password"});
    await database.pool.query("delete from authentication.sign_in_attempts");
    const outcome = await authentication.changePassword(change);
    if (!outcome.ok) throw new Error(outcome.message);
    expect(await authentication.identifySession(other.token)).toBeNull();
    expect(await authentication.identifySession(outcome.token)).toMatchObject({identity: {mustChangePassword: false}});
    expect(await signIn("ann")).toMatchObject({ok: false});
    expect(await signIn("ann", "another long secret")).toMatchObject({ok: true});
  });

  it("refuses a second account of the same name and a name that is none", async () => {
    await addUser("ann");
    await expect(addUser("Ann")).rejects.toMatchObject({code: "ACCOUNT_EXISTS"});
    await expect(addUser("../ann")).rejects.toMatchObject({code: "ACCOUNT_NAME_INVALID"});
  });
});
