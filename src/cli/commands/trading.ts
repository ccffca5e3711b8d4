/** `papertape trading`: pauses, resumes, halts or flattens the session that the daemon trades. */
import {didYouMean} from "../../lib/core/closest-word.js";
import type {CommandFact} from "../../live/operator-commands.js";
import {ACTOR, asOperator} from "../live-operator.js";
import {textOption} from "../option-values.js";
import {type CommandContext, wrongInput} from "../run-command.js";

interface Order {
  readonly fact: CommandFact;
  readonly effect: string;
}

const ORDERS: ReadonlyMap<string, Order> = new Map([
  ["pause", {fact: "TradingPaused", effect: "no new positions; open ones may still be closed"}],
  ["resume", {fact: "TradingResumed", effect: "new positions again"}],
  ["halt", {fact: "TradingHalted", effect: "open orders canceled, no new ones until resumed"}],
  ["flatten", {fact: "FlattenRequested", effect: "orders canceled, positions closed at the next price, then paused"}]
]);

export async function run({positional, options, terminal}: CommandContext): Promise<unknown> {
  const action = (positional as readonly (string | undefined)[])[0] ?? "";
  const order = ORDERS.get(action);
  if (order === undefined) {
    const known = [...ORDERS.keys()];
    throw wrongInput(
      `trading does not know "${action}"${didYouMean(action, known) || "; it knows pause, resume, halt and flatten"}`
    );
  }
  const reason = textOption(options, "reason") ?? "";
  if (reason.trim() === "") throw wrongInput(`trading ${action} takes a reason: --reason 'why now'`);
  return asOperator(async ({session, tell}) => {
    await tell({action: `trading.${action}`, target: "", details: {reason}}, (commands) =>
      commands.command(order.fact, {by: ACTOR, reason})
    );
    terminal.print(`${action}, from the next slice of ${session.id} on: ${order.effect}`);
    return {session: session.id, action, reason};
  });
}
