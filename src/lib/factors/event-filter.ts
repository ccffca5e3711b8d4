/** Symmetric CUSUM filter (Lopez de Prado 2018, snippet 2.4; METHODS F7): when have changes added up to an event? */
import {assert} from "../core/assert.js";

/** Indices at which the rises since the last upward event, or the falls since the last downward one, exceed h. */
export function cusumEvents(changes: Float64Array, h: number): number[] {
  assert(h > 0, `the threshold is above 0, not ${h}`);
  const events: number[] = [];
  let up = 0;
  let down = 0;
  changes.forEach((change, i) => {
    if (!Number.isFinite(change)) return;
    up = Math.max(0, up + change);
    down = Math.min(0, down + change);
    // Only the side that triggered begins anew.
    if (down < -h) down = 0;
    else if (up > h) up = 0;
    else return;
    events.push(i);
  });
  return events;
}
