/**
 * What a strategy's configuration means for the components: which agents, which factors, which instruments. Wrong names
 * are told before anything runs.
 */
import type {AgentDefinition} from "../agents/agent.js";
import {AGENT_CATALOGUE} from "../agents/catalogue.js";
import {configuredAgents, factorsOfAgents} from "../agents/configured-agents.js";
import type {StrategyConfiguration} from "../configuration/strategy-configuration.js";
import {didYouMean} from "../core/closest-word.js";
import {hashValue} from "../core/hash.js";
import {OperatingError} from "../core/operating-error.js";
import type {Factor} from "../factors/factor.js";
import {CATALOGUE_FACTORS, factorNamed} from "../factors/factor-named.js";
import type {Instrument} from "../vocabulary/instrument.js";

export interface StrategyPlan {
  readonly strategy: StrategyConfiguration;
  readonly agents: readonly AgentDefinition[];
  readonly factors: readonly Factor[];
  /** In order of id. */
  readonly instruments: readonly Instrument[];
  /** Hash of the configuration and of the instruments' rules: what a result depends on besides code and candles. */
  readonly hash: string;
}

/** @throws OperatingError `STRATEGY_NAMES_UNKNOWN` for an agent, factor or symbol that does not exist. */
export function planStrategy(strategy: StrategyConfiguration, available: readonly Instrument[]): StrategyPlan {
  const configured = configuredAgents(strategy.agents, AGENT_CATALOGUE);
  if (!configured.ok) throw unknownName(strategy.name, configured.reason);
  const factorNames = [...new Set([...factorsOfAgents(configured.agents), ...strategy.factors])];
  const instruments = chosenInstruments(strategy, available);
  return {
    strategy,
    agents: configured.agents,
    factors: factorsNamed(factorNames, strategy.name),
    instruments,
    hash: hashValue({strategy, instruments})
  };
}

/** Factors of the catalogue by name. @throws OperatingError `STRATEGY_NAMES_UNKNOWN`, with a suggestion */
export function factorsNamed(names: readonly string[], asker: string): readonly Factor[] {
  return names.map((name) => {
    const factor = factorNamed(name);
    if (factor === null) {
      const known = CATALOGUE_FACTORS.map((entry) => entry.name);
      throw unknownName(asker, `there is no factor "${name}"${didYouMean(name, known)}`);
    }
    return factor;
  });
}

function chosenInstruments(strategy: StrategyConfiguration, available: readonly Instrument[]): readonly Instrument[] {
  const sorted = [...available].sort((a, b) => (a.id < b.id ? -1 : 1));
  const {symbols} = strategy;
  const chosen = symbols === null ? sorted : sorted.filter(({symbol}) => symbols.includes(symbol));
  const missing = (symbols ?? []).filter((symbol) => !available.some((instrument) => instrument.symbol === symbol));
  if (missing.length > 0) {
    const known = sorted.map(({symbol}) => symbol);
    throw unknownName(
      strategy.name,
      `there are no candles of ${missing.join(", ")}; there are of ${known.join(", ") || "nothing"}`
    );
  }
  if (chosen.length === 0)
    throw unknownName(strategy.name, "there is no instrument to trade: load or import candles first");
  return chosen;
}

function unknownName(strategy: string, reason: string): OperatingError {
  return new OperatingError(`${strategy}: ${reason}`, {
    code: "STRATEGY_NAMES_UNKNOWN",
    details: {strategy, input: true}
  });
}
