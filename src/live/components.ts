/** The components that may run in a process of their own, and what each is told. */

import {didYouMean} from "../lib/core/closest-word.js";
import {OperatingError} from "../lib/core/operating-error.js";
import {type Shard, WHOLE} from "../lib/integration/stage-shards.js";

export const COMPONENTS = ["collection", "factors", "agents", "decision", "virtual-trading", "control"] as const;
export type ComponentName = (typeof COMPONENTS)[number];

/** @throws OperatingError COMPONENT_UNKNOWN */
export function componentNamed(text: string): ComponentName {
  const found = COMPONENTS.find((name) => name === text);
  if (found !== undefined) return found;
  throw new OperatingError(
    `There is no component "${text}"${didYouMean(text, COMPONENTS)}; there are ${COMPONENTS.join(", ")}.`,
    {code: "COMPONENT_UNKNOWN", details: {component: text, input: true}}
  );
}

/** `2/3` is the second of three; one that is left out is the whole. @throws OperatingError SHARD_REFUSED */
export function shardOf(text: string | undefined): Shard {
  if (text === undefined) return WHOLE;
  const [, number, of] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  if (number === undefined || of === undefined)
    throw new OperatingError(`A shard is written 1/2, not "${text}".`, {
      code: "SHARD_REFUSED",
      details: {shard: text, input: true}
    });
  return {number: Number(number), of: Number(of)};
}
