/** What can be armed, and the part that then carries orders out: in the production environment only. */
import type {EventBus} from "../lib/integration/ports/event-bus.js";
import type {StrategyPlan} from "../lib/integration/strategy-plan.js";
import type {ConnectedExchange} from "../loaders/workbench/connect-exchange.js";
import type {Workbench} from "../loaders/workbench/open-workbench.js";
import type {BreakerPanel} from "./integration/breaker-panel.js";
import type {SupervisedPart} from "./integration/supervisor.js";
import type {Onlookers} from "./onlookers.js";
import {keyPassphrase, openVenue} from "./open-venue.js";
import {createOperatorCommands, type OperatorCommands} from "./operator-commands.js";
import {createProduction, type Production} from "./production.js";
import {changedStrategy} from "./runtime-configuration.js";
import {venuePart} from "./venue-part.js";

export interface RealTradingOptions {
  readonly workbench: Workbench;
  readonly bus: EventBus;
  readonly exchange: ConnectedExchange;
  readonly plan: StrategyPlan;
  readonly panel: BreakerPanel;
  readonly session: string;
  readonly onlookers: Onlookers;
}

export interface RealTrading {
  readonly commands: OperatorCommands;
  readonly production: Production;
  readonly parts: readonly SupervisedPart[];
}

export function realTrading(options: RealTradingOptions): RealTrading {
  const {workbench, session, plan, bus, exchange, onlookers} = options;
  const {pool, configuration} = workbench;
  const fromVault = () => openVenue({pool, exchange: configuration.collection.exchange, urls: exchange.urls});
  const commands = createOperatorCommands({bus, session, marketNow: () => Math.floor(exchange.now())});
  const production = createProduction({
    pool,
    configuration,
    session,
    instruments: plan.instruments,
    queries: onlookers.queries,
    strategy: () => changedStrategy(plan.strategy, onlookers.board.changes),
    openVenue: fromVault,
    passphrase: keyPassphrase(),
    clock: Date.now
  });
  const part = () => venuePart({...options, ...onlookers, commands, production, openVenue: fromVault});
  return {commands, production, parts: configuration.environment === "production" ? [part()] : []};
}
