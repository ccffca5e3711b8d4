/** How the parts of the daemon are asked how they are, and what the rest does without each. */
import type {EventBus} from "../lib/integration/ports/event-bus.js";
import type {Workbench} from "../loaders/workbench/open-workbench.js";
import type {Collecting} from "./collect-into.js";
import type {HealthCheck} from "./monitoring/health-monitor.js";

export interface HealthChecksOptions {
  readonly workbench: Workbench;
  readonly bus: EventBus;
  readonly collecting: Collecting;
}

export const JOURNAL = "journal";
export const BUS = "bus";

export function healthChecks({workbench, bus, collecting}: HealthChecksOptions): readonly HealthCheck[] {
  return [
    {component: "collection", isRequired: false, check: () => collecting.health()},
    ...serverChecks({workbench, bus})
  ];
}

/** Of what every component needs. */
export function serverChecks({workbench, bus}: Pick<HealthChecksOptions, "workbench" | "bus">): readonly HealthCheck[] {
  return [
    {
      component: BUS,
      isRequired: true,
      effectWhenDown: "components wait where they are and catch up in order",
      check: async () => {
        const health = await bus.health();
        return health.status === "up"
          ? {status: "up", lagMs: null, detail: `answers in ${health.roundTripMs.toFixed(1)} ms`}
          : {status: "down", lagMs: null, detail: health.reason};
      }
    },
    {
      component: JOURNAL,
      isRequired: true,
      effectWhenDown: "trading is paused until it can be written, and goes on by itself",
      check: async () => {
        const begun = performance.now();
        await workbench.pool.query("select 1");
        return {status: "up", lagMs: null, detail: `answers in ${(performance.now() - begun).toFixed(1)} ms`};
      }
    }
  ];
}
