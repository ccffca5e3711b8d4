/**
 * All circuit breakers of the daemon on one panel: dashboard, metrics, readiness and the status events read them here.
 * Opening is told as ComponentDegraded with what the rest does meanwhile, closing as ComponentRecovered.
 */
import type {SystemStatusEvent} from "../../lib/events/system-status-event.js";
import {statusEvent} from "../ports/status-event.js";
import {type Breaker, type BreakerOptions, type BreakerState, createBreaker} from "./circuit-breaker.js";

export interface BreakerView {
  readonly name: string;
  readonly state: BreakerState;
  /** Failed calls in a row. */
  readonly failures: number;
  readonly lastFailure: string | null;
  /** Epoch milliseconds of the last change of state; null while it has been closed from the start. */
  readonly since: number | null;
  /** What the system does while it is open, in words for the dashboard. */
  readonly effect: string;
}

export interface PanelBreakerOptions extends BreakerOptions {
  readonly effect: string;
}

export interface BreakerPanel {
  /** Puts a breaker on the panel; a name is used once. */
  add(name: string, options: PanelBreakerOptions): Breaker;
  /** In the order in which they were added. */
  views(): readonly BreakerView[];
  /** Hears of changes from now on. */
  tell(emit: (event: SystemStatusEvent) => void): void;
}

/** @param clock epoch milliseconds. */
export function createBreakerPanel(clock: () => number): BreakerPanel {
  const entries: {readonly breaker: Breaker; readonly effect: string; since: number | null}[] = [];
  const listeners: ((event: SystemStatusEvent) => void)[] = [];
  return {
    add: (name, {effect, ...options}) => {
      const breaker = createBreaker(name, options);
      const entry = {breaker, effect, since: null as number | null};
      entries.push(entry);
      let isAway = false;
      breaker.onStateChange((state) => {
        const now = clock();
        entry.since = now;
        // A trial is no news, nor is one that fails: the dependency is as away as it was.
        if (state === "half-open" || (state === "open") === isAway) return;
        isAway = state === "open";
        const event = changeEvent({breaker, effect, isAway, now});
        for (const listener of listeners) listener(event);
      });
      return breaker;
    },
    views: () =>
      entries.map(({breaker: {name, state, failures, lastFailure}, effect, since}) => {
        return {name, state, failures, lastFailure, since, effect};
      }),
    tell: (emit) => {
      listeners.push(emit);
    }
  };
}

interface Change {
  readonly breaker: Breaker;
  readonly effect: string;
  readonly isAway: boolean;
  readonly now: number;
}

function changeEvent({breaker, effect, isAway, now}: Change): SystemStatusEvent {
  const component = breaker.name;
  const context = {now, source: "breakers"};
  if (!isAway)
    return statusEvent({fact: "ComponentRecovered", payload: {component, reason: "it answers again"}}, context);
  const reason = `${breaker.failures} calls in a row failed: ${breaker.lastFailure ?? "no reason given"}`;
  return statusEvent({fact: "ComponentDegraded", payload: {component, reason, effect}}, context);
}
