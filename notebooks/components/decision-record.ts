/** The shape of data/research/decisions.json: TradeSignalRaised and TradeSignalWithheld payloads with id and fact. */
import type {TradeSignalRaised, TradeSignalWithheld} from "../lib/events/trade-signal-event.js";

export type DecisionRecord =
  | (TradeSignalRaised["payload"] & {readonly id: string; readonly fact: "TradeSignalRaised"})
  | (TradeSignalWithheld["payload"] & {readonly id: string; readonly fact: "TradeSignalWithheld"});

export interface DecisionsFile {
  readonly run: string | null;
  readonly decisions: readonly DecisionRecord[];
}
