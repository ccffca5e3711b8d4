/** Any event of the tape, and the function that pipeline components hand their events to. */
import type {ConfigurationEvent} from "./configuration-event.js";
import type {FactorCalculationEvent} from "./factor-calculation-event.js";
import type {MarketDataEvent} from "./market-data-event.js";
import type {NotificationEvent} from "./notification-event.js";
import type {PredictionEvent} from "./prediction-event.js";
import type {SystemStatusEvent} from "./system-status-event.js";
import type {TradeExecutionEvent} from "./trade-execution-event.js";
import type {TradeSignalEvent} from "./trade-signal-event.js";

export type PapertapeEvent =
  | MarketDataEvent
  | FactorCalculationEvent
  | PredictionEvent
  | TradeSignalEvent
  | TradeExecutionEvent
  | SystemStatusEvent
  | ConfigurationEvent
  | NotificationEvent;

export type EventFact = PapertapeEvent["fact"];
export type EventOf<Fact extends EventFact> = Extract<PapertapeEvent, {fact: Fact}>;
export type Emit = (event: PapertapeEvent) => void;
