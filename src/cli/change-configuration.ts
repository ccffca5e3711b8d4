/** `papertape config set`: a change of the running session, put on its tape; refused, it changes nothing. */
import {checkChange, typedValue} from "../live/operator-commands.js";
import {ACTOR, asOperator} from "./live-operator.js";
import {wrongInput} from "./run-command.js";

export interface ConfigurationWish {
  readonly key: string | undefined;
  readonly value: string | undefined;
  readonly print: (line: string) => void;
}

export async function changeConfiguration({key, value, print}: ConfigurationWish): Promise<unknown> {
  if (key === undefined || value === undefined)
    throw wrongInput("config set takes a key and a value: papertape config set decision.minimumEdgeBps 12");
  return asOperator(async ({session, strategy, tell}) => {
    const to = typedValue(value);
    const checked = checkChange(strategy, key, to);
    if (!checked.ok) throw wrongInput(checked.reason);
    await tell({action: "configuration.change", target: key, details: {to}}, (commands) =>
      commands.change({key, from: checked.from, to, by: ACTOR})
    );
    print(`${key}: ${JSON.stringify(checked.from)} → ${JSON.stringify(to)}, from the next slice of ${session.id} on`);
    return {session: session.id, key, from: checked.from, to};
  });
}
