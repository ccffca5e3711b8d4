/** Who may look on while the database that knows everybody is away. */
import {describe, expect, it} from "vitest";
import {rememberIdentities} from "../../../src/live/authentication/remembered-identities.js";
import type {Identity} from "../../../src/live/ports/identity.js";

const ada: Identity = {userId: "1", username: "ada", role: "viewer", via: "session", mustChangePassword: false};
const KEEP_MS = 1_000;

function underTest() {
  const world = {now: 0, isAway: false, known: new Set(["ada's cookie"])};
  const answer = <T>(token: string, value: T) => {
    if (world.isAway) return Promise.reject(new Error("connection refused"));
    return Promise.resolve(world.known.has(token) ? value : null);
  };
  const identities = rememberIdentities({
    source: {
      identifySession: (token) => answer(token, {identity: ada, expiresAt: 9, isRenewed: true}),
      identifyProgram: (token) => answer(token, ada)
    },
    isDatabaseAway: (error) => error instanceof Error && error.message === "connection refused",
    clock: () => world.now,
    keepMs: KEEP_MS
  });
  return {world, identities};
}

describe("somebody recognised a moment ago", () => {
  it("stays recognised while the database is away, for a bounded time and without a new cookie", async () => {
    const {world, identities} = underTest();
    expect(await identities.identifySession("ada's cookie")).toMatchObject({identity: ada, isRenewed: true});
    expect(await identities.identifyProgram("ada's cookie")).toBe(ada);
    world.isAway = true;
    world.now = KEEP_MS;
    expect(await identities.identifySession("ada's cookie")).toEqual({identity: ada, expiresAt: 9, isRenewed: false});
    expect(await identities.identifyProgram("ada's cookie")).toBe(ada);
    world.now = KEEP_MS + 1;
    const expected = {code: "DATABASE_UNREACHABLE", retryable: true};
    await expect(identities.identifySession("ada's cookie")).rejects.toMatchObject(expected);
  });

  it("is forgotten as soon as the database says that the session has ended", async () => {
    const {world, identities} = underTest();
    await identities.identifySession("ada's cookie");
    world.known.clear();
    expect(await identities.identifySession("ada's cookie")).toBeNull();
    world.isAway = true;
    await expect(identities.identifySession("ada's cookie")).rejects.toMatchObject({code: "DATABASE_UNREACHABLE"});
  });

  it("is nobody else: a token that was never seen is not let in", async () => {
    const {world, identities} = underTest();
    await identities.identifySession("ada's cookie");
    world.isAway = true;
    await expect(identities.identifySession("another")).rejects.toMatchObject({code: "DATABASE_UNREACHABLE"});
  });
});
