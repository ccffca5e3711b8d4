/** The YAML of plain rules: conditions over factors and the candle that open and close positions without any agent. */
import Type, {type Static} from "typebox";

const Rule = (description: string) => Type.Union([Type.String({maxLength: 2000}), Type.Null()], {description});

export const RulesConfigurationSchema = Type.Object(
  {
    parameters: Type.Record(Type.String({pattern: "^[a-z][A-Za-z0-9]*$"}), Type.Number(), {
      description: "Numbers that the rules name, so that a sweep can change them."
    }),
    enterLong: Rule("Condition that opens a long position, e.g. sma-10 > sma-30. Null: none is opened."),
    exitLong: Rule("Condition that closes it."),
    enterShort: Rule("Condition that opens a short position, where decision.allowShort and the instrument allow it."),
    exitShort: Rule("Condition that closes it.")
  },
  {additionalProperties: false}
);
export type RulesConfiguration = Static<typeof RulesConfigurationSchema>;

/** No rules: the agents decide. */
export const NO_RULES: RulesConfiguration = {
  parameters: {},
  enterLong: null,
  exitLong: null,
  enterShort: null,
  exitShort: null
};
