/**
 * A strategy's YAML: what it trades, which factors and agents it listens to or which plain rules it follows, how it
 * decides and by which rules its orders are filled. What a file leaves out has the default below.
 */
import Type, {type Static} from "typebox";
import {AgentsConfigurationSchema, DEFAULT_AGENTS_CONFIGURATION} from "../agents/agent-configuration.js";
import {DEFAULT_DECISION_CONFIGURATION, DecisionConfigurationSchema} from "../decision/decision-configuration.js";
import {NO_RULES, RulesConfigurationSchema} from "../decision/rules/rule-configuration.js";
import {TIMEFRAMES} from "../vocabulary/timeframe.js";
import {DEFAULT_EXECUTION, ExecutionConfigurationSchema} from "./execution-configuration.js";

const closed = {additionalProperties: false};

/** What people may ask for, in a file or while it runs: never a position that is expected to lose after costs. */
const DecisionSectionSchema = Type.Object(
  {
    ...DecisionConfigurationSchema.properties,
    minimumEdgeBps: Type.Number({...DecisionConfigurationSchema.properties.minimumEdgeBps, minimum: 0})
  },
  closed
);

export const StrategyConfigurationSchema = Type.Object(
  {
    name: Type.String({pattern: "^[a-z0-9-]+$"}),
    description: Type.String(),
    timeframe: Type.Enum([...TIMEFRAMES]),
    /** Symbols; null trades all that are collected. */
    symbols: Type.Union([Type.Array(Type.String(), {minItems: 1}), Type.Null()]),
    /** Quote units. */
    startCapital: Type.String({pattern: "^\\d+(\\.\\d+)?$"}),
    /** Candles before the first decision that factors and agents see and learn from. */
    warmUpCandles: Type.Number({minimum: 0, multipleOf: 1}),
    /** Factors to record besides those that the agents ask for. */
    factors: Type.Array(Type.String()),
    agents: AgentsConfigurationSchema,
    /** Conditions that open and close positions; while there are any, the agents are not asked. */
    rules: RulesConfigurationSchema,
    decision: DecisionSectionSchema,
    execution: ExecutionConfigurationSchema,
    seed: Type.Number({minimum: 0, multipleOf: 1})
  },
  closed
);

export type StrategyConfiguration = Static<typeof StrategyConfigurationSchema>;

export const DEFAULT_STRATEGY: Omit<StrategyConfiguration, "name"> = {
  description: "",
  timeframe: "1h",
  symbols: null,
  startCapital: "10000",
  warmUpCandles: 500,
  factors: [],
  agents: DEFAULT_AGENTS_CONFIGURATION,
  rules: NO_RULES,
  decision: DEFAULT_DECISION_CONFIGURATION,
  execution: DEFAULT_EXECUTION,
  seed: 1
};
