/** All that a running decision engine keeps, shared by the parts that change it. */
import type {Timeframe} from "../vocabulary/timeframe.js";
import type {DecisionConfiguration} from "./decision-configuration.js";
import type {DecisionDesk} from "./decision-desk.js";
import type {OpenOrders} from "./open-orders.js";
import type {Portfolio} from "./portfolio.js";
import type {ScoreRounds} from "./score-rounds.js";
import type {ShareLayoutOf} from "./share-layout.js";
import type {TradingState} from "./situation.js";
import type {SlicePlan} from "./slice-plan.js";

/** What the operator can change while it runs. */
export interface Controls {
  readonly configuration: DecisionConfiguration;
  /** Changes that wait for the next slice. */
  readonly changes: readonly {readonly key: string; readonly to: unknown}[];
  readonly state: TradingState;
  readonly isFlattening: boolean;
}

export interface DecisionRoom {
  readonly strategy: string;
  readonly timeframe: Timeframe;
  readonly candleMs: number;
  readonly candlesPerYear: number;
  readonly desks: ReadonlyMap<string, DecisionDesk>;
  /** The one that was asked for last. */
  lastDesk: DecisionDesk | undefined;
  readonly portfolio: Portfolio;
  readonly orders: OpenOrders;
  readonly rounds: ScoreRounds;
  readonly plan: SlicePlan;
  readonly layoutOf: ShareLayoutOf;
  controls: Controls;
}
