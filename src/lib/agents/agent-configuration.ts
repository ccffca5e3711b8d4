/** The YAML of the agents: which take part, what their predictions are about, and how they are calibrated. */
import Type, {type Static} from "typebox";
import {oneOf} from "../events/envelope.js";
import {LEARNING_SCOPES} from "./agent-engine.js";
import {CALIBRATION_METHODS, DEFAULT_CALIBRATION} from "./calibration.js";

const Whole = (minimum: number, description: string) => Type.Number({minimum, multipleOf: 1, description});

export const ModelConfigurationSchema = Type.Object(
  {
    name: Type.String({pattern: "^[a-z][a-z0-9]*(-[a-z0-9]+)*$", description: "Under which `names` lists it."}),
    file: Type.String({description: "An ONNX file, seen from the strategy's file."}),
    factors: Type.Array(Type.String(), {minItems: 1, uniqueItems: true, description: "In the order of its inputs."}),
    optionalFactors: Type.Optional(Type.Array(Type.String(), {description: "Those that may be undefined (NaN)."})),
    trainedUntil: Type.Union(
      [Type.String({pattern: "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}(:\\d{2})?Z)?$"}), Type.Null()],
      {
        description: "End of what it was trained on: it is silent until then. Null: it has seen none of these markets."
      }
    ),
    /** What its last output means. */
    output: Type.Optional(oneOf(["probability", "log-odds"])),
    title: Type.Optional(Type.String()),
    description: Type.Optional(Type.String()),
    sha256: Type.Optional(Type.String({description: "Of the file; refused when it is another."})),
    content: Type.Optional(Type.String({description: "The file in base64; put here when it is loaded."}))
  },
  {additionalProperties: false}
);
export type ModelConfiguration = Static<typeof ModelConfigurationSchema>;

export const AgentsConfigurationSchema = Type.Object(
  {
    names: Type.Array(Type.String(), {
      minItems: 1,
      uniqueItems: true,
      description: "Agents of the catalogue, and models."
    }),
    models: Type.Optional(Type.Array(ModelConfigurationSchema, {description: "Models trained elsewhere."})),
    horizonCandles: Whole(1, "Predictions are about the return over so many candles."),
    /** Whether an agent learns from all instruments together, or keeps a mind of its own for each. */
    learning: oneOf(LEARNING_SCOPES),
    calibration: Type.Object(
      {
        /** auto: the one with the smallest past log loss. */
        method: oneOf(CALIBRATION_METHODS),
        refitEvery: Whole(1, "The maps are fitted again after so many outcomes at the latest; early on, sooner."),
        minimumOutcomes: Whole(1, "Before so many outcomes the raw probability stands."),
        halfLifeOutcomes: Type.Number({
          exclusiveMinimum: 0,
          description: "After so many outcomes an old one counts half."
        })
      },
      {additionalProperties: false}
    ),
    parameters: Type.Record(Type.String(), Type.Record(Type.String(), Type.Number()), {
      description: "By agent: parameters other than its defaults."
    }),
    factors: Type.Record(Type.String(), Type.Array(Type.String(), {minItems: 1, uniqueItems: true}), {
      description: "By agent: factors other than its defaults, for agents that take any."
    })
  },
  {additionalProperties: false}
);
export type AgentsConfiguration = Static<typeof AgentsConfigurationSchema>;

export const DEFAULT_AGENTS_CONFIGURATION: AgentsConfiguration = {
  names: ["trend", "mean-reversion", "volatility-breakout", "volume-flow", "lead-lag", "online-logistic"],
  horizonCandles: 4,
  learning: "all-instruments",
  calibration: {...DEFAULT_CALIBRATION},
  parameters: {},
  factors: {}
};
