/** Key figures, each with its interval where it has one and the sentence that explains it. */
import {element} from "./element.js";
import {ABSENT} from "./format.js";

export interface Tile {
  readonly label: string;
  /** Already formatted; the absent mark shows `reason` in its place. */
  readonly value: string;
  readonly detail?: string | null;
  readonly explanation: string;
  readonly tone?: string;
  /** Why there is no value. */
  readonly reason?: string | null;
}

/** In rows of equal length where the number of figures and the width allow it. */
export function tiles(figures: readonly Tile[]): HTMLElement {
  const columns = [5, 4, 6, 3].find((count) => figures.length % count === 0) ?? 4;
  return element("div", {class: "pt-tiles", style: `--pt-tile-columns: ${columns}`}, figures.map(tile));
}

function tile({label, value, detail, explanation, tone, reason}: Tile): HTMLElement {
  const isAbsent = value === ABSENT;
  return element(
    "div",
    {class: "pt-tile"},
    element("span", {}, label),
    element("b", {class: isAbsent ? "pt-absent" : (tone ?? "")}, isAbsent ? "not known" : value),
    detail === null || detail === undefined ? null : element("i", {}, detail),
    isAbsent && reason ? element("i", {}, `Because: ${reason}`) : null,
    element("p", {}, explanation)
  );
}

/** Names and values in two columns. */
export function facts(
  entries: readonly (readonly [name: string, value: Node | string | number | null])[]
): HTMLElement {
  const list = entries.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value ?? ABSENT)]);
  return element("dl", {class: "pt-facts"}, list);
}

export type MarkTone = "good" | "bad" | "caution" | "plain";

/** A short word on a coloured ground. */
export function mark(text: string, tone: MarkTone = "plain"): HTMLElement {
  return element("span", {class: tone === "plain" ? "pt-mark" : `pt-mark pt-${tone}`}, text);
}
