/** Named amounts as bars from a common zero: attributions of profit, contributions to a score. */
import {type Child, element} from "./element.js";
import {tone} from "./format.js";

export interface Bar {
  readonly name: Child;
  readonly value: number;
}

/** In the order given. @param format writes the amount at the right */
export function bars(entries: readonly Bar[], format: (value: number) => string): HTMLElement {
  const low = Math.min(0, ...entries.map((entry) => entry.value));
  const high = Math.max(0, ...entries.map((entry) => entry.value));
  const span = high - low || 1;
  const rows = entries.flatMap(({name, value}) => {
    const left = ((Math.min(0, value) - low) / span) * 100;
    const style = `left: ${left}%; width: ${(Math.abs(value) / span) * 100}%; background: var(${value < 0 ? "--pt-down" : "--pt-up"})`;
    return [
      element("span", {}, name),
      element("div", {}, element("i", {style})),
      element("output", {class: tone(value)}, format(value))
    ];
  });
  return element("div", {class: "pt-bars"}, rows);
}
