/** What the gateway needs of the rest of the daemon; `src/live/main.ts` hands it over. The gateway keeps no state of its own. */
import type {FastifyBaseLogger} from "fastify";
import type {Identity, Permission, Role} from "../ports/identity.js";
import type {LiveFeed} from "./live-feed.js";

export interface AuthenticationPort {
  signIn(credentials: {
    readonly username: string;
    readonly password: string;
    readonly address: string;
  }): Promise<
    | {readonly ok: true; readonly token: string; readonly expiresAt: number; readonly identity: Identity}
    | {readonly ok: false; readonly reason: "wrong-credentials"}
    | {readonly ok: false; readonly reason: "too-many-attempts"; readonly retryAfterMs: number}
  >;
  signOut(token: string): Promise<void>;
  identifySession(token: string): Promise<{
    readonly identity: Identity;
    readonly expiresAt: number;
    readonly isRenewed: boolean;
  } | null>;
  changePassword(change: {
    readonly identity: Identity;
    readonly current: string;
    readonly next: string;
    readonly address: string;
  }): Promise<
    | {readonly ok: true; readonly token: string; readonly expiresAt: number}
    | {readonly ok: false; readonly reason: string; readonly message: string}
  >;
  createApiToken(wish: {
    readonly identity: Identity;
    readonly name: string;
    readonly role: Role;
    readonly days: number;
  }): Promise<{readonly id: string; readonly token: string; readonly expiresAt: number; readonly role: Role}>;
  readonly tokens: {
    exchange(apiToken: string): Promise<{readonly accessToken: string; readonly expiresAt: number} | null>;
    identify(accessToken: string): Promise<Identity | null>;
  };
  readonly audit: AuditPort;
}

export interface AuditPort {
  append(record: {
    readonly actor: string;
    readonly action: string;
    readonly target: string;
    readonly outcome: "accepted" | "refused" | "failed";
    readonly details: Readonly<Record<string, unknown>>;
  }): Promise<unknown>;
  list(page: {readonly limit: number; readonly before?: number}): Promise<readonly unknown[]>;
}

/** A page of a list, newest first; `before` is the position that the page before ended at. */
export interface Page {
  readonly limit: number;
  readonly before?: number;
}

export interface QueryPort {
  positions(): Promise<readonly unknown[]>;
  orders(page: Page): Promise<readonly unknown[]>;
  fills(page: Page): Promise<readonly unknown[]>;
  decisions(page: Page): Promise<readonly unknown[]>;
  /** The chain from a fill, order or decision back to its candles; null for an id that is not there. */
  explain(id: string): Promise<unknown>;
}

export interface Command {
  readonly by: string;
  readonly reason: string;
}

/** Each resolves when the command is on the tape. */
export interface ControlPort {
  pause(command: Command): Promise<void>;
  resume(command: Command): Promise<void>;
  halt(command: Command): Promise<void>;
  flatten(command: Command): Promise<void>;
}

export interface ConfigurationPort {
  /** The merged configuration with secrets hidden and, per key, the layer that set it. */
  read(): Promise<unknown>;
  /** A value that the schema refuses changes nothing. */
  change(change: {
    readonly key: string;
    readonly to: unknown;
    readonly by: string;
  }): Promise<{readonly ok: true} | {readonly ok: false; readonly reason: string}>;
}

/** Real trading; see docs/how-to/go-live.md. */
export interface ProductionPort {
  view(): Promise<unknown>;
  /** Resolves to the moment at which it expires, epoch milliseconds. */
  arm(wish: {readonly hours: number; readonly by: string; readonly reason: string}): Promise<number>;
  disarm(by: string): Promise<void>;
}

export interface Readiness {
  readonly ready: boolean;
  readonly components: readonly {readonly component: string; readonly status: string; readonly detail: string}[];
  readonly breakers: readonly {readonly name: string; readonly state: string}[];
}

export interface GatewayDependencies {
  readonly authentication: AuthenticationPort;
  readonly isAllowed: (role: Role | null, permission: Permission) => boolean;
  readonly queries: QueryPort;
  readonly control: ControlPort;
  readonly configuration: ConfigurationPort;
  readonly production: ProductionPort;
  readonly status: () => Promise<unknown>;
  /** Rows that the checks at the door refused, newest first, as they came, with the reason. */
  readonly quarantine: (limit: number) => Promise<readonly unknown[]>;
  readonly readiness: () => Promise<Readiness>;
  readonly metrics: () => Promise<{readonly contentType: string; readonly text: string}>;
  readonly feed: LiveFeed;
  /** The built notebooks; null where there are none yet. */
  readonly siteFolder: string | null;
  readonly logger?: FastifyBaseLogger;
  /** Host names that requests may be addressed to. Default: the names of this machine's loopback. */
  readonly allowedHosts?: readonly string[];
  /** True when browsers reach the gateway over TLS (behind a proxy): cookies are then sent over TLS only. */
  readonly isSecure?: boolean;
  /** Added to script-src of the pages' content security policy; our own pages need nothing more. */
  readonly scriptSources?: readonly string[];
  readonly heartbeatMs?: number;
}
