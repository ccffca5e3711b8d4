/** What a component in a process of its own is started with, and what its parts share. */
import type {Logger} from "pino";
import type {SystemStatusEvent} from "../lib/events/system-status-event.js";
import type {EventBus} from "../lib/integration/ports/event-bus.js";
import type {Journal} from "../lib/integration/ports/journal.js";
import type {StageParcel} from "../lib/integration/stage-parcel.js";
import type {Shard} from "../lib/integration/stage-shards.js";
import type {StrategyPlan} from "../lib/integration/strategy-plan.js";
import type {ConnectedExchange} from "../loaders/workbench/connect-exchange.js";
import type {Workbench} from "../loaders/workbench/open-workbench.js";
import type {ComponentName} from "./components.js";
import type {BreakerPanel} from "./integration/breaker-panel.js";
import type {TradingOptions} from "./open-stage.js";

export interface ComponentOptions {
  readonly component: ComponentName;
  readonly shard: Shard;
  readonly workbench: Workbench;
  readonly plan: StrategyPlan;
  readonly session: string;
  /** Only collection, control and a live session's virtual trading have one. */
  readonly exchange: ConnectedExchange | null;
  readonly codeCommit: string;
  readonly siteFolder: string | null;
  /** What virtual trading begins the session with. */
  readonly opening: Pick<TradingOptions, "kind" | "scope" | "warmUp" | "startedAt">;
}

/** What the components of a process share. */
export interface ComponentRoom extends ComponentOptions {
  readonly journal: Journal;
  readonly bus: EventBus;
  readonly parcels: EventBus<StageParcel>;
  readonly panel: BreakerPanel;
  readonly logger: Logger;
  readonly onStatus: (event: SystemStatusEvent) => void;
}
