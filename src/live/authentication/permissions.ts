/**
 * The one permission table. The HTTP gateway, the command line and chat commands all ask `isAllowed`; nothing decides by
 * the name of a role. A role may do what the roles before it may, and what is listed for it.
 */
import {type Permission, ROLES, type Role} from "../ports/identity.js";

/** Without signing in. */
const EVERYBODY: readonly Permission[] = ["health.view", "sign-in.use", "tokens.exchange"];

const ADDED: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: [
    "account.view",
    "account.change-password",
    "account.sign-out",
    "tokens.create",
    "pages.view",
    "status.view",
    "trading.view",
    "metrics.view"
  ],
  researcher: ["research.run", "configuration.view"],
  trader: [
    "trading.pause",
    "trading.resume",
    "trading.halt",
    "trading.flatten",
    "configuration.change",
    "production.disarm"
  ],
  admin: ["production.arm", "audit.view", "users.manage"]
};

/** The whole set of a role; null is somebody who has not signed in. */
export const PERMISSION_TABLE: ReadonlyMap<Role | null, ReadonlySet<Permission>> = new Map<
  Role | null,
  ReadonlySet<Permission>
>([
  [null, new Set(EVERYBODY)],
  ...ROLES.map((role, rank): [Role, ReadonlySet<Permission>] => [
    role,
    new Set([...EVERYBODY, ...ROLES.slice(0, rank + 1).flatMap((lower) => ADDED[lower])])
  ])
]);

export function isAllowed(role: Role | null, permission: Permission): boolean {
  return PERMISSION_TABLE.get(role)?.has(permission) === true;
}

/** The role that may do less. */
export function lesserRole(first: Role, second: Role): Role {
  return ROLES.indexOf(first) < ROLES.indexOf(second) ? first : second;
}

export function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text);
}
