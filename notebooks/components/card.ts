/** A chart or table with its title and the sentence that says how to read it. Charts are drawn to the card's width. */
import {type Child, element} from "./element.js";

export interface CardOptions {
  readonly title: string;
  /** One sentence on how to read it. */
  readonly note: string;
  readonly body?: Child;
  /** Drawn again when the card's width changes. */
  readonly chart?: (width: number) => Node;
  readonly legend?: readonly (readonly [label: string, color: string])[];
  readonly isWide?: boolean;
}

export function card({title, note, body, chart, legend, isWide = false}: CardOptions): HTMLElement {
  return element(
    "section",
    {class: isWide ? "pt-card pt-wide" : "pt-card"},
    element("h3", {}, title),
    element("p", {}, note),
    legend === undefined ? null : legendOf(legend),
    chart === undefined ? null : fittedChart(chart),
    body
  );
}

function legendOf(entries: readonly (readonly [label: string, color: string])[]): HTMLElement {
  const swatches = entries.map(([label, color]) => element("span", {style: `--swatch: ${color}`}, label));
  return element("div", {class: "pt-legend"}, swatches);
}

/** A chart that fills the width it is given. */
export function fittedChart(draw: (width: number) => Node): HTMLElement {
  const holder = element("div", {class: "pt-chart"});
  let drawn = 0;
  new ResizeObserver(([entry]) => {
    const width = Math.floor(entry?.contentRect.width ?? 0);
    if (width === 0 || width === drawn) return;
    drawn = width;
    holder.replaceChildren(draw(width));
  }).observe(holder);
  return holder;
}

/** Cards side by side where there is room. */
export function cards(...children: Child[]): HTMLElement {
  return element("div", {class: "pt-grid"}, children);
}

/** Small cards of one kind, three abreast on a wide page. */
export function smallCards(...children: Child[]): HTMLElement {
  return element("div", {class: "pt-grid pt-narrow"}, children);
}
