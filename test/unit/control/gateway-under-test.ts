/** A gateway over hand-made parts: four people whose cookies are their names, and a log of what was asked of the rest. */
import {isAllowed} from "../../../src/live/authentication/permissions.js";
import {createGateway, type Gateway} from "../../../src/live/control/gateway.js";
import type {AuthenticationPort, GatewayDependencies} from "../../../src/live/control/gateway-dependencies.js";
import {LiveFeed} from "../../../src/live/control/live-feed.js";
import {type Identity, ROLES} from "../../../src/live/ports/identity.js";

export interface GatewayUnderTest {
  readonly gateway: Gateway;
  readonly feed: LiveFeed;
  /** One line an effect or audit entry, in order. */
  readonly log: string[];
  /** Cookies that are no longer good. */
  readonly signedOut: Set<string>;
}

export function cookieOf(name: string): string {
  return `papertape_session=${name}`;
}

/** Headers of a request from a page of the gateway's own. */
export function fromOwnPage(name: string) {
  return {cookie: cookieOf(name), host: "localhost", origin: "http://localhost"};
}

function identityOf(name: string): Identity | null {
  const role = ROLES.find((candidate) => candidate === name);
  if (role !== undefined) return {userId: name, username: name, role, via: "session", mustChangePassword: false};
  if (name === "newcomer")
    return {userId: name, username: name, role: "admin", via: "session", mustChangePassword: true};
  return null;
}

function authenticationOf(log: string[], signedOut: Set<string>): AuthenticationPort {
  const session = {expiresAt: 2_000_000_000_000, isRenewed: false};
  return {
    signIn: ({username, password}) => {
      const identity = identityOf(username);
      if (password === "hasty") return Promise.resolve({ok: false, reason: "too-many-attempts", retryAfterMs: 1_500});
      if (identity === null || password !== "right") return Promise.resolve({ok: false, reason: "wrong-credentials"});
      return Promise.resolve({ok: true, token: username, expiresAt: session.expiresAt, identity});
    },
    signOut: (token) => {
      signedOut.add(token);
      return Promise.resolve();
    },
    identifySession: (token) => {
      const identity = signedOut.has(token) ? null : identityOf(token);
      return Promise.resolve(identity === null ? null : {...session, identity});
    },
    changePassword: ({next}) =>
      Promise.resolve(
        next === "bad"
          ? {ok: false, reason: "unfit-password", message: "Too short."}
          : {ok: true, token: "admin", ...session}
      ),
    createApiToken: ({role}) => Promise.resolve({id: "1", token: "pt_new", expiresAt: 1, role}),
    tokens: {
      exchange: (token) => Promise.resolve(token === "pt_good" ? {accessToken: "jwt-trader", expiresAt: 1} : null),
      identify: (token) => {
        const identity = identityOf(token.replace(/^jwt-/, ""));
        return Promise.resolve(identity === null ? null : {...identity, via: "token"});
      }
    },
    audit: {
      append: ({actor, action, target, outcome}) => {
        log.push(`audit ${actor} ${action} ${target} ${outcome}`);
        return Promise.resolve();
      },
      list: ({limit}) => Promise.resolve([{limit}])
    }
  };
}

export async function gatewayUnderTest(changes: Partial<GatewayDependencies> = {}): Promise<GatewayUnderTest> {
  const log: string[] = [];
  const signedOut = new Set<string>();
  const feed = changes.feed ?? new LiveFeed();
  const command = (name: string) => (by: {by: string; reason: string}) => {
    log.push(`${name} by ${by.by}: ${by.reason}`);
    return Promise.resolve();
  };
  const gateway = await createGateway({
    authentication: authenticationOf(log, signedOut),
    isAllowed,
    queries: {
      positions: () => Promise.resolve([{instrument: "X"}]),
      orders: (page) => Promise.resolve([page]),
      fills: (page) => Promise.resolve([page]),
      decisions: (page) => Promise.resolve([page]),
      explain: (id) => Promise.resolve(id === "fill:1/a" ? {fill: id} : null)
    },
    control: {pause: command("pause"), resume: command("resume"), halt: command("halt"), flatten: command("flatten")},
    configuration: {
      read: () => Promise.resolve({keys: []}),
      change: ({key, to, by}) => {
        if (key === "decision.bad") return Promise.resolve({ok: false, reason: `"${key}" cannot be ${to}`});
        log.push(`change ${key} to ${JSON.stringify(to)} by ${by}`);
        return Promise.resolve({ok: true});
      }
    },
    production: {
      view: () => Promise.resolve({mode: "paper"}),
      arm: ({hours, by}) => {
        log.push(`arm for ${hours} h by ${by}`);
        return Promise.resolve(hours);
      },
      disarm: (by) => {
        log.push(`disarm by ${by}`);
        return Promise.resolve();
      }
    },
    status: () => Promise.resolve({parts: []}),
    quarantine: (limit) => Promise.resolve([{limit, reason: "high below low"}]),
    readiness: () => Promise.resolve({ready: true, components: [], breakers: []}),
    metrics: () => Promise.resolve({contentType: "text/plain; version=0.0.4", text: "up 1\n"}),
    feed,
    siteFolder: null,
    ...changes
  });
  return {gateway, feed, log, signedOut};
}
