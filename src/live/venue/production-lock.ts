/**
 * The lock in front of real orders. It is shut unless every condition is met at the moment an order is to be sent, and
 * it says which are not. Paper trading needs none of this.
 */
import type {DecisionConfiguration} from "../../lib/decision/decision-configuration.js";

export type LockName = "environment" | "keys" | "strategy" | "arming" | "limits";

export interface MissingCondition {
  readonly lock: LockName;
  /** What is missing and how to provide it. */
  readonly message: string;
}

export interface Arming {
  readonly session: string;
  readonly exchange: string;
  readonly armedBy: string;
  /** Epoch milliseconds. */
  readonly armedAt: number;
  readonly expiresAt: number;
}

export interface ProductionLimits {
  /** Quote units. */
  readonly maximumOrderValue: number | null;
  /** A UTC day. */
  readonly maximumDailyOrders: number | null;
}

export interface LockSituation {
  readonly environment: string;
  readonly session: string;
  readonly exchange: string;
  /** Why the exchange's keys cannot be used; null when they can. */
  readonly keyProblem: string | null;
  /** What the strategy asks for that a venue does not do for us. */
  readonly strategyProblems: readonly string[];
  /** The last one that nobody has taken back. */
  readonly arming: Arming | null;
  readonly limits: ProductionLimits;
  readonly strategyLimits: DecisionConfiguration["limits"];
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Empty when orders may be sent. Every missing condition is named, not only the first. */
export function missingConditions(situation: LockSituation): readonly MissingCondition[] {
  const strategy = situation.strategyProblems.map((message) => ({lock: "strategy" as const, message}));
  return [...environment(situation), ...keys(situation), ...strategy, ...limits(situation), ...arming(situation)];
}

/** All but the arming: what must hold before somebody may arm. */
export function missingToArm(situation: LockSituation): readonly MissingCondition[] {
  return missingConditions(situation).filter(({lock}) => lock !== "arming");
}

export function isArmed({arming, session, exchange, now}: LockSituation): boolean {
  return arming !== null && arming.session === session && arming.exchange === exchange && now < arming.expiresAt;
}

function environment({environment: name}: LockSituation): MissingCondition[] {
  if (name === "production") return [];
  const message = `the environment is ${name}; only production sends orders (PAPERTAPE_ENVIRONMENT=production)`;
  return [{lock: "environment", message}];
}

function keys({keyProblem}: LockSituation): MissingCondition[] {
  return keyProblem === null ? [] : [{lock: "keys", message: keyProblem}];
}

function limits({limits: own, strategyLimits}: LockSituation): MissingCondition[] {
  const set: Readonly<Record<string, number | null>> = {
    "production.maximumOrderValue": own.maximumOrderValue,
    "production.maximumDailyOrders": own.maximumDailyOrders,
    "decision.limits.perPosition": strategyLimits.perPosition,
    "decision.limits.grossExposure": strategyLimits.grossExposure,
    "decision.limits.dailyLoss": strategyLimits.dailyLoss,
    "decision.limits.drawdownHalt.maximum": strategyLimits.drawdownHalt.maximum
  };
  return Object.entries(set)
    .filter(([, value]) => value === null)
    .map(([key]) => ({lock: "limits", message: `${key} is not set: every limit needs a value`}));
}

function arming(situation: LockSituation): MissingCondition[] {
  if (isArmed(situation)) return [];
  const {arming: last, session, exchange, now} = situation;
  const how = "an admin arms it: papertape arm --for 8h --reason <why>";
  if (last === null) return [{lock: "arming", message: `it is not armed; ${how}`}];
  if (now >= last.expiresAt) return [{lock: "arming", message: `the arming by ${last.armedBy} has expired; ${how}`}];
  return [
    {lock: "arming", message: `it is armed for ${last.session} at ${last.exchange}, not ${session} at ${exchange}`}
  ];
}
