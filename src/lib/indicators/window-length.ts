/** The one rule for the length of a window. */
import {assert} from "../core/assert.js";

/** The length itself. @throws InvariantError unless it is a whole number of at least `minimum`. */
export function windowLength(length: number, minimum = 1): number {
  assert(
    Number.isInteger(length) && length >= minimum,
    `a window is a whole number of at least ${minimum} values long, not ${length}`
  );
  return length;
}
