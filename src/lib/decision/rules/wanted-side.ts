/** Which side the rules want, from what they say at a close: the one place where entries and exits are weighed. */
import {RULE_BITS} from "./rule-book.js";

const {enterLong, exitLong, enterShort, exitShort} = RULE_BITS;

/**
 * 1 long, -1 short, 0 flat. An entry whose own exit holds too is none, nor are entries to both sides at once; the entry
 * to the other side turns a position. Where nothing is asked the side stays.
 * @param side the one held: 1, -1 or 0
 * @param bits of the rules that hold
 */
export function wantedSide(side: number, bits: number, canShort: boolean): number {
  const isLongAsked = (bits & (enterLong | exitLong)) === enterLong;
  const isShortAsked = canShort && (bits & (enterShort | exitShort)) === enterShort;
  const asked = isLongAsked === isShortAsked ? 0 : isLongAsked ? 1 : -1;
  if (side === 0 || asked === -side) return asked;
  const isExit = (bits & (side > 0 ? exitLong : exitShort)) !== 0;
  return isExit ? 0 : side;
}
