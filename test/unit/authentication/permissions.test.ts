/** The permission table. */
import {describe, expect, it} from "vitest";
import {isAllowed, lesserRole, PERMISSION_TABLE} from "../../../src/live/authentication/permissions.js";
import {PERMISSIONS, type Permission, ROLES} from "../../../src/live/ports/identity.js";

describe("the permission table", () => {
  it("gives each role what the role before it has, and more", () => {
    const sets = [null, ...ROLES].map((role) => PERMISSION_TABLE.get(role) ?? new Set<Permission>());
    for (const [index, set] of sets.entries()) {
      const before = sets[index - 1];
      if (before === undefined) continue;
      expect([...before].every((permission) => set.has(permission))).toBe(true);
      expect(set.size).toBeGreaterThan(before.size);
    }
  });

  it("gives every permission to somebody, and all of them to an admin", () => {
    expect([...(PERMISSION_TABLE.get("admin") ?? [])].sort()).toEqual([...PERMISSIONS].sort());
  });

  it("lets nobody see a page or trade without signing in, and viewers change nothing but their password", () => {
    expect(isAllowed(null, "pages.view")).toBe(false);
    expect(isAllowed(null, "health.view")).toBe(true);
    expect(
      PERMISSIONS.filter((name) => /^(trading\.(?!view)|configuration\.change|users)/.test(name)).some((name) =>
        isAllowed("viewer", name)
      )
    ).toBe(false);
    expect(isAllowed("researcher", "trading.halt")).toBe(false);
    expect(isAllowed("trader", "trading.halt")).toBe(true);
    expect(isAllowed("trader", "audit.view")).toBe(false);
  });

  it("knows which of two roles may do less", () => {
    expect(lesserRole("admin", "viewer")).toBe("viewer");
    expect(lesserRole("researcher", "trader")).toBe("researcher");
  });
});
