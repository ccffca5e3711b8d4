/** Who may ask for what, as words that the parts of the daemon share. The table itself is in live/authentication. */

/** From the least to the most that one may do. */
export const ROLES = ["viewer", "researcher", "trader", "admin"] as const;
export type Role = (typeof ROLES)[number];

export const PERMISSIONS = [
  "health.view",
  "sign-in.use",
  "account.view",
  "account.change-password",
  "account.sign-out",
  "tokens.exchange",
  "tokens.create",
  "pages.view",
  "status.view",
  "trading.view",
  "trading.pause",
  "trading.resume",
  "trading.halt",
  "trading.flatten",
  "research.run",
  "configuration.view",
  "configuration.change",
  "metrics.view",
  "production.disarm",
  "production.arm",
  "audit.view",
  "users.manage"
] as const;
export type Permission = (typeof PERMISSIONS)[number];

export interface Identity {
  readonly userId: string;
  readonly username: string;
  readonly role: Role;
  /** A person with a cookie, or a program with a token. */
  readonly via: "session" | "token";
  /** Until then nothing but the password may be changed, and nothing be seen. */
  readonly mustChangePassword: boolean;
}
