/**
 * What a strategy's configuration means for the components: which agents, which factors, which instruments. Wrong names
 * are told before anything runs.
 */
import type {AgentDefinition} from "../agents/agent.js";
import {AGENT_CATALOGUE} from "../agents/catalogue.js";
import {configuredAgents, factorsOfAgents} from "../agents/configured-agents.js";
import {modelAgents} from "../agents/model-agents.js";
import {DEFAULT_EXECUTION} from "../configuration/execution-configuration.js";
import type {StrategyConfiguration} from "../configuration/strategy-configuration.js";
import {didYouMean} from "../core/closest-word.js";
import {hashValue} from "../core/hash.js";
import {OperatingError} from "../core/operating-error.js";
import {hasRules, type RuleBook, ruleBook} from "../decision/rules/rule-book.js";
import {NO_RULES} from "../decision/rules/rule-configuration.js";
import type {Factor} from "../factors/factor.js";
import {CATALOGUE_FACTORS, factorNamed, LEVEL_FACTORS} from "../factors/factor-named.js";
import {executionProblem, type TapeContents, tapeLack} from "../virtual-trading/execution-problem.js";
import type {Instrument} from "../vocabulary/instrument.js";

export interface StrategyPlan {
  readonly strategy: StrategyConfiguration;
  /** None where rules decide. */
  readonly agents: readonly AgentDefinition[];
  /** Null where the agents decide. */
  readonly rules: RuleBook | null;
  readonly factors: readonly Factor[];
  /** In order of id. */
  readonly instruments: readonly Instrument[];
  /** Hash of the configuration and of the instruments' rules: what a result depends on besides code and candles. */
  readonly hash: string;
}

/**
 * @throws OperatingError `STRATEGY_NAMES_UNKNOWN` for an agent, factor or symbol that does not exist,
 * `STRATEGY_RULES_INVALID` for rules that cannot be read or that contradict the rest of the strategy,
 * `EXECUTION_NOT_POSSIBLE` for an execution block that cannot be, `MODEL_INVALID` for a model that cannot be used.
 */
export function planStrategy(strategy: StrategyConfiguration, available: readonly Instrument[]): StrategyPlan {
  const rules = rulesOf(strategy);
  const agents = rules === null ? agentsOf(strategy) : [];
  const asked = rules === null ? factorsOfAgents(agents) : rules.factors;
  const factors = factorsNamed([...new Set([...asked, ...strategy.factors])], strategy.name);
  if (rules !== null) for (const factor of factors) tryFactor(strategy.name, factor);
  const instruments = chosenInstruments(strategy, available);
  refuseExecution(strategy, instruments);
  let hash: string | null = null;
  return {
    strategy,
    agents,
    rules,
    factors,
    instruments,
    // A sweep makes many plans and asks few for their hash.
    get hash() {
      hash ??= hashValue({strategy, instruments});
      return hash;
    }
  };
}

function agentsOf(strategy: StrategyConfiguration): readonly AgentDefinition[] {
  const catalogue = [...AGENT_CATALOGUE, ...modelAgents(strategy.agents.models ?? [])];
  const configured = configuredAgents(strategy.agents, catalogue);
  if (!configured.ok) throw unknownName(strategy.name, configured.reason);
  return configured.agents;
}

function rulesOf(strategy: StrategyConfiguration): RuleBook | null {
  // Sessions that were recorded before there were rules have none.
  const rules = strategy.rules ?? NO_RULES;
  const {decision} = strategy;
  const refused = (key: string, reason: string) =>
    new OperatingError(`${strategy.name}: rules.${key}: ${reason}`, {
      code: "STRATEGY_RULES_INVALID",
      details: {strategy: strategy.name, key, input: true}
    });
  if (!hasRules(rules)) {
    const exit = rules.exitLong !== null ? "exitLong" : rules.exitShort !== null ? "exitShort" : null;
    if (exit !== null) throw refused(exit, "there is an exit but no entry: write enterLong or enterShort too");
    return null;
  }
  const parsed = ruleBook(rules);
  if (!parsed.ok) throw refused(parsed.key, parsed.reason);
  if (rules.enterShort !== null && !decision.allowShort)
    throw refused("enterShort", "a short position needs decision.allowShort: true");
  if (decision.sizing.method === "fractional-kelly")
    throw refused("enterLong", "rules expect no return that decision.sizing.method fractional-kelly could size by");
  return parsed.book;
}

/** A factor is made once: parameters that it refuses, like a window of 0 candles, are told before anything runs. */
function tryFactor(strategy: string, factor: Factor): void {
  try {
    factor.create();
  } catch (problem) {
    throw new OperatingError(`${strategy}: ${factor.name}: ${problem instanceof Error ? problem.message : problem}`, {
      code: "STRATEGY_RULES_INVALID",
      details: {strategy, factor: factor.name, input: true},
      cause: problem
    });
  }
}

/** @throws OperatingError `EXECUTION_NOT_POSSIBLE` for an execution block that cannot fill this strategy's orders. */
function refuseExecution(strategy: StrategyConfiguration, instruments: readonly Instrument[]): void {
  const execution = {...DEFAULT_EXECUTION, ...strategy.execution};
  const problem = executionProblem(execution, {timeframe: strategy.timeframe, instruments});
  if (problem !== null) throw notPossible(strategy.name, problem);
}

/** @throws OperatingError `EXECUTION_NOT_POSSIBLE` when the tape lacks the data that the strategy's orders fill from. */
export function requireTape({strategy}: StrategyPlan, tape: TapeContents): void {
  const lack = tapeLack({...DEFAULT_EXECUTION, ...strategy.execution}, tape);
  if (lack !== null) throw notPossible(strategy.name, lack);
}

function notPossible(strategy: string, reason: string): OperatingError {
  return new OperatingError(`${strategy}: ${reason}`, {
    code: "EXECUTION_NOT_POSSIBLE",
    details: {strategy, input: true}
  });
}

/** Factors of the catalogue by name. @throws OperatingError `STRATEGY_NAMES_UNKNOWN`, with a suggestion */
export function factorsNamed(names: readonly string[], asker: string): readonly Factor[] {
  return names.map((name) => {
    const factor = factorNamed(name);
    if (factor === null) {
      const known = [...CATALOGUE_FACTORS, ...LEVEL_FACTORS].map((entry) => entry.name);
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
