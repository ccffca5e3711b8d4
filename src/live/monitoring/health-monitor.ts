/**
 * Asks every component how it is, all at once and with a limit on the time each may take, and tells as a HealthReported
 * event when that changes. A component that does not answer is down.
 */
import type {HealthReported, SystemStatusEvent} from "../../lib/events/system-status-event.js";
import {statusEvent} from "../ports/status-event.js";

export type HealthStatus = HealthReported["payload"]["status"];

export interface HealthAnswer {
  readonly status: HealthStatus;
  /** Age of the newest input; null before the first, or where there is none. */
  readonly lagMs: number | null;
  readonly detail: string;
}

export interface HealthCheck {
  readonly component: string;
  /** Whether the daemon is not ready while this is down. */
  readonly isRequired: boolean;
  /** What the rest does while it is down: said after the reason. */
  readonly effectWhenDown?: string;
  check(): Promise<HealthAnswer> | HealthAnswer;
}

export interface ComponentHealth extends HealthAnswer {
  readonly component: string;
  readonly isRequired: boolean;
  /** Epoch milliseconds of the last change of status. */
  readonly since: number;
}

export interface HealthMonitorOptions {
  readonly checks: readonly HealthCheck[];
  readonly emit: (event: SystemStatusEvent) => void;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly timeoutMs?: number;
}

export interface HealthMonitor {
  /** Asks now. */
  report(): Promise<readonly ComponentHealth[]>;
  /** Asks now; ready while nothing required is down. */
  readiness(): Promise<{readonly ready: boolean; readonly components: readonly ComponentHealth[]}>;
  /** Asks again and again; returns a function that ends it. */
  start(intervalMs: number): () => void;
}

export function createHealthMonitor({checks, emit, clock, timeoutMs = 2_000}: HealthMonitorOptions): HealthMonitor {
  const last = new Map<string, {readonly status: HealthStatus; readonly since: number}>();

  const report = async (): Promise<readonly ComponentHealth[]> => {
    const answers = await Promise.all(checks.map((check) => ask(check, timeoutMs)));
    const now = clock();
    for (const {component, status, lagMs, detail} of answers) {
      if (last.get(component)?.status === status) continue;
      last.set(component, {status, since: now});
      const payload = {component, status, lagMs, detail};
      emit(statusEvent({fact: "HealthReported", payload}, {now, source: "monitoring"}));
    }
    return answers.map((answer) => ({...answer, since: last.get(answer.component)?.since ?? now}));
  };

  return {
    report,
    readiness: async () => {
      const components = await report();
      return {ready: components.every(({isRequired, status}) => !isRequired || status !== "down"), components};
    },
    start: (intervalMs) => {
      let isAsking = false;
      const timer = setInterval(() => {
        // A round that takes longer than the interval is not overtaken by the next.
        if (isAsking) return;
        isAsking = true;
        void report().finally(() => {
          isAsking = false;
        });
      }, intervalMs);
      return () => clearInterval(timer);
    }
  };
}

async function ask(check: HealthCheck, timeoutMs: number): Promise<Omit<ComponentHealth, "since">> {
  const {component, isRequired, effectWhenDown} = check;
  const answer = await answerOf(check, timeoutMs);
  const isTold = answer.status === "down" && effectWhenDown !== undefined;
  return {component, isRequired, ...answer, detail: isTold ? `${answer.detail}; ${effectWhenDown}` : answer.detail};
}

async function answerOf({check}: HealthCheck, timeoutMs: number): Promise<HealthAnswer> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<HealthAnswer>((resolve) => {
    const detail = `no answer within ${timeoutMs} ms`;
    timer = setTimeout(() => resolve({status: "down", lagMs: null, detail}), timeoutMs);
  });
  try {
    return await Promise.race([Promise.resolve().then(check), tooLate]);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return {status: "down", lagMs: null, detail};
  } finally {
    clearTimeout(timer);
  }
}

/** The health of something that must not go silent: degraded once its newest input is older than it may be. */
export function freshness({
  newestInput,
  staleAfterMs,
  now
}: {
  readonly newestInput: number | null;
  readonly staleAfterMs: number;
  readonly now: number;
}): HealthAnswer {
  if (newestInput === null) return {status: "degraded", lagMs: null, detail: "nothing has come yet"};
  const lagMs = Math.max(0, now - newestInput);
  if (lagMs <= staleAfterMs) return {status: "up", lagMs, detail: ""};
  const detail = `silent for ${Math.round(lagMs / 1_000)} s, at most ${Math.round(staleAfterMs / 1_000)} s expected`;
  return {status: "degraded", lagMs, detail};
}
