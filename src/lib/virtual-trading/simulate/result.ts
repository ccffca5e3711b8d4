/** The result of a case as it is printed. Rule sets leave out what they do not define. */
import type {LiquiditySide} from "../../vocabulary/order.js";
import type {OrderState} from "../order-lifecycle.js";
import type {PositionView} from "../portfolio.js";
import type {Reason} from "../rejection.js";
import type {CaseErrorCode} from "./case-error.js";

export interface OrderResult {
  readonly id: string;
  readonly side: "buy" | "sell";
  readonly type: string;
  readonly state: OrderState;
  readonly reason: Reason | null;
  readonly amount: number | null;
  readonly filled: number;
  readonly remaining: number | null;
  readonly averagePrice: number | null;
  readonly fee: number;
  readonly liquidity: LiquiditySide | null;
  readonly limit: number | null;
  readonly stop: number | null;
  readonly triggered: boolean;
}

export interface FillResult {
  readonly orderId: string;
  readonly time: number;
  readonly price: number;
  readonly amount: number;
  readonly fee: number;
  /** Only named where it is not the quote unit. */
  readonly feeIn?: "base";
  readonly liquidity: LiquiditySide;
}

export interface TradeResult {
  readonly side: "long" | "short";
  readonly entryIndex?: number | null;
  readonly exitIndex?: number | null;
  readonly entryTime: number | null;
  readonly exitTime: number;
  readonly entryPrice: number;
  readonly exitPrice: number;
  readonly amount: number;
  readonly fees: number;
  /** After fees. */
  readonly profit: number;
  readonly profitRatio: number;
  readonly reason: string;
  readonly tag: string | null;
  readonly stopLoss?: number | null;
  readonly takeProfit?: number | null;
}

export interface ActionResult {
  readonly index: number;
  readonly ok: boolean;
  readonly reason: Reason | null;
}

export interface Warning {
  readonly code: string;
  readonly [detail: string]: unknown;
}

/** What a rule set answers; `simulateCase` adds the case's id. */
export interface RuleSetResult {
  readonly orders: readonly OrderResult[];
  readonly fills: readonly FillResult[];
  readonly trades: readonly TradeResult[];
  readonly position: PositionView;
  readonly cash: number;
  /** Null when there is a position and no price to mark it at. */
  readonly equity: number | null;
  readonly fees?: number;
  readonly profitRatioSum?: number;
  readonly actions: readonly ActionResult[];
  readonly warnings: readonly Warning[];
  readonly equityCurve?: readonly (readonly [number, number])[];
  readonly stats?: Readonly<Record<string, number | null>>;
}

export interface SimulationDone extends RuleSetResult {
  readonly case: string;
  readonly ok: true;
  readonly rules: string;
}

export interface ProtectionsDone {
  readonly case: string;
  readonly ok: true;
  readonly results: readonly boolean[];
  readonly locks: readonly unknown[];
  readonly settings: readonly unknown[];
}

export interface InvalidCase {
  readonly case: string;
  readonly ok: false;
  readonly error: {readonly code: CaseErrorCode; readonly path: string; readonly message: string};
}

export type SimulationResult = SimulationDone | ProtectionsDone | InvalidCase;
